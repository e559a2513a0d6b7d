"""Amendments and annexes that stand as rows of a register are attached to their contract; what they change is computed.

A register usually shows a contract as amended: an amendment that repeats the contract's conditions changes none of
them and is kept with its wording.
"""

from dataclasses import replace
from datetime import date

from contracts.kernel.context import Work
from contracts.kernel.database.tables import add_row
from contracts.kernel.identity import fold, number_key
from contracts.kernel.refusal import Refusal
from contracts.kernel.subject import AmendmentId, Subject, SubjectKind
from contracts.registry.amendments import payload_of
from contracts.registry.derivation import locked_facts
from contracts.registry.entry import plain_values
from contracts.registry.exchange.import_contracts import ImportOutcome
from contracts.registry.exchange.import_parties import UNNAMED, Parties
from contracts.registry.exchange.register_entries import ReadRegister, RegisterEntry
from contracts.registry.exchange.row_entry import UNNUMBERED
from contracts.registry.queries import amendments, contracts, exchange, values
from contracts.registry.queries.visibility import visible
from contracts.registry.rules.amendment import conditions_on
from contracts.registry.rules.conditions import CONTRACT_FIELDS
from contracts.registry.rules.contract import Amendment, Change, ContractFacts
from contracts.registry.tables.amendment import AmendmentRow, AnnexRow

_AMENDABLE = tuple(each.name for each in CONTRACT_FIELDS if each.is_amendable)


def store_parts(work: Work, register: ReadRegister, parties: Parties, outcome: ImportOutcome) -> None:
    """Attach every amendment and annex of a register."""
    above: RegisterEntry | None = None
    faulty = {each.row for each in register.rejected}
    loaded: dict[int, ContractFacts] = {}
    for entry in register.entries:
        if entry.kind == "contract":
            above = entry
            continue
        parent = (
            _named_parent(work, entry, parties, outcome)
            if entry.parent
            else _above(entry, above, parties, outcome, faulty)
        )
        if isinstance(parent, Refusal):
            field = "parent" if "parent" in register.columns.values() else "number"
            register.reject(entry.row, field, entry.parent or entry.number, parent)
        elif entry.kind == "annex":
            _annex(work, entry, parent, register, outcome)
        else:
            known = loaded.get(parent) or locked_facts(work, parent)
            loaded[parent] = _amendment(work, entry, known, register, outcome)


def _above(
    entry: RegisterEntry, above: RegisterEntry | None, parties: Parties, outcome: ImportOutcome, faulty: set[int]
) -> int | Refusal:
    """The contract in the rows above a part that names none: of the same counterparty, and no faulty row between."""
    contract_id = outcome.by_row.get(above.row) if above else None
    if above is None or contract_id is None:
        return Refusal("The row is a part of a contract and does not say of which: write the contract's number.")
    between = [row for row in faulty if above.row < row < entry.row]
    if between:
        return Refusal(
            "The row is a part of the contract above, and row {row} above was rejected: write the contract's number.",
            row=max(between),
        )
    if entry.counterparty and parties.find(entry.counterparty) != parties.find(above.counterparty or UNNAMED):
        return Refusal(
            "The row is a part of a contract, and the contract above, in row {row}, is with another counterparty: "
            "write the contract's number.",
            row=above.row,
        )
    return contract_id


def _named_parent(work: Work, entry: RegisterEntry, parties: Parties, outcome: ImportOutcome) -> int | Refusal:
    """The contract a part names: by number with the same counterparty, else by number alone."""
    if entry.is_by_register_no:
        numbered = exchange.by_register_no(work.conn, [(0, entry.parent)])
        company = entry.company.name if entry.company else ""
        hidden = exchange.hidden_among(work.conn, work.call, numbered.values())
        ids = {
            id for (own, _), id in numbered.items() if len(numbered) == 1 or parties.own.get(own) == company
        } - hidden
        return ids.pop() if len(ids) == 1 else _no_contract(entry.parent)
    key = number_key(entry.parent)
    party = parties.find(entry.counterparty) if entry.counterparty else None
    ids = set(outcome.by_number.get((party, key), ())) if party is not None else set()
    shown = visible(work.call, contracts.KEY)
    for each in (party, None):
        ids = ids or set(exchange.with_number(work.conn, key, each, entry.parent_dated_on, shown))
    if len(ids) == 1:
        return ids.pop()
    if ids:
        return Refusal(
            "Several contracts have the number {number}: name the counterparty or the date.", number=entry.parent
        )
    return _no_contract(entry.parent)


def _no_contract(number: str) -> Refusal:
    return Refusal("There is no contract {number} to which this could belong.", number=number)


def _amendment(
    work: Work, entry: RegisterEntry, known: ContractFacts, register: ReadRegister, outcome: ImportOutcome
) -> ContractFacts:
    """Save an amendment; the facts of its contract as they are with it."""
    contract_id = int(known.id)
    signed_on = entry.values.day("dated_on")
    effective_on = entry.values.day("first_day") or signed_on or work.call.as_of
    existing = next((each for each in known.amendments if _is_same(each, entry.number, signed_on)), None)
    others = replace(known, amendments=tuple(each for each in known.amendments if each is not existing))
    changes = entry.changes if entry.changes is not None else _changes(entry, others, effective_on)
    if existing is not None:
        amendment = replace(existing, signed_on=signed_on, effective_on=effective_on, changes=changes)
        is_same = _says_the_same(existing, amendment)
        if is_same or _is_edited(work, SubjectKind.AMENDMENT, existing.id, entry, register, outcome):
            outcome.unchanged += 1
            return known
        dated = {"signed_on": signed_on, "effective_on": effective_on}
        exchange.replace_amendment(work.conn, existing.id, dated, changes, contract_id=contract_id)
        outcome.updated += 1
    else:
        no = max((each.no for each in known.amendments), default=0) + 1
        no = max(no, amendments.next_amendment_no(work.conn, contract_id))
        new = Amendment(AmendmentId(0), no, entry.number or str(no), signed_on, effective_on, changes)
        amendment = _insert(work, new, contract_id, entry.values.text("title"))
        outcome.created += 1
    if signed_on is None:
        register.remark(entry.row, Refusal("The amendment has no date of signing and is kept as a draft."))
    _note(work, existing, amendment, contract_id)
    outcome.late.add(contract_id)
    return replace(others, amendments=tuple(sorted((*others.amendments, amendment), key=lambda each: each.no)))


def _is_edited(
    work: Work, kind: SubjectKind, id: int, entry: RegisterEntry, register: ReadRegister, outcome: ImportOutcome
) -> bool:
    """Whether a person edited the part since, so that it is kept and said."""
    if outcome.is_overwriting or "*" not in exchange.edited_by_people(work.conn, kind, [int(id)]).get(int(id), ()):
        return False
    sentence = "{number} was edited by a person since and is kept as it stands; --overwrite takes the register's."
    register.remark(entry.row, Refusal(sentence, code="kept", number=entry.number))
    return True


def _says_the_same(one: Amendment, other: Amendment) -> bool:
    """Whether nothing needs to be saved; a draft's day of effect is only presumed and counts for nothing."""
    if (one.signed_on, _effects(one.changes)) != (other.signed_on, _effects(other.changes)):
        return False
    return one.signed_on is None or one.effective_on == other.effective_on


def _insert(work: Work, new: Amendment, parent: int, title: str) -> Amendment:
    row = AmendmentRow(
        contract_id=parent, no=new.no, number=new.number, title=title,
        signed_on=new.signed_on, effective_on=new.effective_on, recorded_at=work.call.at,
    )  # fmt: skip
    if new.signed_on is not None:
        for each in new.changes:
            amendments.yield_to(work.conn, parent, each.condition, each.clause, new.effective_on, keep_id=0)
    return replace(new, id=AmendmentId(amendments.add(work.conn, row, new.changes)))


def _note(work: Work, before: Amendment | None, made: Amendment, parent: int) -> None:
    work.note(
        Subject(SubjectKind.AMENDMENT, int(made.id)),
        "amendment_edited" if before is not None else "amendment_imported",
        {"before": payload_of(before) if before is not None else None, "after": payload_of(made), "contract": parent},
    )


def _is_same(each: Amendment, number: str, signed_on: date | None) -> bool:
    return number_key(each.number) == number_key(number) if number_key(number) else each.signed_on == signed_on


def _changes(entry: RegisterEntry, others: ContractFacts, effective_on: date) -> tuple[Change, ...]:
    """What differs from the conditions before it; nothing that differs: its wording."""
    before = conditions_on(others, effective_on)
    changes = []
    for name in _AMENDABLE:
        value = entry.values.condition(name)
        if value not in (None, "") and value != getattr(before, name):
            changes.append(Change(name, value))
    return tuple(changes) or (Change("text", None, "", "", entry.values.text("title")),)


def _effects(changes: tuple[Change, ...]) -> list[tuple[str, str]]:
    return sorted((each.condition, str(values.to_json(each.value) or each.new_wording)) for each in changes)


def _annex(work: Work, entry: RegisterEntry, parent: int, register: ReadRegister, outcome: ImportOutcome) -> None:
    annex = _annex_row(work, entry, parent)
    known = amendments.annexes_of(work.conn, parent)
    same = (each for each in known if each.kind == annex.kind and fold(each.number) == fold(annex.number))
    stored = next(same, None)
    if stored is not None:
        if _is_edited(work, SubjectKind.ANNEX, int(stored.id or 0), entry, register, outcome):
            outcome.unchanged += 1
        else:
            _edit_annex(work, stored, annex, outcome)
        return
    id = add_row(work.conn, annex)
    outcome.created += 1
    after = plain_values({name: getattr(annex, name) for name in (*_ANNEX, "number")})
    work.note(Subject(SubjectKind.ANNEX, id), "annex_imported", {"after": after, "contract": parent})


def _edit_annex(work: Work, stored: AnnexRow, annex: AnnexRow, outcome: ImportOutcome) -> None:
    """Save what the register says otherwise; an empty cell empties nothing."""
    now = {name: getattr(annex, name) for name in _ANNEX}
    changed = {name: value for name, value in now.items() if value not in (None, "", getattr(stored, name))}
    if not changed:
        outcome.unchanged += 1
        return
    id, before = int(stored.id or 0), {name: getattr(stored, name) for name in changed}
    amendments.save_annex(work.conn, id, version=None, values=changed)
    outcome.updated += 1
    payload = {"before": plain_values(before), "after": plain_values(changed), "contract": stored.contract_id}
    work.note(Subject(SubjectKind.ANNEX, id), "annex_edited", payload)


#: What a register says of an annex.
_ANNEX = ("title", "signed_on", "first_day", "last_day", "amount_minor", "currency", "payment_terms")


def _annex_row(work: Work, entry: RegisterEntry, contract_id: int) -> AnnexRow:
    values, amount = entry.values, entry.values.money("amount")
    return AnnexRow(
        contract_id=contract_id,
        kind=entry.annex_kind or "other",
        number=entry.number or UNNUMBERED,
        title=values.text("title"),
        signed_on=values.day("dated_on"),
        first_day=values.day("first_day"),
        last_day=values.day("last_day"),
        amount_minor=amount.minor if amount else None,
        currency=amount.currency if amount else None,
        payment_terms=values.text("payment_terms"),
        recorded_at=work.call.at,
    )
