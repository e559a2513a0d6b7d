"""What a program over an ORM does with the same register: openpyxl, one object per row, ``session.add_all``.

It knows the columns beforehand, checks nothing and keeps no audit; it stores the same facts and, where asked, the same
derived rows, so that both databases can be compared.
"""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
from sqlalchemy import Engine
from sqlmodel import Session

from contracts.kernel.calendar import parse_duration
from contracts.kernel.identity import fold, import_key, number_key
from contracts.kernel.money import Money
from contracts.kernel.rules import Rules
from contracts.kernel.subject import ContractId, PersonId
from contracts.parties.tables import PartyRow
from contracts.people.tables import PersonRow
from contracts.registry.queries import deadlines
from contracts.registry.queries.register_rows import register_row
from contracts.registry.rules.contract import Conditions, ContractFacts, Renewal, Status
from contracts.registry.rules.derive import derive_contract
from contracts.registry.tables.contract import ContractRow, StatusMoveRow, TermRow
from contracts.registry.tables.derived import DeadlineRow, PhaseSpanRow, RegisterRow

#: The column of renewals as the register words it.
RENEWALS = {"автоматична": "automatic", "без пролонгації": "none", "за згодою сторін": "by_consent"}
COMPANY = "ТОВ «Ясенсвіт»"


def run(path: Path, engine: Engine, rules: Rules, at: datetime, as_of: date, *, with_derived: bool) -> None:
    """Import a register of :func:`bench.bench_import.write_register` into an empty database."""
    with Session(engine, expire_on_commit=False) as session:
        contracts = _facts(path, session, at, as_of)
        session.commit()
        if with_derived:
            for contract, names in contracts:
                session.add_all(_derived(contract, names, rules, as_of, at))
            session.commit()


def _facts(path: Path, session: Session, at: datetime, as_of: date) -> list[tuple[Any, tuple[str, str]]]:
    book = openpyxl.load_workbook(path, read_only=True)
    rows: list[Any] = list(book.worksheets[0].iter_rows(min_row=2, values_only=True))
    book.close()
    own = PartyRow(name=COMPANY, name_key=fold(COMPANY), is_own=True)
    parties = {row[3]: PartyRow(name=row[2], name_key=fold(row[2]), code=row[3]) for row in rows}
    people = {row[11]: PersonRow(login=row[11], name=row[11], email="") for row in rows}
    session.add_all([*parties.values(), own, *people.values()])
    session.flush()
    made = []
    for no, row in enumerate(rows, start=1):
        party, person = parties[row[3]], people[row[11]]
        contract = _contract(row, (own, party, person), (at, as_of, no))
        made.append((contract, (party.name, party.code or "")))
    session.add_all([contract for contract, _ in made])
    session.flush()
    session.add_all([_move(contract, at) for contract, _ in made])
    return made


def _contract(row: Any, who: tuple[Any, Any, Any], when: tuple[datetime, date, int]) -> ContractRow:
    own, party, person = who
    at, as_of, no = when
    dated_on, first_day, last_day = (row[place].date() for place in (1, 5, 6))
    return ContractRow(
        own_company_id=own.id,
        counterparty_id=party.id,
        register_no=f"{no}/{as_of.year}",
        number=row[0],
        number_key=number_key(row[0]),
        import_key=import_key(own.id, party.id, row[0], dated_on),
        title=row[4],
        dated_on=dated_on,
        first_day=first_day,
        last_day=last_day,
        renewal=RENEWALS[row[7]],
        renewal_length=f"{row[8].split()[0]}m",
        notice=f"{row[9].split()[0]}d",
        amount_minor=round(row[10] * 100),
        currency="UAH",
        owner_id=person.id,
        presumed_before=as_of,
        recorded_at=at,
    )


def _move(contract: Any, at: datetime) -> StatusMoveRow:
    return StatusMoveRow(
        contract_id=contract.id, no=1, status="signed", effective_on=contract.dated_on, reason="import",
        recorded_at=at, recorded_by="bench",
    )  # fmt: skip


def _derived(
    contract: Any, names: tuple[str, str], rules: Rules, as_of: date, at: datetime
) -> Iterator[RegisterRow | PhaseSpanRow | DeadlineRow | TermRow]:
    """The rows that follow from one contract, as objects."""
    found = derive_contract(_read(contract), rules, as_of)
    yield RegisterRow(**register_row(found, _head(contract, names)))
    for span in found.spans:
        yield PhaseSpanRow(
            contract_id=contract.id, from_on=span.from_on, until_on=span.until_on, phase=span.phase.value
        )
    for deadline in found.deadlines:
        yield DeadlineRow(**deadlines.row_of(deadline))
    for term in found.terms_to_record:
        yield TermRow(
            contract_id=contract.id, no=term.no, first_day=term.first_day, last_day=term.last_day, source=term.source,
            recorded_at=at,
        )  # fmt: skip


def _read(contract: Any) -> ContractFacts:
    base = Conditions(
        first_day=contract.first_day,
        last_day=contract.last_day,
        renewal=Renewal(contract.renewal),
        renewal_length=parse_duration(contract.renewal_length),
        notice=parse_duration(contract.notice),
        amount=Money(contract.amount_minor, contract.currency),
    )
    return ContractFacts(
        ContractId(contract.id),
        1,
        base,
        ((contract.dated_on, Status.SIGNED),),
        owner_id=PersonId(contract.owner_id),
        presumed_before=contract.presumed_before,
    )


def _head(contract: Any, names: tuple[str, str]) -> dict[str, Any]:
    searched = (contract.number, contract.register_no, contract.title, *names, COMPANY)
    return {
        "contract_id": contract.id,
        "own_company_id": contract.own_company_id,
        "counterparty_id": contract.counterparty_id,
        "number": contract.number,
        "title": contract.title,
        "counterparty_name": names[0],
        "owner_id": contract.owner_id,
        "department_id": None,
        "is_confidential": False,
        "amount_minor": contract.amount_minor,
        "currency": contract.currency,
        "search_text": " ".join(dict.fromkeys(map(fold, searched))),
    }
