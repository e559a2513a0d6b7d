"""Thirty contracts come in as a register and are listed with the days a person reckoned by hand, on both engines."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from contracts.kernel.context import Call, Context
from contracts.overview.why import why
from contracts.registry.exchange.importing import import_register
from contracts.registry.exchange.register_file import ReadingOptions
from contracts.registry.lifecycle import suspend
from contracts.registry.listing import Query, list_contracts
from contracts.registry.notices import NewNotice, record_notice
from contracts.registry.queries.listing import ListRow
from contracts.registry.rules.contract import NoticeKind, Side
from tests.conftest import Clock

HEADERS = (
    "Номер договору", "Контрагент", "Дата договору", "Діє з", "Строк у місяцях", "Діє до", "Пролонгація",
    "Строк пролонгації", "Макс. пролонгацій", "Строк повідомлення", "Відмова рахується від", "Спосіб повідомлення",
    "Статус", "Дата розірвання",
)  # fmt: skip


class Case(NamedTuple):
    """A contract as a register has it, the day asked about, and what a person reckons."""

    what: str
    cells: str
    on: str
    phase: str
    term_no: int | None = None
    last_day: str = ""
    deadline: str = ""
    post_by: str = ""


#: Cells: first day | months | last day | renewal | renewal length | cap | notice | counts | way | status | ended
CASES = (
    Case("the example of the rules", "01.01.2026||31.12.2026|авто|1 рік||30 днів|отримання|лист||",
         "2026-11-23", "notice_window", 1, "2026-12-31", "2026-12-01", "2026-11-26"),
    Case("months back are clamped once", "01.07.2025||30.06.2026|авто|1 рік||3 міс|відправлення|лист||",
         "2026-03-01", "notice_window", 1, "2026-06-30", "2026-03-30", "2026-03-30"),
    Case("two months before April's end, a Saturday", "01.05.2025||30.04.2026|авто|1 рік||2 міс|відправлення|лист||",
         "2026-02-01", "notice_window", 1, "2026-04-30", "2026-02-28", "2026-02-27"),
    Case("the same in a leap year", "01.05.2027||30.04.2028|авто|1 рік||2 міс|відправлення|лист||",
         "2028-02-01", "notice_window", 1, "2028-04-30", "2028-02-29", "2028-02-29"),
    Case("months from 31 January", "31.01.2026|1||авто|1 міс||5 днів|отримання|лист||",
         "2026-03-15", "notice_window", 2, "2026-03-30", "2026-03-25", "2026-03-20"),
    Case("half a year from 30 June ends with December", "01.01.2026||30.06.2026|авто|6 міс||30 днів|отримання|лист||",
         "2026-10-01", "notice_window", 2, "2026-12-31", "2026-12-01", "2026-11-26"),
    Case("a year from 28 February reaches the 29th", "01.03.2026||28.02.2027|авто|12 міс||1 міс|отримання|лист||",
         "2027-06-01", "in_force", 2, "2028-02-29", "2028-01-29", "2028-01-24"),
    Case("F6: notice belongs to the running term", "28.08.2024|12||авто|12 міс||2 міс|відправлення|лист||",
         "2026-02-11", "in_force", 2, "2026-08-27", "2026-06-27", "2026-06-26"),
    Case("F7: the last of two renewals has no notice", "01.03.2020|60||авто|12 міс|2|30 днів|отримання|лист||",
         "2026-11-29", "in_force", 3, "2027-02-28"),
    Case("F7: and expires in its window", "01.03.2020|60||авто|12 міс|2|30 днів|отримання|лист||",
         "2026-11-30", "expiring", 3, "2027-02-28"),
    Case("F7: and is over after it", "01.03.2020|60||авто|12 міс|2|30 днів|отримання|лист||",
         "2027-03-01", "expired", 3, "2027-02-28"),
    Case("evergreen", "15.01.2025|||безстроковий|||3 міс||лист||", "2026-11-23", "in_force", 1),
    Case("until performed", "15.01.2025|||до повного виконання|||||лист||", "2026-11-23", "in_force", 1),
    Case("without renewal, a day before its window", "01.01.2026||31.12.2026|ні|||||лист||",
         "2026-10-01", "in_force", 1, "2026-12-31"),
    Case("without renewal, on the first day of it", "01.01.2026||31.12.2026|ні|||||лист||",
         "2026-10-02", "expiring", 1, "2026-12-31"),
    Case("by consent, far from its end", "01.04.2026||31.03.2027|за згодою сторін|||||лист||",
         "2026-11-23", "in_force", 1, "2027-03-31"),
    Case("a lease renewed in silence", "01.12.2024||30.11.2026|мовчазна (ст. 764 ЦК)|||||лист||",
         "2026-11-23", "notice_window", 1, "2026-11-30", "2026-12-30", "2026-12-25"),
    Case("ten working days by courier", "01.01.2026||31.12.2026|авто|1 рік||10 робочих днів|отримання|кур’єр||",
         "2026-11-23", "notice_window", 1, "2026-12-31", "2026-12-17", "2026-12-15"),
    Case("by electronic document", "01.01.2026||31.12.2026|авто|1 рік||30 днів|отримання|ЕДО||",
         "2026-11-23", "notice_window", 1, "2026-12-31", "2026-12-01", "2026-12-01"),
    Case("a Sunday moves our day back, not the law's", "01.10.2025||30.09.2026|авто|1 рік||31 день|відправлення|лист||",
         "2026-08-01", "notice_window", 1, "2026-09-30", "2026-08-30", "2026-08-28"),
    Case("two weeks", "01.10.2025||30.09.2026|авто|1 рік||2 тижні|відправлення|лист||",
         "2026-09-16", "notice_window", 1, "2026-09-30", "2026-09-16", "2026-09-16"),
    Case("the day after the deadline is no window", "01.10.2025||30.09.2026|авто|1 рік||2 тижні|відправлення|лист||",
         "2026-09-17", "in_force", 1, "2026-09-30", "2026-09-16", "2026-09-16"),
    Case("a year from 29 February", "29.02.2024|12||авто|1 рік||30 днів|відправлення|лист||",
         "2025-03-01", "in_force", 2, "2026-02-27", "2026-01-28", "2026-01-28"),
    Case("four years later", "01.01.2023||31.12.2023|авто|1 рік||30 днів|отримання|лист||",
         "2026-11-23", "notice_window", 4, "2026-12-31", "2026-12-01", "2026-11-26"),
    Case("not yet begun", "01.01.2027||31.12.2027|авто|1 рік||30 днів|отримання|лист||",
         "2026-11-23", "upcoming", 1, "2027-12-31", "2027-12-01", "2027-11-26"),
    Case("automatic without a notice", "01.01.2026||31.12.2026|авто|1 рік||||лист||",
         "2026-11-23", "incomplete", 1, "2026-12-31"),
    Case("nobody knows what comes after", "01.01.2026||31.12.2026||||||лист||",
         "2026-11-23", "incomplete", 1, "2026-12-31"),
    Case("a draft", "01.01.2026||31.12.2026|ні|||||лист|проєкт|", "2026-11-23", "draft", 1, "2026-12-31"),
    Case("ended, on its last day", "01.01.2026||31.12.2026|авто|1 рік||30 днів|отримання|лист|розірвано|30.09.2026",
         "2026-09-30", "expiring", 1, "2026-09-30"),
    Case("ended, a day later", "01.01.2026||31.12.2026|авто|1 рік||30 днів|отримання|лист|розірвано|30.09.2026",
         "2026-10-01", "terminated", 1, "2026-09-30"),
)  # fmt: skip


@pytest.fixture
def take(ctx: Context, call: Callable[..., Call], tmp_path: Path) -> Callable[[list[str]], None]:
    def run(lines: list[str]) -> None:
        path = tmp_path / "register.csv"
        path.write_text("\n".join([";".join(HEADERS), *lines]), encoding="utf-8")
        result = import_register(ctx, call(), path, options=ReadingOptions())
        assert (result.created, result.rejected) == (len(lines), ())

    return run


def line(number: int, cells: str, dated: str = "") -> str:
    return ";".join([f"{number}-Т", f"ТОВ «Номер {number}»", dated, *cells.split("|")])


def one(ctx: Context, call: Call, number: str = "1-Т") -> ListRow:
    return next(each for each in list_contracts(ctx, call, Query(has_closed=True)).rows if each.number == number)


def shown(row: ListRow) -> tuple[str, int | None, str, str, str]:
    days = (row.last_day, row.notice_deadline, row.post_by)
    return (row.phase.value, row.term_no, *("" if day is None else day.isoformat() for day in days))


def test_each_of_thirty_contracts_is_listed_as_reckoned_by_hand(
    ctx: Context, call: Callable[..., Call], take: Callable[[list[str]], None]
) -> None:
    assert len(CASES) == 30
    take([line(no, case.cells) for no, case in enumerate(CASES, 1)])
    wrong = []
    for no, case in enumerate(CASES, 1):
        found = shown(one(ctx, call(as_of=date.fromisoformat(case.on)), f"{no}-Т"))
        if found != case[3:]:
            wrong.append((case.what, found, case[3:]))
    assert not wrong, "\n".join(map(str, wrong))


NOTICED = "01.01.2026||31.12.2026|авто|1 рік||30 днів|отримання|лист||"


def test_a_notice_received_in_time_ends_the_contract_and_a_late_one_does_not(
    ctx: Context, call: Callable[..., Call], take: Callable[[list[str]], None], clock: Clock
) -> None:
    take([line(1, NOTICED), line(2, NOTICED)])
    clock.set(date(2026, 12, 7))
    for number, day in (("1-Т", date(2026, 12, 1)), ("2-Т", date(2026, 12, 2))):
        record_notice(ctx, call(), number, NewNotice(NoticeKind.NON_RENEWAL, Side.OURS, "letter", received_on=day))
    assert shown(one(ctx, call()))[:3] == ("expiring", 1, "2026-12-31")
    assert shown(one(ctx, call(as_of=date(2027, 1, 1))))[0] == "expired"
    assert shown(one(ctx, call(as_of=date(2027, 1, 1)), "2-Т")) == (
        "in_force", 2, "2027-12-31", "2027-12-01", "2027-11-26",
    )  # fmt: skip


def test_a_suspended_contract_is_so_between_its_days_and_its_end_stays(
    ctx: Context, call: Callable[..., Call], take: Callable[[list[str]], None]
) -> None:
    take([line(1, NOTICED)])
    suspend(ctx, call(), "1-Т", from_on=date(2026, 11, 20), last_day=date(2026, 11, 30), reason="Простій")
    phases = [shown(one(ctx, call(as_of=date(2026, 11, day))))[0] for day in (19, 20, 30)]
    assert phases == ["notice_window", "suspended", "suspended"]
    assert shown(one(ctx, call(as_of=date(2026, 12, 1)))) == (
        "notice_window", 1, "2026-12-31", "2026-12-01", "2026-11-26",
    )  # fmt: skip


def test_an_amendment_in_the_register_moves_the_end_and_renewals_count_from_it(
    ctx: Context, call: Callable[..., Call], take: Callable[[list[str]], None]
) -> None:
    amended = "ДУ № 1 до 1-Т;ТОВ «Номер 1»;20.12.2025;;;30.06.2026;;;;;;;;"
    take([line(1, "01.01.2025||31.12.2025|авто|1 рік||30 днів|отримання|лист||"), amended])
    assert shown(one(ctx, call(as_of=date(2025, 12, 19))))[:3] == ("in_force", 1, "2025-12-31")
    assert shown(one(ctx, call(as_of=date(2026, 3, 1))))[2:4] == ("2026-06-30", "2026-05-31")
    assert shown(one(ctx, call(as_of=date(2026, 9, 1))))[2:] == ("2027-06-30", "2027-05-31", "2027-05-26")


def test_why_says_how_each_of_the_days_came_about(
    ctx: Context, call: Callable[..., Call], take: Callable[[list[str]], None]
) -> None:
    take([line(1, NOTICED)])
    (decision,) = [each for each in why(ctx, call(), "1-Т").deadlines if each.kind == "renewal_decision"]
    assert (decision.due_on, decision.act_by) == (date(2026, 12, 1), date(2026, 11, 26))
    assert len(decision.steps) >= 3
