"""Each kind of paper says what the register and the ledger know, and asks by name for the rest (issue 4)."""

import io
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import docx
import pytest

from contracts.documents.archive import verify_documents
from contracts.documents.bulk import BulkRequest, make_all, rows_of_csv
from contracts.documents.kinds.builders import ELSEWHERE
from contracts.documents.making import DocumentRequest, make_document
from contracts.documents.vocabulary import KINDS
from contracts.kernel.money import money
from contracts.kernel.refusal import Refusal
from contracts.money.post_charge import NewCharge, post_charge
from contracts.money.rules.ledger import Direction
from contracts.money.rules.vat import Priced, PricedItem, Vat, lines_of
from contracts.parties.parties import Signatory, add_account, add_signatory, set_company, set_party
from contracts.people.people import add_absence, edit_person
from contracts.registry.annexes import add_annex
from contracts.registry.lookup import Which
from tests.cast import add_contract, settle

TODAY = date(2026, 11, 23)
#: Facts of Ukrainian parties that an English paper asks for.
TRANSLATED = {
    "own.address": "7 Yasenova Street, Kyiv 04070",
    "own.bank": "Bank JSC",
    "own.tax_status": "single tax payer, second group",
    "counterparty.address": "4 Dachna Street, Odesa 65000",
    "counterparty.bank": "Other Bank JSC",
    "contract.subject": "cleaning of warehouses",
}


@pytest.fixture
def make(ctx, call, tmp_path: Path):  # type: ignore[no-untyped-def]
    """Makes a kind about contract 1-Т of a settled house; the text of the document."""
    cast = settle(ctx, call(TODAY))
    add_contract(ctx, call(TODAY), cast, number="1-Т", type="services", subject="Прибирання складів",
                 amount_minor=120_000_000, currency="UAH", penalty="per_day:0.1",
                 payment_terms="10 банківських днів після підписання акта")  # fmt: skip
    _settle_parties(ctx, call)

    def one(kind: str, language: str = "uk", **more) -> str:  # type: ignore[no-untyped-def]
        values = {name.replace("__", "."): text for name, text in more.pop("given", {}).items()}
        values = (TRANSLATED if language == "en" else {}) | values
        usual = DocumentRequest(kind, Which("1-Т"), target=tmp_path / "p.docx", language=language, values=values)
        made = make_document(ctx, call(TODAY), replace(usual, **more))
        return _text(made.document.file.read_bytes())

    return one


def _settle_parties(ctx, call) -> None:  # type: ignore[no-untyped-def]
    set_company(ctx, call(TODAY), {"email": "office@yasensvit.example", "phone": "+380 44 000 00 07"}
                | {"tax_status": "платник єдиного податку другої групи"})  # fmt: skip
    add_account(ctx, call(TODAY), None, {"account": "UA00UAH", "bank": "АТ «Банк»", "currency": "UAH"})
    add_signatory(ctx, call(TODAY), None, Signatory("Коваленко Олег Вікторович", "директор", "Статут"))
    other = "99100001"
    set_party(ctx, call(TODAY), other, {"address": "65000, м. Одеса, вул. Дачна, 4", "email": "a@b.example"})
    add_account(ctx, call(TODAY), other, {"account": "UA00CUST", "bank": "АТ «Інший банк»", "currency": "UAH"})
    add_signatory(ctx, call(TODAY), other, Signatory("Швець Ігор Петрович", "директор", "Статут"))
    for login, position in (("marchenko", "фахівець із договірної роботи"), ("tkachuk", "юрисконсульт"),
                            ("bondar", "керівник договірного відділу")):  # fmt: skip
        edit_person(ctx, call(TODAY), login, {"position": position, "phone": "+380 44 000 00 11"})


def _text(data: bytes) -> str:
    document = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(each.text for each in document.paragraphs), *cells]).replace("\u00a0", " ")


def _charge(ctx, call, number: str = "АКТ-5", kind: str = "act", on: date = date(2026, 9, 30), **more) -> None:  # type: ignore[no-untyped-def]
    amount = more.pop("amount", money("12000", "UAH"))
    post_charge(ctx, call(TODAY), NewCharge(kind, number, on, amount, which=Which("1-Т"), **more))


#: What each kind needs beside the register; kinds not named need nothing.
GIVEN = {
    "delivery_note": {"items": "Папір|пачка|10|178.50", "delivery.place": "склад", "contract.own_side": "performer"},
    "specification": {"items": "Папір|пачка|10|178.50", "delivery.place": "склад", "contract.own_side": "performer"}
    | {"specification.number": "3", "contract.delivery_days": "5wd", "contract.delivery_place": "склад"},
    "termination_notice": {"notice.ground": "breach", "notice.ends_on": "31.12.2026"},
    "power_of_attorney": {"representative.identity": "паспорт", "power.actions": "одержувати товар; підписувати акти"},
    "handover": {"handover.reason": "щорічна відпустка"},
    "job_description": {"job.substitute": "юрисконсульт"},
    "document_request": {"request.purpose": "перевірка повноважень", "papers": "статут||копія"},
    "cover_letter": {"enclosures": "акт № 5|1|2"},
}
MADE = (
    *("acceptance_act", "delivery_note", "invoice", "specification", "demand", "termination_notice"),
    *("power_of_attorney", "handover", "job_description", "renewal_brief", "non_renewal_notice", "renewal_proposal"),
    *("payment_reminder", "document_request", "cover_letter", "consolidated"),
)


@pytest.mark.parametrize("language", ["uk", "en"])
@pytest.mark.parametrize("kind", MADE)
def test_a_kind_is_made_from_the_register_and_what_it_asks_for(ctx, call, make, kind: str, language: str) -> None:  # type: ignore[no-untyped-def]
    _charge(ctx, call)
    text = make(
        kind, language, given=GIVEN.get(kind, {}), person="tkachuk" if kind in ("handover", "power_of_attorney") else ""
    )
    assert "None" not in text and "{{" not in text and "⟦" not in text
    assert "1-Т" in text or kind in ("job_description", "delivery_note", "payment_reminder")
    assert [each.reason for each in verify_documents(ctx, call(TODAY))] == [None]


def test_an_act_has_the_number_day_sum_and_month_of_the_ledger(ctx, call, make) -> None:  # type: ignore[no-untyped-def]
    _charge(ctx, call)
    text = make("acceptance_act")
    assert "Акт приймання-передачі наданих послуг № АКТ-5" in text and "30 вересня 2026 року" in text
    assert "за період з 01.09.2026 по 30.09.2026" in text and "(прибирання складів)" in text
    assert "дванадцять тисяч гривень 00 копійок" in text and "м. Київ" in text
    assert "Коваленка Олега Вікторовича" in text and "Швеця Ігоря Петровича" in text


def test_an_act_of_another_day_asks_for_its_period(ctx, call, make) -> None:  # type: ignore[no-untyped-def]
    _charge(ctx, call, on=date(2026, 9, 15))
    with pytest.raises(Refusal, match=r"period\.first_day, period\.last_day"):
        make("acceptance_act")
    text = make("acceptance_act", given={"period.first_day": "01.09.2026", "period.last_day": "15.09.2026"})
    assert "за період з 01.09.2026 по 15.09.2026" in text


def test_a_payer_of_vat_charges_the_general_rate_within_the_sum(ctx, call, make) -> None:  # type: ignore[no-untyped-def]
    set_company(ctx, call(TODAY), {"vat_code": "990000112233"})
    _charge(ctx, call)
    text = make("acceptance_act")
    assert "10 000,00" in text and "2 000,00" in text and "у тому числі ПДВ 20 % — 2 000,00 грн" in text
    text = make("acceptance_act", given={"contract.vat_rate": "7"})
    assert "ПДВ 7 % — 785,05 грн" in text
    assert "без ПДВ" in make("acceptance_act", given={"contract.vat": "ні"})


def test_lines_of_several_rates_have_a_line_of_tax_each(ctx, call, make) -> None:  # type: ignore[no-untyped-def]
    items = [
        {"name": "Папір", "unit": "пачка", "quantity": "10", "price": "100", "vat": "20"},
        {"name": "Ліки", "unit": "уп.", "quantity": "3", "price": "33.333333", "vat": "7"},
        {"name": "Зерно", "unit": "т", "quantity": "1", "price": "1000", "vat": "14"},
        {"name": "Експорт", "unit": "шт.", "quantity": "1", "price": "50", "vat": "0"},
    ]
    text = make(
        "invoice", data={"items": items, "contract": {"own_side": "performer"}, "invoice": {"due_on": "2026-12-04"}}
    )
    assert all(each in text for each in ("ПДВ 20 %", "ПДВ 7 %", "ПДВ 14 %", "ПДВ 0 %", "33,333333"))
    assert "у тому числі ПДВ 20 % — 200,00 грн, ПДВ 7 % — 7,00 грн, ПДВ 14 % — 140,00 грн, ПДВ 0 % — 0,00 грн" in text
    assert "2 497,00" in text


def test_of_several_documents_the_one_meant_is_asked_for(ctx, call, make) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(Refusal, match="no document in the ledger to print"):
        make("acceptance_act")
    _charge(ctx, call)
    _charge(ctx, call, "АКТ-6", on=date(2026, 10, 31), amount=money("13000", "UAH"))
    with pytest.raises(Refusal, match=r"several documents that fit: АКТ-5 .*; АКТ-6 .*--charge NUMBER"):
        make("acceptance_act")
    assert "тринадцять тисяч гривень" in make("acceptance_act", charge="акт-6")
    with pytest.raises(Refusal, match="no document АКТ-7 in the ledger; it has: АКТ-5"):
        make("acceptance_act", charge="АКТ-7")


def test_a_bill_for_an_act_has_a_number_of_its_own_and_an_account_in_its_currency(ctx, call, make) -> None:  # type: ignore[no-untyped-def]
    _charge(ctx, call, amount=money("100", "EUR"))
    with pytest.raises(Refusal, match=r"performer\.iban"):
        make("invoice")
    add_account(ctx, call(TODAY), None, {"account": "UA00EUR", "bank": "АТ «Банк»", "currency": "EUR"})
    text = make("invoice")
    assert "Рахунок на оплату № 1/2026" in text and "UA00EUR" in text and "сто євро 00 центів" in text
    assert "Оплата за прибирання складів згідно з рахунком № 1/2026" in text


def test_what_we_owe_is_billed_by_the_other_side(ctx, call, make) -> None:  # type: ignore[no-untyped-def]
    _charge(ctx, call, direction=Direction.PAYABLE)
    with pytest.raises(Refusal, match="owed by us"):
        make("invoice", charge="АКТ-5")
    text = make("acceptance_act", given={"contract.vat": "no"})
    assert text.index("Чистий двір") < text.index("Ясенсвіт")  # the performer comes first
    with pytest.raises(Refusal, match=r"contract\.vat=yes\|no"):
        make("acceptance_act")


def test_a_specification_takes_the_annex_and_the_terms_agreed(ctx, call, make) -> None:  # type: ignore[no-untyped-def]
    annex = {"number": "4", "title": "Миття вікон", "amount": money("24000", "UAH"), "signed_on": date(2026, 2, 2)}
    add_annex(ctx, call(TODAY), "1-Т", "specification", annex)
    given = {"contract.own_side": "performer", "contract.delivery_days": "5wd", "contract.delivery_place": "м. Київ"}
    text = make("specification", given=given)
    assert "Специфікація № 4" in text and "2 лютого 2026 року" in text and "Миття вікон" in text
    assert "двадцять чотири тисячі гривень" in text and "протягом 10 банківських днів" in text
    with pytest.raises(Refusal, match="no single annex 9"):
        make("specification", annex="9", given=given)


def test_a_demand_tells_what_is_overdue_and_what_was_not_returned(ctx, call, make) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(Refusal, match=r"demand\.rows='text\|clause\|due_on\|state"):
        make("demand")
    _charge(ctx, call)
    text = make("demand")
    assert "сплатити 12 000,00 грн (документ: Акт № АКТ-5 від 30.09.2026)" in text and "не сплачено" in text
    assert "стаття 625" in text and "пені" in text
    told = {"demand.rows": "передати ключі|3.1.2|10.11.2026|не передано"}
    assert "передати ключі" in make("demand", given=told) and "3.1.2" in make("demand", given=told)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"notice.ground": "whim"}, "one of convenience, breach, law"),
        ({"notice.ground": "law", "notice.ends_on": "31.12.2026"}, "at least one fact"),
        ({"notice.ground": "convenience", "notice.ends_on": "30.11.2026"}, "no earlier than"),
        ({"notice.ground": "convenience", "notice.ends_on": "31.11.2026"}, "is written like"),
        ({}, r"notice\.ground=convenience\|breach\|law"),
    ],
)
def test_a_notice_of_termination_asks_for_a_true_ground(make, given: dict[str, str], said: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(Refusal, match=said):
        make("termination_notice", given=given)


def test_a_breach_is_told_from_the_overdue_debts(ctx, call, make) -> None:  # type: ignore[no-untyped-def]
    _charge(ctx, call)
    text = make("termination_notice", given=GIVEN["termination_notice"])
    assert "12 000,00 грн (Акт № АКТ-5), строк сплати яких сплив" in text and "14 січня 2027 року" in text


def test_a_power_of_attorney_lasts_a_year_and_gives_no_more_than_it_says(make) -> None:  # type: ignore[no-untyped-def]
    text = make("power_of_attorney", person="tkachuk", given=GIVEN["power_of_attorney"])
    assert "Ткачук Вікторія Юріївна" in text and "22 листопада 2027 року" in text and "без права передоручення" in text
    with pytest.raises(Refusal, match="before it begins"):
        make(
            "power_of_attorney",
            person="tkachuk",
            given={**GIVEN["power_of_attorney"], "power.valid_until": "01.11.2026"},
        )
    with pytest.raises(Refusal, match=r"representative\.name"):
        make("power_of_attorney")


def test_a_hand_over_tells_what_is_to_be_done_next(ctx, call, make) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(Refusal, match="--person LOGIN"):
        make("handover")
    with pytest.raises(Refusal, match="two different people"):
        make("handover", person="marchenko")
    add_absence(ctx, call(TODAY), "marchenko", from_on=date(2026, 12, 1), last_day=date(2026, 12, 24), deputy="tkachuk")
    text = make("handover", person="tkachuk", given=GIVEN["handover"])
    assert "з 01.12.2026 по 24.12.2026" in text and "Ткачук Вікторія Юріївна, юрисконсульт" in text
    assert "вирішити, чи продовжувати договір" in text and "керівник договірного відділу" in text


def test_a_job_description_fits_the_rights_of_the_person(make) -> None:  # type: ignore[no-untyped-def]
    text = make("job_description", given=GIVEN["job_description"])
    assert "ЗАТВЕРДЖУЮ" in text and "Олег КОВАЛЕНКО" in text and "вести облік договорів" in text
    with pytest.raises(Refusal, match=r"contracts\.sign"):
        make("job_description", person="bondar", given=GIVEN["job_description"])


@pytest.mark.parametrize("kind", sorted(ELSEWHERE))
def test_a_kind_with_a_command_of_its_own_says_so(make, kind: str) -> None:  # type: ignore[no-untyped-def]
    assert kind in KINDS
    with pytest.raises(Refusal, match="is made by `contracts"):
        make(kind)


def test_which_side_we_are_is_asked_where_the_ledger_does_not_show_it(make) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(Refusal, match=r"contract\.own_side=performer\|customer"):
        make("specification")


def test_a_fact_of_ours_holds_under_our_role_too(ctx, call, make) -> None:  # type: ignore[no-untyped-def]
    _charge(ctx, call)
    text = make("invoice", given={"own.iban": "UA99NEW"})
    assert "UA99NEW" in text


def test_bulk_takes_the_document_from_a_column(ctx, call, make, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    _charge(ctx, call)
    _charge(ctx, call, "АКТ-6", on=date(2026, 10, 31))
    table = tmp_path / "acts.csv"
    table.write_text("number;charge\n1-Т;АКТ-5\n1-Т;АКТ-6\n1-Т;АКТ-9\n", encoding="utf-8")
    done = make_all(ctx, call(TODAY), BulkRequest("acceptance_act", tmp_path / "made"), rows_of_csv(table))
    assert len(done.files) == 2 and [each.row for each in done.faults] == [4]


def test_the_lines_of_the_ledger_are_printed_as_they_were_posted(make, ctx, call):
    lines = lines_of(
        [
            PricedItem("Прибирання складу", Decimal("1.5"), Decimal("123.456789"), Vat(2000), "год"),
            PricedItem("Книги обліку", Decimal(3), Decimal("0.333333"), Vat(700), "шт."),
        ],
        Priced.NET,
        "UAH",
    )
    _charge(ctx, call, amount=lines.totals.gross, lines=lines)
    act = make("acceptance_act")
    assert all(each in act for each in ("Прибирання складу", "123,456789", "Книги обліку", "185,19", "223,30"))
    assert "37,04" in act, "the tax of one rate"
    assert "0,07" in act, "the tax of the other"
