"""A register comes in: each row created, updated, unchanged or rejected; twice adds nothing; on both engines."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from contracts.kernel import audit
from contracts.kernel.context import Call, Context
from contracts.kernel.database.engine import open_engine, reading
from contracts.kernel.database.tables import table_of
from contracts.kernel.refusal import Refusal
from contracts.kernel.tables import AuditEventRow
from contracts.parties.tables import PartyRow
from contracts.people.tables import PersonRow
from contracts.registry.exchange import importing
from contracts.registry.exchange.exporting import export_register
from contracts.registry.exchange.importing import ImportResult, import_register
from contracts.registry.exchange.register_file import ReadingOptions
from contracts.registry.exchange.sample import write_sample
from contracts.registry.queries.facts import load
from contracts.registry.tables.amendment import AmendmentChangeRow, AmendmentRow, AnnexRow
from contracts.registry.tables.contract import ContractRow
from contracts.registry.tables.derived import RegisterRow
from contracts.reminders.daily import remind
from tests.conftest import Clock, Post, context_over
from tests.databases import SqliteTemplate

DAY = date(2026, 11, 23)


@pytest.fixture
def take(ctx: Context, call: Callable[..., Call], tmp_path: Path) -> Callable[..., ImportResult]:
    def run(text: str | Path, *, is_dry: bool = False, **options: Any) -> ImportResult:
        path = text if isinstance(text, Path) else tmp_path / "register.csv"
        if isinstance(text, str):
            path.write_text(text, encoding="utf-8")
        return import_register(ctx, call(), path, options=ReadingOptions(**options), is_dry=is_dry)

    return run


@contextmanager
def other_house(folder: Path) -> Iterator[Context]:
    """An empty register of another house."""
    (folder / "other").mkdir()
    engine = open_engine(SqliteTemplate(folder / "other").fresh(folder / "other"))
    yield context_over(engine, folder / "other", Clock(), Post())
    engine.dispose()


def count(ctx: Context, model: Any) -> int:
    with reading(ctx.engine) as conn:
        return int(conn.execute(select(func.count()).select_from(table_of(model))).scalar_one())


def rows(ctx: Context, model: Any) -> list[Any]:
    with reading(ctx.engine) as conn:
        return list(conn.execute(select(table_of(model)).order_by(*table_of(model).primary_key.columns)))


def reasons(result: ImportResult) -> list[str]:
    return [str(each.reason) for each in result.rejected]


def test_the_sample_register_comes_in_whole_and_twice_adds_nothing(
    ctx: Context, take: Callable[..., ImportResult], tmp_path: Path
) -> None:
    path = tmp_path / "sample.xlsx"
    written = write_sample(path, DAY)
    first = take(path)
    assert (first.rows, first.created, first.rejected) == (written, written, ())
    events = count(ctx, AuditEventRow)
    second = take(path)
    assert (second.rows, second.unchanged, second.rejected) == (written, written, ())
    assert count(ctx, AuditEventRow) == events
    assert count(ctx, ContractRow) == written - 3
    assert (count(ctx, AmendmentRow), count(ctx, AnnexRow)) == (2, 1)
    phases = {row.phase for row in rows(ctx, RegisterRow)}
    assert {
        "in_force",
        "notice_window",
        "expiring",
        "expired",
        "upcoming",
        "incomplete",
        "terminated",
        "cancelled",
    } <= phases
    assert {"signing", "in_approval"} <= phases
    with reading(ctx.engine) as conn:
        assert audit.verify(conn).first_break is None


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
@pytest.mark.parametrize("language", ["uk", "en"])
def test_f22_our_own_export_comes_back_unchanged_and_makes_the_same_facts_elsewhere(
    ctx: Context,
    call: Callable[..., Call],
    take: Callable[..., ImportResult],
    tmp_path: Path,
    suffix: str,
    language: str,
) -> None:
    sample, path = tmp_path / "sample.xlsx", tmp_path / f"out.{suffix}"
    write_sample(sample, DAY)
    take(sample)
    written = export_register(ctx, call(), path, language=language)
    again = take(path)
    assert again.rejected == ()
    assert (again.unchanged, again.rows) == (written.rows, written.rows)
    before = _facts(ctx)
    with other_house(tmp_path) as elsewhere:
        first = import_register(elsewhere, call(), path)
        assert (first.created, first.rejected) == (written.rows, ())
        assert _facts(elsewhere) == before


def _facts(ctx: Context) -> list[Any]:
    """Facts by register number, without the keys of rows."""
    with reading(ctx.engine) as conn:
        numbers = {row.id: row.register_no for row in conn.execute(select(table_of(ContractRow)))}
        loaded = load(conn, list(numbers))
    plain = []
    for id, facts in loaded.items():
        parts = tuple(
            (each.no, each.number, each.signed_on, each.effective_on, each.changes) for each in facts.amendments
        )
        status = facts.moves[-1][1]
        plain.append((numbers[id], facts.base, status, parts, facts.terminated_after, facts.closed_on))
    return sorted(plain, key=lambda each: each[0])


HEAD = "Номер договору;Дата договору;Контрагент;ЄДРПОУ;Діє з;Діє до;Пролонгація;Сума;Відповідальний\n"


def test_a_dry_run_says_the_same_and_changes_nothing(ctx: Context, take: Callable[..., ImportResult]) -> None:
    text = HEAD + "1;01.02.2026;ТОВ «Лан»;12345678;01.02.2026;31.12.2026;ні;100,00 грн;Марченко О. І.\n"
    before = count(ctx, AuditEventRow)
    dry = take(text, is_dry=True)
    assert (dry.rows, dry.created) == (1, 1)
    assert (count(ctx, ContractRow), count(ctx, PartyRow), count(ctx, PersonRow), count(ctx, AuditEventRow)) == (
        0,
        0,
        0,
        before,
    )
    wet = take(text)
    assert (wet.rows, wet.created) == (dry.rows, dry.created)
    assert [str(each.reason) for each in wet.warnings] == [str(each.reason) for each in dry.warnings]


def test_f22_bad_days_reject_their_row_with_column_value_and_reason(take: Callable[..., ImportResult]) -> None:
    result = take(
        HEAD
        + "1;4/3/26;ТОВ «Лан»;12345678;;;;;\n"
        + "2;30.02.2026;ТОВ «Лан»;12345678;;;;;\n"
        + "3;01.02.2026;ТОВ «Лан»;12345678;01.02.26;31.12.25;;;\n"
        + "4;01.02.2026;ТОВ «Лан»;12345678;46115;03.04.2027;ні;;\n"
    )
    assert [(each.row, each.column, each.value) for each in result.rejected] == [
        (2, "Дата договору", "4/3/26"),
        (3, "Дата договору", "30.02.2026"),
        (4, "Діє до", "31.12.25"),
    ]
    assert "two different days" in reasons(result)[0]
    assert "four digits" in reasons(result)[2]
    assert (result.rows, result.created) == (4, 1)


def test_f22_a_given_format_reads_what_was_refused(ctx: Context, take: Callable[..., ImportResult]) -> None:
    take(HEAD + "1;4/3/26;ТОВ «Лан»;12345678;;;;;\n", date_format="MM/DD/YY")
    assert rows(ctx, ContractRow)[0].dated_on == date(2026, 4, 3)


def test_the_same_contract_twice_with_other_facts_rejects_the_later_row(take: Callable[..., ImportResult]) -> None:
    line = "1;01.02.2026;ТОВ «Лан»;12345678;01.02.2026;{last};ні;;\n"
    result = take(
        HEAD + line.format(last="31.12.2026") + line.format(last="31.12.2027") + line.format(last="31.12.2026")
    )
    assert (result.created, result.unchanged, [each.row for each in result.rejected]) == (1, 1, [3])
    assert "row 2" in reasons(result)[0] and "«Діє до»" in reasons(result)[0]


def test_equal_numbers_of_different_counterparties_are_different_contracts(take: Callable[..., ImportResult]) -> None:
    line = "1;01.02.2026;{name};{code};;;;;\n"
    result = take(HEAD + line.format(name="ТОВ «А»", code="12345678") + line.format(name="ТОВ «Б»", code="87654321"))
    assert result.created == 2


def test_an_unknown_currency_rejects_its_row(take: Callable[..., ImportResult]) -> None:
    result = take(HEAD + "1;01.02.2026;ТОВ «Лан»;12345678;;;;100 XYZ;\n")
    assert [(each.column, each.value) for each in result.rejected] == [("Сума", "100 XYZ")]


def test_a_missing_fact_makes_the_contract_incomplete_not_rejected(
    ctx: Context, take: Callable[..., ImportResult]
) -> None:
    result = take(HEAD + "1;;ТОВ «Лан»;;;;;;\n")
    assert (result.created, result.rejected) == (1, ())
    assert rows(ctx, RegisterRow)[0].phase == "incomplete"


def test_an_owner_without_an_address_is_kept_and_named(ctx: Context, take: Callable[..., ImportResult]) -> None:
    result = take(HEAD + "1;01.02.2026;ТОВ «Лан»;12345678;;;;;Ткачук В. Ю.\n2;;ТОВ «Лан»;12345678;;;;;Ткачук В.Ю.\n")
    assert [each.name for each in rows(ctx, PersonRow)] == ["Ткачук В. Ю."]
    assert sum("has no address" in str(each.reason) for each in result.warnings) == 1


def test_a_changed_cell_updates_with_history_and_an_empty_one_says_nothing(
    ctx: Context, take: Callable[..., ImportResult]
) -> None:
    line = "1;01.02.2026;ТОВ «Лан»;12345678;01.02.2026;{last};ні;{amount};\n"
    take(HEAD + line.format(last="31.12.2026", amount="100,00 грн"))
    result = take(HEAD + line.format(last="31.03.2027", amount=""))
    assert (result.updated, result.created) == (1, 0)
    contract = rows(ctx, ContractRow)[0]
    assert (contract.last_day, contract.amount_minor, contract.version) == (date(2027, 3, 31), 10000, 2)
    edited = next(each for each in rows(ctx, AuditEventRow) if each.what == "contract_edited")
    assert edited.payload["before"] == {"last_day": "2026-12-31"}
    assert edited.payload["after"] == {"last_day": "2027-03-31"}
    assert rows(ctx, RegisterRow)[0].last_day == date(2027, 3, 31)


def test_f25_our_own_export_clears_what_was_emptied(
    ctx: Context, call: Callable[..., Call], take: Callable[..., ImportResult], tmp_path: Path
) -> None:
    take(HEAD + "1;01.02.2026;ТОВ «Лан»;12345678;01.02.2026;31.12.2026;ні;100,00 грн;\n")
    path = tmp_path / "out.csv"
    export_register(ctx, call(), path)
    text = path.read_text(encoding="utf-8-sig").replace("100.00;UAH", ";")
    assert take(text).updated == 1
    assert rows(ctx, ContractRow)[0].amount_minor is None


def test_amendments_and_annexes_are_attached_to_their_contract(ctx: Context, take: Callable[..., ImportResult]) -> None:
    text = (
        HEAD
        + "118-П/25;01.02.2025;ТОВ «Лан»;12345678;01.02.2025;31.12.2026;ні;100,00 грн;\n"
        + "ДУ № 1 до договору № 118-П/25;01.10.2026;ТОВ «Лан»;12345678;;31.12.2027;;;\n"
        + "Специфікація № 3;05.05.2026;ТОВ «Лан»;12345678;;;;50,00 грн;\n"
        + "ДУ № 1 до 999;05.05.2026;ТОВ «Лан»;12345678;;;;;\n"
    )
    result = take(text)
    assert (result.rows, result.created, [each.row for each in result.rejected]) == (4, 3, [5])
    changes = [(each.condition, each.value) for each in rows(ctx, AmendmentChangeRow)]
    assert changes == [("last_day", "2027-12-31")]
    assert rows(ctx, RegisterRow)[0].phase == "in_force"  # agreed to run on: not expiring
    assert [(each.kind, each.number, each.amount_minor) for each in rows(ctx, AnnexRow)] == [
        ("specification", "3", 5000)
    ]
    assert take(text).unchanged == 3


def test_a_whole_file_is_saved_or_nothing_of_it(
    ctx: Context, take: Callable[..., ImportResult], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(importing, "store_parts", fail)
    with pytest.raises(ZeroDivisionError):
        take(HEAD + "1;01.02.2026;ТОВ «Лан»;12345678;;;;;\n")
    assert (count(ctx, ContractRow), count(ctx, PartyRow)) == (0, 0)


def test_a_contract_between_seasons_takes_its_own_company_from_its_column(
    ctx: Context, take: Callable[..., ImportResult]
) -> None:
    head = "Наша компанія;Номер договору;Контрагент\n"
    take(head + "ТОВ «Ясен»;1;ТОВ «Лан»\nТОВ «Світ»;1;ТОВ «Лан»\n")
    assert {each.name for each in rows(ctx, PartyRow) if each.is_own} == {"ТОВ «Ясен»", "ТОВ «Світ»"}
    assert [each.register_no for each in rows(ctx, ContractRow)] == ["1/2026", "1/2026"]


def test_f13_the_first_run_on_an_imported_register_sends_one_digest_a_person(
    ctx: Context, call: Callable[..., Call], take: Callable[..., ImportResult]
) -> None:
    head = "Номер договору;Контрагент;Діє з;Діє до;Пролонгація;Відповідальний;Email відповідального\n"
    lines = [
        f"{no};ТОВ «Лан»;01.01.2020;{last};ні;Особа {no % 4};p{no % 4}@lan.example\n"
        for no in range(500)
        for last in ["31.12.2022" if no % 5 < 3 else "20.12.2026"]
    ]
    assert take(head + "".join(lines)).created == 500
    dry = remind(ctx, call(), is_dry=True)
    result = remind(ctx, call())
    recipients = [each.to for each in result.messages]
    assert len(recipients) == len(set(recipients)) <= 5
    assert [each.to for each in dry.messages] == recipients
    assert remind(ctx, call()).messages == ()


HEADED = "Документ;Контрагент;Дата;Діє до\n"


def test_a_part_is_never_attached_to_the_contract_before_a_rejected_one(take: Callable[..., ImportResult]) -> None:
    text = HEADED + (
        "Договір № 1;ТОВ Лан;01.02.2026;31.12.2026\n"
        "Договір № 2;ТОВ Лан;01.02.2026;31.31.2026\n"
        "Додаткова угода № 1;ТОВ Лан;01.03.2026;31.12.2027\n"
    )
    result = take(text)
    assert (result.created, [(each.row, each.column) for each in result.rejected]) == (
        1,
        [(3, "Діє до"), (4, "Документ")],
    )
    assert "row {row} above was rejected" in result.rejected[1].reason.sentence


def test_a_part_is_never_attached_to_a_contract_with_another_counterparty(take: Callable[..., ImportResult]) -> None:
    text = HEADED + "Договір № 1;ТОВ Лан;01.02.2026;31.12.2026\nДодаткова угода № 1;ТОВ Гай;01.03.2026;31.12.2027\n"
    (rejected,) = take(text).rejected
    assert (rejected.row, rejected.column) == (3, "Документ") and "another counterparty" in rejected.reason.sentence


def test_a_contract_told_twice_with_other_facts_names_its_columns(take: Callable[..., ImportResult]) -> None:
    text = "№ договору;Дата договору;Контрагент;Сума, грн\n7;01.01.2026;ТОВ А;100\n7;01.01.2026;ТОВ А;200\n"
    (rejected,) = take(text).rejected
    assert (rejected.row, rejected.column, rejected.reason.facts["what"]) == (3, "№ договору", "«Сума, грн»")


def test_headers_alone_are_said_to_be_alone(take: Callable[..., ImportResult]) -> None:
    result = take("Номер договору;Контрагент;Дата\n")
    assert result.rows == 0 and "no rows below the headers" in reasons_of(result)


def reasons_of(result: ImportResult) -> str:
    return "; ".join(str(each.reason) for each in result.warnings)


def test_a_file_that_is_not_there_and_a_folder_are_told_apart(
    take: Callable[..., ImportResult], tmp_path: Path
) -> None:
    with pytest.raises(Refusal, match="There is no file"):
        take(tmp_path / "nowhere.xlsx")
    with pytest.raises(Refusal, match="is a folder"):
        take(tmp_path)


def test_a_contradiction_names_the_headers_the_person_sees_never_our_own_words(take: Any) -> None:
    result = take(
        "№ договору;Дата;Контрагент;Строк дії;Пролонгація;Відповідальна\n"
        "12/25;01.12.2025;ТОВ «Агро»;до 31.12.2026;автоматично на 1 рік, якщо не повідомлено за 30 днів;Марченко\n"
        "12/25;01.12.2025;ТОВ «Агро»;до 31.12.2026;;\n"
    )
    (rejected,) = result.rejected
    assert rejected.reason.facts["what"] == "«Пролонгація», «Відповідальна»"


def test_a_register_neither_changes_nor_adds_to_a_contract_not_shown_to_whom_brings_it(
    ctx: Context, take: Callable[..., ImportResult], call: Callable[..., Call], tmp_path: Path
) -> None:
    header = "Номер договору;Дата договору;Контрагент;Предмет;Конфіденційно;Тип документа;Основний договір\n"
    take(header + "7-П;01.02.2026;ТОВ Лан;Оренда;так;;\n8-П;01.02.2026;ТОВ Лан;Поставка;;;\n")
    path = tmp_path / "stranger.csv"
    path.write_text(
        header
        + "7-П;01.02.2026;ТОВ Лан;Інше;так;;\n8-П;01.02.2026;ТОВ Лан;Інше;;;\n"
        + "ДУ № 1;01.03.2026;ТОВ Лан;Зміни;;Додаткова угода;7-П\n",
        encoding="utf-8",
    )
    stranger = call(person_id=77, login="stranger", rights=frozenset({"contracts.register", "contracts.read"}))
    result = import_register(ctx, stranger, path)
    assert (result.updated, result.created) == (1, 0)
    assert ["not shown to you" in each for each in reasons(result)] == [True, False]
    assert [row.title for row in rows(ctx, ContractRow)] == ["Оренда", "Інше"]
    assert not rows(ctx, AmendmentRow)
    written = export_register(ctx, stranger, tmp_path / "out.csv")
    assert (written.contracts, "7-П" in written.file.read_text(encoding="utf-8-sig")) == (1, False)
