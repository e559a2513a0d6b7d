"""An annex (specification, order, price list) belongs to one contract; editing one leaves its siblings alone (F26)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row
from sqlalchemy.exc import IntegrityError

from contracts.kernel.context import Call, Context
from contracts.kernel.money import Money
from contracts.kernel.refusal import Refusal
from contracts.kernel.subject import Subject, SubjectKind
from contracts.kernel.unit_of_work import require, writing
from contracts.registry.derivation import locked_facts
from contracts.registry.queries import amendments, contracts
from contracts.registry.which import Which, find, shown_number

KINDS = ("specification", "order", "price_list", "schedule", "other")
#: What may be entered about an annex; all but kind and number may be cleared.
FIELDS = ("number", "title", "signed_on", "first_day", "last_day", "amount", "payment_terms")


class AnnexRefused(Refusal):
    """The annex cannot be, or there is none."""

    code = "annex"


def add_annex(ctx: Context, call: Call, which: Which | str, kind: str, values: Mapping[str, Any]) -> str:
    """Add an annex; returns its number. Raises :class:`AnnexRefused` where the contract has one of that number."""
    require(call, "contracts.register")
    if kind not in KINDS:
        raise AnnexRefused("An annex is one of: {kinds}.", kinds=", ".join(KINDS))
    with writing(ctx, call) as work:
        id = find(work.conn, call, which)
        locked_facts(work, id)
        known = [row for row in amendments.annexes_of(work.conn, id) if row.kind == kind]
        number = str(values.get("number") or "").strip() or str(len(known) + 1)
        if any(row.number == number for row in known):
            raise AnnexRefused(
                "Contract {contract} has that annex already: {kind} {number}.",
                contract=shown_number(contracts.row_of(work.conn, id)),
                kind=kind,
                number=number,
            )
        row = _columns({**values, "number": number})
        made = amendments.add_annex(
            work.conn, {"version": 1, "contract_id": id, "kind": kind, "recorded_at": call.at, **row}
        )
        after = {"kind": kind, **{name: _plain(value) for name, value in row.items() if value}}
        work.touch(Subject(SubjectKind.ANNEX, made), "add_annex", {"after": after}, contract_id=id)
        work.commit()
    return number


def edit_annex(
    ctx: Context,
    call: Call,
    which: Which | str,
    annex: str,
    values: Mapping[str, Any],
    *,
    version: int | None = None,
) -> int:
    """Change one annex (``annex`` is its number, or ``kind:number``); returns its new version.

    A value of ``None`` clears a field. Raises ``StaleVersion``.
    """
    require(call, "contracts.register")
    with writing(ctx, call) as work:
        id = find(work.conn, call, which)
        locked_facts(work, id)
        row = annex_meant(work.conn, id, annex)
        wanted = _columns(values)
        _refuse_order({**row._mapping, **wanted})
        changed = {name: value for name, value in wanted.items() if getattr(row, name) != value}
        try:
            new = amendments.save_annex(work.conn, row.id, version=version, values=changed)
        except IntegrityError:
            raise AnnexRefused("Another annex of the contract has that number.") from None
        payload = {
            "before": {name: _plain(getattr(row, name)) for name in changed},
            "after": {name: _plain(value) for name, value in changed.items()},
        }
        work.touch(Subject(SubjectKind.ANNEX, row.id), "edit_annex", payload, contract_id=id)
        work.commit()
    return new


def annex_meant(conn: Connection, id: int, annex: str) -> Row[Any]:
    """The annex of a contract by its number, or ``kind:number``. Raises :class:`AnnexRefused` naming those it has."""
    kind, _, number = annex.strip().rpartition(":")
    rows = amendments.annexes_of(conn, id)
    found = [row for row in rows if row.number == number.strip() and kind in ("", row.kind)]
    if len(found) == 1:
        return found[0]
    raise AnnexRefused(
        "Contract {contract} has no single annex {annex}; it has: {annexes}.",
        contract=shown_number(contracts.row_of(conn, id)),
        annex=annex,
        annexes=", ".join(f"{row.kind}:{row.number}" for row in rows) or "–",
    )


def _columns(values: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in values.items():
        if name not in FIELDS:
            raise AnnexRefused("An annex has no field {field}.", field=name)
        if name == "amount":
            found["amount_minor"] = value.minor if isinstance(value, Money) else None
            found["currency"] = value.currency if isinstance(value, Money) else None
        elif name in ("signed_on", "first_day", "last_day"):
            found[name] = value
        else:
            found[name] = " ".join(str(value or "").split())
    _refuse_order(found)
    if "number" in found and not found["number"]:
        raise AnnexRefused("An annex cannot be without a number.")
    return found


def _refuse_order(row: Mapping[str, Any]) -> None:
    first, last = row.get("first_day"), row.get("last_day")
    if first and last and last < first:
        raise AnnexRefused("The annex would end on {last}, before its first day {first}.", last=last, first=first)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
