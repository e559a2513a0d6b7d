"""The main job on a fictional company: its Excel register goes in, the day is run, digests and a claim come out."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from contracts.cli.shared.options import which_contract
from contracts.cli.shared.session import Session
from contracts.kernel.refusal import Refusal

if TYPE_CHECKING:
    from contracts.claims.case.given_debt import GivenDebtLetter
    from contracts.registry.exchange.importing import ImportResult

#: Says that a folder was made by the demo and may be made anew.
_MARK = ".demo"
#: How much of the agenda a terminal shows.
_WITHIN = "5d"


def run_demo(session: Session) -> None:
    """Make the register in the data folder anew from the sample; says at the end where everything lies."""
    from contracts.app import init

    folder = session.data or Path("demo")
    session.reopen(folder)
    _clear(folder)
    init(session.config, folder)
    day = session.call.as_of
    _move_in(session)
    register = folder / "register.xlsx"
    imported = _import(session, register, day)
    session.reopen()  # the company's name is read when the program is composed
    _step(session, "1. The Excel register goes in")
    session.line(
        session.say(
            "{rows} rows of {file}: {created} created, {rejected} rejected.",
            rows=imported.rows,
            file=str(register),
            created=imported.created,
            rejected=len(imported.rejected),
        )
    )
    _step(session, "2. What must be done within five days, by the last day to act")
    _agenda(session)
    _step(session, "3. Why is that the day?")
    _why(session)
    _step(session, "4. The morning mails")
    mails = _remind(session)
    _step(session, "5. A claim letter")
    letter = _claim(session, day)
    _step(session, "Where everything is")
    session.line(session.say("The register: {file}", file=str(register)))
    for mail in mails:
        session.line(session.say("A digest: {file}", file=str(mail)))
    session.line(session.say("The claim letter: {file}", file=str(letter.file)))
    session.line(session.say("Go on by hand: contracts contract list --data {folder}", folder=str(folder)))


def _clear(folder: Path) -> None:
    """A demo begins anew: what an earlier one made is removed; a folder with anything else is left alone."""
    import shutil

    mark = folder / _MARK
    if folder.exists() and any(folder.iterdir()) and not mark.exists():
        raise Refusal("{folder} holds files that no demo made: name another folder with --data.", folder=str(folder))
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(mode=0o700, parents=True)
    (folder / "documents").mkdir()
    mark.touch()


def _step(session: Session, title: str) -> None:
    session.line("")
    session.line(session.say(title))
    session.line("─" * min(len(session.say(title)), 80))


def _move_in(session: Session) -> None:
    """The own company, its account and signatory, and its people; one of them does the rest of the work."""
    from contracts.parties import parties
    from contracts.people import people
    from contracts.registry.exchange.sample import company

    sample = company()
    own = dict(sample["company"])
    signatory, account, bank = own.pop("signatory"), own.pop("account"), own.pop("bank")
    parties.set_company(session.ctx, session.call, own)
    parties.add_account(session.ctx, session.call, None, {"account": account, "bank": bank, "currency": "UAH"})
    parties.add_signatory(session.ctx, session.call, None, parties.Signatory(**signatory))
    for person in sample["people"]:
        values = {name: person[name] for name in ("name", "position", "email", "phone")}
        people.add_person(
            session.ctx, session.call, person["login"], values, role=person["role"], department="Договірний відділ"
        )
    manager = next(each["login"] for each in sample["people"] if each["role"] == "manager")
    people.set_department(session.ctx, session.call, "Договірний відділ", manager=manager)
    session.act_as(next(each["login"] for each in sample["people"] if each["role"] == "claims"))


def _import(session: Session, register: Path, day: date) -> "ImportResult":
    from contracts.registry.exchange.importing import import_register
    from contracts.registry.exchange.register_file import ReadingOptions
    from contracts.registry.exchange.sample import write_sample

    write_sample(register, day)
    with session.progress(session.say("Deriving deadlines")) as progress:
        return import_register(session.ctx, session.call, register, options=ReadingOptions(), progress=progress)


def _agenda(session: Session) -> None:
    from contracts.cli.reminders.agenda import agenda_table
    from contracts.kernel.calendar import parse_duration
    from contracts.kernel.deadline import DeadlineKind
    from contracts.overview.agenda import Wish, agenda

    rows = agenda(session.ctx, session.call, Wish(parse_duration(_WITHIN)))
    alive = [row for row in rows if row.kind == DeadlineKind.CONFIRM_ALIVE]
    acts = [row for row in rows if row.kind != DeadlineKind.CONFIRM_ALIVE and row.days_left >= 0]
    session.line(agenda_table(session, acts))
    late = len(rows) - len(alive) - len(acts)
    session.line(session.words.count("{n} more is late.", "{n} more are late.", late))
    session.line(
        session.words.count(
            "{n} contract may have ended: confirm that it runs.",
            "{n} contracts may have ended: confirm that they run.",
            len(alive),
        )
    )


def _why(session: Session) -> None:
    from contracts.overview.agenda import agenda

    row = min(agenda(session.ctx, session.call), key=lambda each: (abs(each.days_left), each.contract))
    session.line(f"№ {row.contract}, {row.counterparty}: {session.words.kind(row.kind)}")
    for no, step in enumerate(session.words.why_steps(row.why), 1):
        session.line(f"  {no}. {step}")


def _remind(session: Session) -> list[Path]:
    from contracts.mail.outbox import deliver
    from contracts.reminders.daily import remind

    result = remind(session.ctx, session.own_call)
    delivered = deliver(session.ctx, session.own_call, session.application.worker)
    say = session.say
    session.line(session.words.count("{n} contract checked.", "{n} contracts checked.", result.checked))
    for mail in result.messages:
        session.line(say("{address}: {count} things to act on", address=mail.to, count=len(mail.items)))
    session.line(say("Queued {queued}, sent {sent}, failed {failed}.", **_delivery(result, delivered)))
    folder = session.application.mail_folder
    return sorted(folder.glob("*.eml")) if folder else []


def _delivery(result: Any, delivered: Any) -> dict[str, int]:
    return {"queued": result.queued, "sent": delivered.sent, "failed": delivered.failed}


def _claim(session: Session, day: date) -> "GivenDebtLetter":
    from contracts.claims.case.contexts.letter import OwedDebt
    from contracts.claims.case.given_debt import claim_letter
    from contracts.claims.case.letter import Destination
    from contracts.claims.case.outgoing import ClaimRequest
    from contracts.cli.claims.letter import letter_text
    from contracts.kernel.money import money
    from contracts.parties.parties import set_party
    from contracts.registry.exchange.sample import company, relative_day, sample_rows

    sample = company()
    debtor = dict(sample["counterparty"])
    set_party(session.ctx, session.call, debtor.pop("code"), debtor)
    claim = sample["claim"]
    number = next(row.number for row in sample_rows(day) if row.number.startswith(claim["contract"] + "/"))
    due = relative_day(claim["due"], day)
    paid = tuple((relative_day(on, day) or day, money(sum_, "UAH"), "") for on, sum_ in claim["payments"])
    debt = OwedDebt(money(claim["principal"], "UAH"), due or day, paid)
    folder = Destination(session.application.data / "documents")
    request = ClaimRequest(which=which_contract(number), to=folder)
    letter = claim_letter(session.ctx, session.call, request, debt)
    session.line(letter_text(session, letter))
    return letter
