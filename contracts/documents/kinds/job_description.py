"""A job description fits the rights a person really has: no duty without its right, no right without its duty (§11)."""

from sqlalchemy import Connection

from contracts.documents.contexts.contract_words import texts_of
from contracts.documents.contexts.party import signatory_record
from contracts.documents.contexts.phrasebook import Phrasebook
from contracts.documents.contexts.values import DocumentContext
from contracts.documents.kinds.builder_input import BuilderInput
from contracts.kernel.refusal import Refusal
from contracts.kernel.rights import rights_of
from contracts.language.inflect import word_in_language
from contracts.language.phrases import phrase_in
from contracts.people.queries import people
from contracts.people.rules.duties import duties_of, job_of, mismatch
from contracts.people.tables import PersonRow


def job_description(about: BuilderInput) -> DocumentContext:
    """The job of the person named, else of the contract's owner; the head of the company approves it.

    Claims work stands in clauses of its own, both among duties and rights; what nobody entered is asked for. Raises a
    refusal that lists duties without their right and rights without their duty.
    """
    person = about.spec.basis.person
    if person is None and about.owner_id is not None:
        person = people.by_key(about.conn, about.owner_id)
    if person is None:
        raise Refusal("Name whose job is described: --person LOGIN.", code="no_person")
    roles = people.roles_of(about.conn).get(person.id, ())
    job = job_of(roles)
    if difference := mismatch(job, rights_of(roles)):
        raise Refusal(
            "The rights of {person} do not fit the job: duties without their right: {lacking}; rights without a duty: "
            "{spare}; rights a specialist never has: {forbidden}; mend it by `contracts person role`.",
            code="job_mismatch",
            person=person.name,
            lacking=", ".join(difference.lacking) or "–",
            spare=", ".join(difference.spare) or "–",
            forbidden=", ".join(difference.forbidden) or "–",
        )
    texts, duties = texts_of("job.toml")["uk" if about.language == "uk" else "en"], duties_of(job)
    clauses = [texts["rights"][right] for right in duties if right in texts["rights"]]
    position = word_in_language(person.position, about.language).text
    department, lead = _department(about.conn, person)
    record: DocumentContext = {
        "title": position or texts["title"],
        "title_genitive": phrase_in(position, about.language, "genitive")[0] if position else texts["title_genitive"],
        "department": department,
        "reports_to": word_in_language(lead, about.language).text,
        "substitute": word_in_language(_substitute(about, person), about.language).text,
        **{name: texts[name] for name in ("education", "experience", "knowledge", "relations")},
        "duties": [each["duty"] for each in clauses],
        "rights": [each["right"] for each in clauses],
        "claims_work": "claims.prepare" in duties,
        "claims_sending": "claims.send" in duties,
    }
    return {"job": {name: value for name, value in record.items() if value != ""}} | _approved_by(about)


def _department(conn: Connection, person: PersonRow) -> tuple[str, str]:
    row = next((each for each in people.departments(conn) if each.id == person.department_id), None)
    if row is None:
        return "", ""
    if row.manager_id is None or row.manager_id == person.id:
        return row.name, ""
    return row.name, people.by_key(conn, row.manager_id).position


def _substitute(about: BuilderInput, person: PersonRow) -> str:
    row = next((each for each in people.absences(about.conn, about.call.as_of) if each.person_id == person.id), None)
    return people.by_key(about.conn, row.deputy_id).position if row is not None else ""


def _approved_by(about: BuilderInput) -> DocumentContext:
    """Who signs for the company approves job descriptions of its people."""
    if about.common.own.signatory is None:
        return {}
    signatory = signatory_record(about.common.own.signatory, Phrasebook(about.language))
    return {"manager": {"position": signatory["position"], "name": signatory["signature_name"]}}
