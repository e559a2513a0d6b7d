"""One fixed cast for the tests of services: Ясенсвіт, its people, two counterparties, and contracts on request."""

from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any

from contracts.kernel.context import Call, Context, Work
from contracts.kernel.identity import import_key
from contracts.kernel.numbering import NumberPattern
from contracts.kernel.subject import Subject, SubjectKind
from contracts.kernel.unit_of_work import writing
from contracts.parties.queries import parties
from contracts.people.queries import people
from contracts.registry.queries import contracts
from contracts.registry.queries.contracts import Series

_numbers = count(1)


@dataclass(frozen=True, slots=True)
class Cast:
    """Keys: the company, two counterparties, a department, its two specialists, the manager, the administrator."""

    company: int
    cleaning: int
    supplier: int
    department: int
    marchenko: int
    tkachuk: int
    bondar: int
    admin: int


def settle(ctx: Context, call: Call) -> Cast:
    """Move the cast in; nothing of it is touched, as none of it has contracts yet."""
    with writing(ctx, call) as work:
        conn = work.conn
        own = {"is_own": True, "name": "Товариство з обмеженою відповідальністю «Ясенсвіт»", "code": "99000011"}
        company = parties.add(
            conn, {**own, "short_name": "ТОВ «Ясенсвіт»", "address": "04070, м. Київ, вул. Ясенева, 7"}
        )
        cleaning = parties.add(conn, {"name": "ТОВ «Чистий двір»", "code": "99100001"})
        supplier = parties.add(conn, {"name": "ПрАТ «Лан-Хліб»", "code": "99100002"})
        department = people.department(conn, "Договірний відділ")
        admin = _person(work, "admin", "Гнатюк Ірина Степанівна", None)
        marchenko = _person(work, "marchenko", "Марченко Олена Іванівна", department)
        tkachuk = _person(work, "tkachuk", "Ткачук Вікторія Юріївна", department)
        bondar = _person(work, "bondar", "Бондар Сергій Миколайович", department)
        people.change_department(conn, department, manager_id=bondar)
        for person, role, scope in (
            (admin, "administrator", "all"),
            (bondar, "manager", "all"),
            (marchenko, "specialist", "own"),
            (tkachuk, "specialist", "own"),
        ):
            people.give_role(conn, person, role, scope)
        work.note(Subject(SubjectKind.PARTY, company), "add_party")
        work.commit()
    return Cast(company, cleaning, supplier, department, marchenko, tkachuk, bondar, admin)


def _person(work: Work, login: str, name: str, department: int | None) -> int:
    values = {"login": login, "name": name, "email": f"{login}@yasensvit.example", "department_id": department}
    return people.add(work.conn, values)


def add_contract(ctx: Context, call: Call, cast: Cast, **facts: Any) -> int:
    """Register a signed contract; columns by name.

    By default it began on 1 January 2026 for 12 months, renews by itself for 12 months, with 30 days' notice, and is
    Марченко's; ``status`` and ``signed_on`` say otherwise.
    """
    status, signed_on = facts.pop("status", "signed"), facts.pop("signed_on", date(2025, 12, 20))
    number = facts.pop("number", f"{next(_numbers)}-Т")
    row = {
        "own_company_id": cast.company,
        "counterparty_id": cast.cleaning,
        "number": number,
        "title": "Прибирання приміщень",
        "owner_id": cast.marchenko,
        "dated_on": signed_on,
        "first_day": date(2026, 1, 1),
        "length": "12m",
        "renewal": "automatic",
        "renewal_length": "12m",
        "notice": "30d",
        "recorded_at": call.at,
        "registered_on": call.as_of,
        **facts,
    }
    key = import_key(row["own_company_id"], row["counterparty_id"], number, row["dated_on"])
    row.setdefault("import_key", key)
    series = Series(NumberPattern(ctx.numbering.register), call.as_of)
    with writing(ctx, call) as work:
        id = contracts.add(work.conn, row, series)
        contracts.move(work.conn, id, status, signed_on, by={"recorded_at": call.at, "recorded_by": call.login})
        work.touch(Subject(SubjectKind.CONTRACT, id), "register_contract", {"after": {"number": number}})
        work.commit()
    return id
