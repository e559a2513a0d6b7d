"""An annex (specification, order, price list) belongs to one contract; editing one leaves its siblings alone (F26)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from contracts.kernel.context import Call, Context
from contracts.kernel.database.tables import add_row
from contracts.kernel.money import Money
from contracts.kernel.refusal import Refusal
from contracts.kernel.subject import Subject, SubjectKind
from contracts.kernel.unit_of_work import needs, writing
from contracts.registry.entry import plain_values
from contracts.registry.lookup import Which, lock_contract, shown_number
from contracts.registry.queries import amendments
from contracts.registry.tables.amendment import AnnexRow
from contracts.registry.tables.contract import ContractRow

KINDS = ("specification", "order", "price_list", "schedule", "other")
#: What may be entered about an annex; all but kind and number may be cleared.
FIELDS = ("number", "title", "signed_on", "first_day", "last_day", "amount", "payment_terms")


class AnnexRefused(Refusal):
    """The annex cannot be, or there is none."""

    code = "annex"


@dataclass(frozen=True, slots=True)
class AddedAnnex:
    """A new annex by kind and number."""

    kind: str
    annex: str


@dataclass(frozen=True, slots=True)
class EditedAnnex:
    """An annex as people call it, and its new version."""

    annex: str
    version: int


@needs("contracts.register")
def add_annex(ctx: Context, call: Call, which: Which | str, kind: str, values: Mapping[str, Any]) -> AddedAnnex:
    """Add an annex. Raises :class:`AnnexRefused` where the contract has one of that number."""
    if kind not in KINDS:
        raise AnnexRefused("An annex is one of: {kinds}.", kinds=", ".join(KINDS))
    with writing(ctx, call) as work:
        contract = lock_contract(work, which)
        numbers = [row.number for row in amendments.annexes_of(work.conn, contract.id) if row.kind == kind]
        number = str(values.get("number") or "").strip() or str(len(numbers) + 1)
        if number in numbers:
            raise AnnexRefused(
                "Contract {contract} has that annex already: {kind} {number}.",
                contract=contract.number,
                kind=kind,
                number=number,
            )
        columns = _columns({**values, "number": number})
        id = add_row(work.conn, AnnexRow(contract_id=contract.id, kind=kind, recorded_at=call.at, **columns))
        after = {"kind": kind, **plain_values({name: value for name, value in columns.items() if value})}
        work.touch(Subject(SubjectKind.ANNEX, id), "add_annex", {"after": after}, contract_id=contract.id)
        work.commit()
    return AddedAnnex(kind, number)


@needs("contracts.register")
def edit_annex(
    ctx: Context,
    call: Call,
    which: Which | str,
    annex: str,
    values: Mapping[str, Any],
    *,
    version: int | None = None,
) -> EditedAnnex:
    """Change one annex (``annex`` is its number, or ``kind:number``).

    A value of ``None`` clears a field. Raises ``StaleVersion``.
    """
    with writing(ctx, call) as work:
        contract = lock_contract(work, which)
        row = annex_meant(work.conn, contract.row, annex)
        columns = _columns(values)
        _refuse_order(columns.get("first_day", row.first_day), columns.get("last_day", row.last_day))
        changed = {name: value for name, value in columns.items() if getattr(row, name) != value}
        try:
            new = amendments.save_annex(work.conn, row.id, version=version, values=changed)
        except IntegrityError:
            raise AnnexRefused("Another annex of the contract has that number.") from None
        before = {name: getattr(row, name) for name in changed}
        payload = {"before": plain_values(before), "after": plain_values(changed)}
        work.touch(Subject(SubjectKind.ANNEX, row.id), "edit_annex", payload, contract_id=contract.id)
        work.commit()
    return EditedAnnex(annex, new)


def annex_meant(conn: Connection, contract: ContractRow, annex: str) -> AnnexRow:
    """The annex of a contract by its number, or ``kind:number``. Raises :class:`AnnexRefused` naming those it has."""
    kind, _, number = annex.strip().rpartition(":")
    rows = amendments.annexes_of(conn, contract.id)
    candidates = [row for row in rows if row.number == number.strip() and kind in ("", row.kind)]
    if len(candidates) == 1:
        return candidates[0]
    raise AnnexRefused(
        "Contract {contract} has no single annex {annex}; it has: {annexes}.",
        contract=shown_number(contract),
        annex=annex,
        annexes=", ".join(f"{row.kind}:{row.number}" for row in rows) or "–",
    )


def _columns(values: Mapping[str, Any]) -> dict[str, Any]:
    columns: dict[str, Any] = {}
    for name, value in values.items():
        if name not in FIELDS:
            raise AnnexRefused("An annex has no field {field}.", field=name)
        if name == "amount":
            columns["amount_minor"] = value.minor if isinstance(value, Money) else None
            columns["currency"] = value.currency if isinstance(value, Money) else None
        elif name in ("signed_on", "first_day", "last_day"):
            columns[name] = value
        else:
            columns[name] = " ".join(str(value or "").split())
    _refuse_order(columns.get("first_day"), columns.get("last_day"))
    if "number" in columns and not columns["number"]:
        raise AnnexRefused("An annex cannot be without a number.")
    return columns


def _refuse_order(first: date | None, last: date | None) -> None:
    if first and last and last < first:
        raise AnnexRefused("The annex would end on {last}, before its first day {first}.", last=last, first=first)
