"""What the ledger says to each reader of a digest: money owed late, what we owe, and money nobody has matched."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import BigInteger, Connection, and_, case, cast, func, or_, select

from contracts.kernel.database.tables import table_of
from contracts.kernel.money import Money
from contracts.money.tables import ChargeOpenRow, PaymentRestRow
from contracts.registry.tables.contract import ContractRow

_O, _R, _K = table_of(ChargeOpenRow), table_of(PaymentRestRow), table_of(ContractRow)
_SIDES = {"receivable": "owed_late", "payable": "we_owe"}


@dataclass(frozen=True, slots=True)
class ReaderSums:
    """The sums of one reader, one for each currency."""

    owed_late: tuple[Money, ...] = ()
    we_owe: tuple[Money, ...] = ()
    not_matched: tuple[Money, ...] = ()


def by_reader(
    conn: Connection, as_of: date, overseers: Collection[int], shown_to: Mapping[int, frozenset[int]]
) -> dict[int, ReaderSums]:
    """Sums by person: owners see their contracts, ``overseers`` everything and what is not matched.

    ``shown_to`` says who may see each confidential contract: its sums are in nobody else's. Late is what was due before
    the day; what we owe is also what is due on it.
    """
    total = cast(func.sum(_O.c.open_minor), BigInteger).label("minor")
    is_today_ours = and_(_O.c.due_on == as_of, _O.c.direction == "payable")
    secret_id = case((_K.c.is_confidential.is_(True), _K.c.id)).label("secret_id")
    query = (
        select(_K.c.owner_id, secret_id, _O.c.direction, _O.c.currency, total)
        .outerjoin(_K, _K.c.id == _O.c.contract_id)
        .where(_O.c.issued_on <= as_of, or_(_O.c.due_on < as_of, is_today_ours))
        .group_by(_K.c.owner_id, secret_id, _O.c.direction, _O.c.currency)
    )
    sums: dict[int, dict[tuple[str, str], int]] = {}
    for row in conn.execute(query):
        readers = set(overseers) | ({row.owner_id} if row.owner_id is not None else set())
        if row.secret_id is not None:
            readers &= shown_to.get(row.secret_id, frozenset())
        for person in readers:
            held = sums.setdefault(person, {})
            key = _SIDES[row.direction], row.currency
            held[key] = held.get(key, 0) + row.minor
    rest = cast(func.sum(_R.c.rest_minor), BigInteger).label("minor")
    is_unmatched = (_R.c.is_incoming.is_(True), _R.c.counterparty_id.is_(None))
    for row in conn.execute(select(_R.c.currency, rest).where(*is_unmatched).group_by(_R.c.currency)):
        for person in overseers:
            sums.setdefault(person, {})["not_matched", row.currency] = row.minor
    return {person: _reader_sums(held) for person, held in sums.items()}


def _reader_sums(held: dict[tuple[str, str], int]) -> ReaderSums:
    sums: dict[str, list[Money]] = {}
    for (name, currency), minor in sorted(held.items()):
        sums.setdefault(name, []).append(Money(minor, currency))
    return ReaderSums(**{name: tuple(each) for name, each in sums.items()})
