"""What a lawyer wants of contracts, amendments, notices and bills: L4–L7 and L9 with their right values."""

import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import docx
import pytest

from contracts.documents.contexts.things import accusative_is_nominative, names_action
from contracts.documents.making import DocumentRequest, make_document
from contracts.documents.name_wordings import show_wordings
from contracts.kernel.calendar import Duration
from contracts.kernel.money import money
from contracts.kernel.refusal import Refusal
from contracts.money.post_charge import NewCharge, post_charge
from contracts.parties.parties import Signatory, add_account, add_signatory, set_company, set_party
from contracts.registry.amendments import Draft, draft_amendment
from contracts.registry.lookup import Which
from contracts.registry.rules.contract import Change, Renewal
from tests.cast import add_contract, settle

TODAY = date(2026, 11, 23)
SIDE = {"contract__own_side": "performer"}


@pytest.fixture
def world(ctx, call):  # type: ignore[no-untyped-def]
    """Contract 7-П of a settled company that pays VAT; more facts of it are given by ``add``."""
    cast = settle(ctx, call(TODAY))
    set_company(ctx, call(TODAY), {"vat_code": "990000112233", "tax_status": "платник податку на прибуток"}
                | {"email": "office@yasensvit.example", "phone": "+380 44 000 00 07"})  # fmt: skip
    add_account(ctx, call(TODAY), None, {"account": "UA00UAH", "bank": "АТ «Банк»", "currency": "UAH"})
    add_signatory(ctx, call(TODAY), None, Signatory("Коваленко Олег Вікторович", "директор", "Статут"))
    set_party(ctx, call(TODAY), "99100001", {"address": "65000, м. Одеса, вул. Дачна, 4", "email": "a@b.example"})
    add_signatory(ctx, call(TODAY), "99100001", Signatory("Голова Ганна Іванівна", "директор", "Статут"))

    def add(**facts):  # type: ignore[no-untyped-def]
        usual = {"number": "7-П", "type": "supply", "subject": "поставка керамічного посуду", "currency": "UAH"}
        usual |= {"amount_minor": 120_000_000, "dated_on": date(2026, 1, 1), "concluded_on": date(2026, 1, 1)}
        return add_contract(ctx, call(TODAY), cast, **(usual | facts))

    return add


@pytest.fixture
def make(ctx, call, tmp_path: Path):  # type: ignore[no-untyped-def]
    """Makes a kind about 7-П with the facts given; its text with plain spaces, and the notes."""

    def one(kind: str, language: str = "uk", on: date = TODAY, **given):  # type: ignore[no-untyped-def]
        values = {name.replace("__", "."): text for name, text in given.items()}
        request = DocumentRequest(kind, Which("7-П"), target=tmp_path / "p.docx", language=language, values=values)
        made = make_document(ctx, call(on), replace(request, charge=given.pop("charge", "")))
        document = docx.Document(io.BytesIO(made.document.file.read_bytes()))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        one.text = "\n".join([*(each.text for each in document.paragraphs), *cells])
        one.notes = made.notes
        return one.text.replace("\u00a0", " ")

    return one


def _amended(ctx, call, *changes, effective=date(2026, 12, 31), signed=None, number="2"):  # type: ignore[no-untyped-def]
    draft = Draft(tuple(changes), effective, number=number, rationale="зміну умов", signed_on=signed)
    return draft_amendment(ctx, call(TODAY), "7-П", draft)


def _charge(ctx, call, number="РН-40", kind="delivery_note", on=date(2026, 7, 15), due=date(2026, 7, 30)):  # type: ignore[no-untyped-def]
    new = NewCharge(kind, number, on, money("160000.00", "UAH"), which=Which("7-П"), due_on=due)
    return post_charge(ctx, call(TODAY), new)


# L4


def test_l4_a_termination_lists_what_is_open_and_never_says_settled(ctx, call, world, make) -> None:  # type: ignore[no-untyped-def]
    world()
    _charge(ctx, call)
    _amended(ctx, call, Change("last_day", date(2026, 12, 15)), effective=TODAY)
    text = make("amendment_termination", **SIDE)
    assert "оплата: видаткова накладна № РН-40 від 15.07.2026" in text
    assert "160 000,00" in text and "26 666,67" in text and "30.07.2026" in text
    assert "ТОВ «Чистий двір» сплачує на користь ТОВ «Ясенсвіт»: 160 000,00 грн" in text
    assert "розрахувалися повністю" not in text and "невиконаних зобов’язань за Договором Сторони не мають" not in text


def test_l4_that_nothing_is_open_needs_a_person_and_a_clear_register(ctx, call, world, make) -> None:  # type: ignore[no-untyped-def]
    world()
    _amended(ctx, call, Change("last_day", date(2026, 12, 15)), effective=TODAY)
    assert "підтверджують актом звірки" in make("amendment_termination", **SIDE)
    confirmed = {**SIDE, "amendment__settled_confirmed": "так"}
    text = make("amendment_termination", **confirmed)
    assert "Станом на 23 листопада 2026 року невиконаних зобов’язань за Договором Сторони не мають" in text
    _charge(ctx, call)
    with pytest.raises(Refusal, match="РН-40"):
        make("amendment_termination", **confirmed)


def test_l4_a_termination_names_the_current_last_day_in_words(ctx, call, world, make) -> None:  # type: ignore[no-untyped-def]
    world(first_day=date(2024, 2, 2), last_day=date(2025, 2, 1), length=None)
    _amended(ctx, call, Change("last_day", date(2026, 12, 15), new_wording="2026-12-15"), effective=TODAY)
    text = make("amendment_termination", **SIDE)
    assert "останнім днем його дії є 15 грудня 2026 року замість 1 лютого 2027 року" in text
    assert "2026-12-15" not in text


def test_l4_a_contract_without_an_end_has_no_last_day_to_replace(ctx, call, world, make) -> None:  # type: ignore[no-untyped-def]
    world(renewal=Renewal.EVERGREEN, length=None, last_day=None)
    _amended(ctx, call, Change("last_day", date(2026, 12, 15)), effective=TODAY)
    assert "розривають Договір. Останній день його дії — 15 грудня 2026 року" in make("amendment_termination", **SIDE)


def test_l4_values_of_the_command_line_are_worded_for_a_paper(ctx, call, world, make) -> None:  # type: ignore[no-untyped-def]
    world()
    changes = (
        Change("notice", Duration(45, "day"), clause="7.2", new_wording="45d"),
        Change("last_day", date(2027, 3, 31), clause="7.1", new_wording="2027-03-31"),
    )
    _amended(ctx, call, *changes, effective=TODAY)
    text = make("amendment_free", **SIDE)
    assert "45 календарних днів" in text and "до 31.03.2027 включно" in text
    assert "45d" not in text and "2027-03-31" not in text


# L5


def test_l5_the_text_of_a_contract_states_its_initial_term(world, make, ctx, call) -> None:  # type: ignore[no-untyped-def]
    world(first_day=date(2024, 2, 2), last_day=date(2025, 2, 1), length=None)
    facts = {"nda__purpose": "переговори", "nda__protection": "3y", "nda__one_way": "", "nda__fine": ""}
    facts |= {"contract__place": "м. Київ", "contract__claim_answer": "14d", "contract__acceptance_days": "5wd"}
    text = make("nda", **facts, **SIDE)
    assert "набирає чинності 2 лютого 2024 року і діє до 1 лютого 2025 року включно (початковий строк — 1 рік)" in text


@pytest.mark.parametrize(
    ("renewal", "words"),
    [
        (Renewal.AUTOMATIC, "автоматичне продовження, передбачене Договором, не застосовується"),
        (Renewal.TACIT, "не є поновленням за статтею 764"),
        (Renewal.BY_CONSENT, "Подальше продовження Договору можливе лише за згодою Сторін"),
        (Renewal.NONE, "закінчується зі спливом"),
    ],
)
def test_l5_a_renewal_follows_the_kind_of_the_register(ctx, call, world, make, renewal, words) -> None:  # type: ignore[no-untyped-def]
    world(renewal=renewal)
    _amended(ctx, call, Change("last_day", date(2027, 6, 30)), effective=date(2026, 12, 1))
    text = make("amendment_renewal", **SIDE)
    assert words in text or renewal is Renewal.NONE
    assert "30 червня 2027 року" in text


def test_l5_a_renewal_signed_after_the_end_says_so(ctx, call, world, make) -> None:  # type: ignore[no-untyped-def]
    world(renewal=Renewal.BY_CONSENT, first_day=date(2025, 1, 1), last_day=date(2026, 10, 31), length=None)
    _amended(ctx, call, Change("last_day", date(2027, 10, 31)), effective=date(2026, 11, 1))
    text = make("amendment_renewal", **SIDE)
    assert "Строк дії Договору закінчився 31 жовтня 2026 року" in text
    assert "з 1 листопада 2026 року по 31 жовтня 2027 року включно" in text


def test_l5_an_amendment_that_takes_effect_after_the_end_warns(ctx, call, world) -> None:  # type: ignore[no-untyped-def]
    world(renewal=Renewal.NONE, first_day=date(2026, 1, 1), last_day=date(2026, 12, 31), length=None)
    late = _amended(ctx, call, Change("amount", money("1", "UAH")), effective=date(2027, 3, 1))
    assert [each.facts["last"] for each in late.warnings] == [date(2026, 12, 31)]
    next_day = _amended(ctx, call, Change("penalty", "double_nbu"), effective=date(2027, 1, 1), number="3")
    assert next_day.warnings == ()


def test_l5_a_price_amendment_names_its_clause(ctx, call, world, make) -> None:  # type: ignore[no-untyped-def]
    world()
    _amended(ctx, call, Change("amount", money("1320000.00", "UAH")))
    with pytest.raises(Refusal, match=r"amendment\.price_clause"):
        make("amendment_price", **SIDE)
    text = make("amendment_price", amendment__price_clause="2.1", **SIDE)
    assert "Пункт 2.1 Договору в частині ціни викласти в такій редакції" in text
    assert "1 320 000,00 грн" in text and "у тому числі ПДВ 20 % — 220 000,00 грн" in text


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("amendment_details", Change("amount", money("1", "UAH"))),
        ("amendment_details", Change("notice", Duration(30, "day"))),
        ("amendment_price", Change("notice", Duration(30, "day"))),
        ("amendment_renewal", Change("amount", money("1", "UAH"))),
    ],
)
def test_l5_a_kind_refuses_a_draft_of_another(ctx, call, world, make, kind, change) -> None:  # type: ignore[no-untyped-def]
    world()
    _amended(ctx, call, change)
    with pytest.raises(Refusal) as refused:
        make(kind, **SIDE)
    assert refused.value.code == "document"


# L6


@pytest.mark.parametrize(
    ("subject", "thing", "is_action"),
    [
        ("поставка керамічного посуду", "goods", True),
        ("Постачання паперу", "goods", True),
        ("купівля-продаж борошна", "goods", True),
        ("керамічний посуд", "goods", False),
        ("надання послуг з охорони", "services", True),
        ("прибирання складів", "services", False),
        ("виконання робіт з ремонту", "works", True),
        ("ремонт покрівлі", "works", False),
    ],
)
def test_l6_a_subject_of_action_is_no_thing(subject: str, thing: str, is_action: bool) -> None:
    assert names_action(subject, thing) is is_action


@pytest.mark.parametrize(
    ("phrase", "is_same"),
    [
        ("керамічний посуд", True),
        ("послуги з прибирання", True),
        ("прибирання офісних приміщень", True),
        ("папір офісний та канцелярські товари", True),
        ("цегла керамічна", False),
        ("оренда приміщення", False),
        ("живі тварини", False),
    ],
)
def test_l6_the_accusative_is_used_where_it_is_sure(phrase: str, is_same: bool) -> None:
    assert accusative_is_nominative(phrase) is is_same


@pytest.mark.parametrize(
    ("facts", "purpose"),
    [
        ({}, "Оплата згідно з рахунком № Р-1 від 01.11.2026, договір № 7-П від 01.01.2026, у т. ч. ПДВ 20 % — "),
        ({"goods": "керамічний посуд"}, "Оплата за керамічний посуд згідно з рахунком № Р-1 від 01.11.2026"),
        ({"goods": "цегла"}, "Оплата згідно з рахунком № Р-1"),
        ({"goods": "цегла", "payment_for": "цеглу"}, "Оплата за цеглу згідно з рахунком № Р-1"),
    ],
)
def test_l6_the_purpose_says_what_is_paid_for(ctx, call, world, make, facts, purpose) -> None:  # type: ignore[no-untyped-def]
    world(**facts)
    _charge(ctx, call, "Р-1", "invoice", date(2026, 11, 1), date(2026, 11, 30))
    text = make("invoice")
    assert purpose in text
    assert "за поставка" not in text


def test_l6_facts_entered_stand_in_the_contract(ctx, call, world, make) -> None:  # type: ignore[no-untyped-def]
    world(goods="керамічний посуд", vat_ground="звільнено за пунктом 197.1")
    _charge(ctx, call, "Р-1", "invoice", date(2026, 11, 1), date(2026, 11, 30))
    text = make("invoice", contract__vat="ні", items="посуд|шт.|2|80000.00")
    assert "без ПДВ (звільнено за пунктом 197.1)" in text


def test_l6_vat_that_nobody_knows_is_asked_for(ctx, call, world, make) -> None:  # type: ignore[no-untyped-def]
    world()
    set_company(ctx, call(TODAY), {"vat_code": None, "tax_status": ""})
    _charge(ctx, call, "Р-1", "invoice", date(2026, 11, 1), date(2026, 11, 30))
    with pytest.raises(Refusal, match=r"contract\.vat"):
        make("invoice")


def test_l6_the_edition_says_until_which_day_inclusive(world, make) -> None:  # type: ignore[no-untyped-def]
    world(last_day=date(2026, 12, 31), length=None)
    assert "до 31.12.2026 включно" in make("consolidated", **SIDE)


def test_l6_the_brief_of_an_automatic_renewal_says_until_when_terms_can_change(world, make) -> None:  # type: ignore[no-untyped-def]
    world()
    text = make("renewal_brief", manager__name="Бондар", manager__position="керівник")
    assert "інакше вибрати між тими самими умовами і відмовою" in text
    assert "переговори до кінця строку" not in text


# L7


def test_l7_an_english_paper_asks_for_translations_and_keeps_them(ctx, call, world, make) -> None:  # type: ignore[no-untyped-def]
    world()
    given = {"document__place": "Kyiv", "author__name": "Olena Marchenko"}
    with pytest.raises(Refusal) as refused:
        make("non_renewal_notice", "en", **given)
    assert refused.value.code == "not_translated", str(refused.value)
    asked = ("own.address", "own.bank", "own.tax_status", "counterparty.address", "contract.subject")
    assert [name for name in asked if name not in str(refused.value)] == []
    words = {
        "own__address": "7 Yasenova Street, Kyiv 04070",
        "own__bank": "Bank JSC",
        "own__tax_status": "payer of profit tax",
        "counterparty__address": "4 Dachna Street, Odesa 65000",
        "contract__subject": "supply of ceramic tableware",
    }
    text = make("non_renewal_notice", "en", **given, **words)
    assert "Address: 7 Yasenova Street, Kyiv 04070" in text and "supply of ceramic tableware" in text
    again = make("non_renewal_notice", "en", **given)
    assert "4 Dachna Street, Odesa 65000" in again and "Bank JSC" in again
    assert show_wordings(ctx, call(TODAY), "7-П", "en").language == "en"


def test_l7_a_number_in_cyrillic_stays_and_the_rest_is_warned_of(ctx, call, world, make) -> None:  # type: ignore[no-untyped-def]
    world()
    _charge(ctx, call, "РН-40")
    words = {"contract__subject": "ceramic tableware", "own__bank": "Bank JSC", "own__tax_status": "VAT payer"}
    words |= {"own__address": "7 Yasenova Street, Kyiv", "counterparty__address": "4 Dachna Street, Odesa"}
    make("delivery_note", "en", document__place="Kyiv", items="посуд|шт.|2|80.00", customer__iban="UA1",
         customer__bank="Bank", delivery__place="Odesa", **SIDE, **words)  # fmt: skip
    assert "РН-40" in make.text
    (warning,) = [note for note in make.notes if "Ukrainian" in note]
    assert "items[].name «посуд»" in warning and "РН-40" not in warning


# L9


def test_l9_a_made_paper_keeps_numbers_with_their_words(world, make) -> None:  # type: ignore[no-untyped-def]
    world(last_day=date(2026, 12, 31), length=None)
    make("non_renewal_notice", author__name="Олена Марченко")
    assert "№\u00a07-П" in make.text and "№ " not in make.text
    assert "31\u00a0грудня\u00a02026\u00a0року" in make.text
