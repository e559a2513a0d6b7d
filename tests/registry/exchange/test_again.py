"""A register comes in again: what a person edited since is kept and named; what is dropped or stopped is said."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from contracts.kernel.context import Call, Context
from contracts.kernel.database.engine import reading
from contracts.kernel.database.tables import table_of
from contracts.registry import amendments, lifecycle, registry
from contracts.registry.exchange import importing
from contracts.registry.exchange.importing import ImportResult, ImportStopped, import_register
from contracts.registry.exchange.register_file import ReadingOptions
from contracts.registry.rules.contract import Change, Status
from contracts.registry.tables.contract import ContractRow

Take = Callable[..., ImportResult]
HEAD = "Номер договору;Дата договору;Контрагент;ЄДРПОУ;Адреса;Діє з;Діє до;Пролонгація;Сума;Статус;Відповідальний\n"
LINE = "1;01.02.2026;ТОВ «Лан»;12345678;{address};01.02.2026;{last};ні;{amount} грн;{status};{owner}\n"


def line(**values: str) -> str:
    usual = {"address": "Київ", "last": "31.12.2026", "amount": "100,00", "status": "чинний", "owner": "Ткач О. І."}
    return LINE.format(**(usual | values))


@pytest.fixture
def take(ctx: Context, call: Callable[..., Call], tmp_path: Path) -> Take:
    def run(text: str, *, is_dry: bool = False, is_overwriting: bool = False, **options: Any) -> ImportResult:
        path = tmp_path / "register.csv"
        path.write_text(text, encoding="utf-8")
        return import_register(
            ctx, call(), path, options=ReadingOptions(**options), is_dry=is_dry, is_overwriting=is_overwriting
        )

    return run


def stored(ctx: Context) -> Any:
    with reading(ctx.engine) as conn:
        return conn.execute(select(table_of(ContractRow))).one()


def reasons(result: ImportResult, code: str) -> list[str]:
    return [str(each.reason) for each in result.warnings if each.reason.code == code]


def test_i8_what_a_person_edited_is_kept_and_listed_and_the_rest_changes(
    ctx: Context, call: Callable[..., Call], take: Take
) -> None:
    take(HEAD + line())
    registry.edit(ctx, call(), stored(ctx).register_no, {"last_day": date(2027, 3, 31)})
    text = HEAD + line(amount="150,00")
    for is_dry in (True, False):
        result = take(text, is_dry=is_dry)
        facts = {(each.column, each.before, each.after, each.is_kept) for each in result.changes}
        assert facts == {("Діє до", "2027-03-31", "2026-12-31", True), ("Сума", "100.00", "150.00", False)}
        assert result.updated == 1
    assert (stored(ctx).last_day, stored(ctx).amount_minor) == (date(2027, 3, 31), 15000)


def test_i8_overwrite_takes_the_register_and_makes_the_fact_its_own(
    ctx: Context, call: Callable[..., Call], take: Take
) -> None:
    take(HEAD + line())
    registry.edit(ctx, call(), stored(ctx).register_no, {"last_day": date(2027, 3, 31), "title": "Оренда"})
    assert take(HEAD + line(), is_overwriting=True).updated == 1
    assert (stored(ctx).last_day, stored(ctx).title) == (date(2026, 12, 31), "Оренда")
    result = take(HEAD + line(last="31.01.2027"))
    assert not any(each.is_kept for each in result.changes) and stored(ctx).last_day == date(2027, 1, 31)


def test_i8_a_file_that_only_differs_in_kept_facts_changes_nothing(
    ctx: Context, call: Callable[..., Call], take: Take
) -> None:
    take(HEAD + line())
    registry.edit(ctx, call(), stored(ctx).register_no, {"last_day": date(2027, 3, 31)})
    version = stored(ctx).version
    result = take(HEAD + line())
    assert (result.unchanged, result.updated, stored(ctx).version) == (1, 0, version)


def test_i8_a_status_and_an_owner_a_person_changed_are_kept(
    ctx: Context, call: Callable[..., Call], take: Take
) -> None:
    take(HEAD + line(status="на підписанні"))
    lifecycle.move(ctx, call(), stored(ctx).register_no, Status.SIGNED)
    result = take(HEAD + line(status="на підписанні", owner="Бондар М. С."))
    kept = {each.column: (each.before, each.after, each.is_kept) for each in result.changes}
    assert kept["Статус"] == ("signed", "signing", True)
    assert kept["Відповідальний"] == ("Ткач О. І.", "Бондар М. С.", False)


def test_i8_an_amendment_a_person_recorded_is_kept(ctx: Context, call: Callable[..., Call], take: Take) -> None:
    part = "ДУ № 1 до 1;{day};ТОВ «Лан»;12345678;;;{last};;;;\n"
    take(HEAD + line() + part.format(day="01.03.2026", last="31.12.2027"))
    result = take(HEAD + line() + part.format(day="01.03.2026", last="31.12.2028"))
    assert result.updated == 1  # nobody but the register spoke of it
    day = date(2026, 4, 1)
    draft = amendments.Draft((Change("last_day", date(2029, 12, 31)),), day, number="2", signed_on=day)
    amendments.draft_amendment(ctx, call(), stored(ctx).register_no, draft)
    second = part.replace("№ 1", "№ 2").format(day="01.04.2026", last="31.12.2030")
    assert len(reasons(take(HEAD + line() + second), "kept")) == 1


def test_i9_parties_equal_but_for_form_and_quotes_are_proposed_as_one(take: Take) -> None:
    names = ("ТОВ «Лан»", "Лан, ТОВ", "Товариство з обмеженою відповідальністю «Лан»", "ПП Гай")
    text = "Номер договору;Контрагент\n" + "".join(f"{no};{name}\n" for no, name in enumerate(names))
    assert len(reasons(take(text), "alike")) == 2


def test_i9_parties_with_different_codes_are_not_proposed_as_one(take: Take) -> None:
    text = "Номер договору;Контрагент;ЄДРПОУ\n1;ТОВ «Лан»;12345678\n2;ПП «Лан»;87654321\n"
    assert reasons(take(text), "alike") == []


def test_i10_differing_addresses_that_are_dropped_are_said(take: Take) -> None:
    result = take(HEAD + line() + line(address="Львів").replace("1;", "2;", 1))
    (dropped,) = reasons(result, "dropped")
    assert "«Львів» was not taken: «Київ»" in dropped
    assert reasons(take(HEAD + line(address="київ")), "dropped") == []
    assert len(reasons(take(HEAD + line(address="Одеса")), "dropped")) == 1


def test_i9_an_import_that_is_stopped_says_what_is_saved(
    ctx: Context, take: Take, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(importing, "store_parts", stop)
        with pytest.raises(ImportStopped, match=r"nothing of register\.csv was saved"):
            take(HEAD + line())
    monkeypatch.setattr(importing, "roll", stop)
    with pytest.raises(ImportStopped, match="saved whole: 1 created"):
        take(HEAD + line())
    assert stored(ctx).number == "1"


def test_i9_the_same_contract_on_two_sheets_contradicts_or_is_the_same(
    ctx: Context, call: Callable[..., Call], tmp_path: Path
) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    for name, day in (("2025", "31.12.2025"), ("2026", "31.12.2026")):
        sheet = book.create_sheet(name)
        sheet.append(["Номер договору", "Контрагент", "Діє до"])
        sheet.append(["1", "ТОВ Лан", day])
        sheet.append([f"{name}-2", "ТОВ Лан", day])
    del book["Sheet"]
    path = tmp_path / "years.xlsx"
    book.save(path)
    options = ReadingOptions(is_all_sheets=True)
    result = import_register(ctx, call(), path, options=options)
    assert (result.rows, result.created, result.rejected_rows) == (4, 3, 1)
    assert (result.rejected[0].sheet, result.rejected[0].reason.facts["sheet"]) == ("2026", "2025")
    assert import_register(ctx, call(), path, options=options).updated == 0
