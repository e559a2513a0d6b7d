"""The facts of steps say their type: ``[name, value]`` of texts and counts, ``[name, type, value]`` of all else."""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"

_TYPES = {
    **dict.fromkeys(("first_day", "last_day", "asked_end", "counted_on", "notice_deadline", "due_on"), "day"),
    **dict.fromkeys(("from_on", "until_on", "event_on", "demanded_on", "sent_on", "paid_on", "on", "before"), "day"),
    **dict.fromkeys(("length", "notice", "lead", "within", "wait", "period", "days"), "length"),
    **dict.fromkeys(("open", "used", "amount"), "money"),
    "method": "method",
    "choice": "choice",
    "event": "payment_event",
    "hold": "hold",
    "ground": "interruption",
}
_COUNTS = ("no", "count", "renewals", "level", "percent")
_RENAMED = {"day": "before", "from": "from_on"}


def upgrade() -> None:
    """Rewrite what is stored of derivations: of deadlines, of due days, of digests."""
    _rewrite("deadline", ("kind", "subject_kind", "subject_id", "due_on"), "why", _steps)
    _rewrite("charge", ("id",), "due_steps", _steps)
    _rewrite("due_change", ("charge_id", "no"), "due_steps", _steps)
    _rewrite("message", ("id",), "content", _digest)


def _rewrite(name: str, key: tuple[str, ...], column: str, convert: Callable[[Any], Any]) -> None:
    conn = op.get_bind()
    plain: list[sa.ColumnClause[Any]] = [sa.column(each) for each in key]
    table = sa.table(name, *plain, sa.column(column, sa.JSON(none_as_null=True)))
    rows = conn.execute(sa.select(*plain, table.c[column])).all()
    new = [(row[:-1], convert(row[-1])) for row in rows if row[-1]]
    changed = [dict(zip(("k0", "k1", "k2", "k3"), keys, strict=False)) | {"value": value} for keys, value in new]
    on_key = [each == sa.bindparam(f"k{no}") for no, each in enumerate(plain)]
    if changed:
        conn.execute(sa.update(table).where(*on_key).values({column: sa.bindparam("value")}), changed)


def _digest(content: Any) -> Any:
    if "items" not in content:
        return content
    items = [each | {"why": _steps(each["why"])} if each.get("why") else each for each in content["items"]]
    return content | {"items": items}


def _steps(steps: list[Any]) -> list[Any]:
    return [_step(code, on, dict(facts)) for code, on, facts in steps]


def _step(code: str, on: str, facts: dict[str, str]) -> list[Any]:
    if code == "end_counted" and facts.get("end_rule") == "anniversary":
        code = "end_anniversary"
    if code == "delivery_subtracted" and facts.get("days") == "0":
        code = "delivered_at_once"
        del facts["days"]
    currency, kind = facts.pop("currency", ""), facts.pop("kind", "")
    facts.pop("end_rule", None)
    return [code, on, [_fact(name, text, currency, kind) for name, text in facts.items() if text not in ("", "None")]]


def _fact(name: str, text: str, currency: str, kind: str) -> list[Any]:
    name = _RENAMED.get(name, name)
    if name == "by":
        return ["notice", "notice", f"{text}_{kind}"]
    if name == "clause" and text[0].isdigit():
        return ["clause_no", text]
    if name in _COUNTS:
        return [name, int(text)]
    if name == "days":
        text = f"{text}d"
    if name in ("open", "used", "amount"):
        text = f"{text} {currency}"
    return [name, _TYPES[name], text] if name in _TYPES else [name, text]
