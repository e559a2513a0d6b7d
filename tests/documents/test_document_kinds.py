"""What the register knows of a kind of paper is enough to print it, or the missing fact is named."""

import io
from datetime import date

import docx
import pytest

from contracts.documents.context import context_of
from contracts.documents.kinds.builder_input import DocumentSpec
from contracts.documents.template_choice import shipped_template
from contracts.docx.engine.compiled import compile_template
from contracts.kernel.database.engine import reading
from contracts.kernel.money import money
from contracts.kernel.refusal import Refusal
from contracts.registry.amendments import Draft, draft_amendment
from contracts.registry.queries import contracts
from contracts.registry.rules.contract import Change
from tests.cast import add_contract, settle

TODAY = date(2026, 11, 23)


@pytest.fixture
def paper(ctx, call):  # type: ignore[no-untyped-def]
    """Prints a kind about contract 1-Т from the register and the facts given; the text of the document."""
    cast = settle(ctx, call(TODAY))
    add_contract(ctx, call(TODAY), cast, number="1-Т", type="services", subject="прибирання складів",
                 amount_minor=120_000_000, currency="UAH", penalty="per_day:0.1")  # fmt: skip

    def make(kind: str, language: str = "uk", day: date = TODAY, **given: dict[str, object]) -> str:
        with reading(ctx.engine) as conn:
            contract = contracts.find(conn, "1-Т")
            spec = DocumentSpec(language, kind, own_side="customer", number="7")
            context, _ = context_of(conn, ctx, call(day), contract, spec)
        for name, record in given.items():
            context[name] = {**context.get(name, {}), **record}
        made = compile_template(shipped_template(kind, language), language).render(context)
        document = docx.Document(io.BytesIO(made))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        return "\n".join([*(each.text for each in document.paragraphs), *cells]).replace("\u00a0", " ")

    return make


SIGNATORY = {"position": "Директор", "signature_name": "Олег КОВАЛЕНКО", "basis": "Статут"}


@pytest.mark.parametrize("language", ["uk", "en"])
def test_the_brief_is_made_from_the_register_alone(paper, language: str) -> None:  # type: ignore[no-untyped-def]
    text = paper("renewal_brief", language, manager={"name": "Бондар С. М.", "position": "керівник"})
    assert "1-Т" in text
    assert ("автоматично продовжиться на 12 місяців" if language == "uk" else "renews automatically") in text
    assert ("даних про виконання в реєстрі немає" if language == "uk" else "no history of performance") in text


def test_m2_the_brief_names_the_ways_left_after_the_last_day_to_post(paper) -> None:  # type: ignore[no-untyped-def]
    text = paper("renewal_brief", day=date(2026, 11, 30), manager={"name": "Бондар С. М.", "position": "керівник"})
    assert "уже пізно (останній день був" in text and "нарочно під підпис — не пізніше 1 грудня 2026 року" in text


def test_m1_the_brief_says_that_the_notice_was_missed(paper) -> None:  # type: ignore[no-untyped-def]
    text = paper("renewal_brief", day=date(2026, 12, 2), manager={"name": "Бондар С. М.", "position": "керівник"})
    assert "Строк для відмови сплив 1 грудня 2026 року. Договір продовжується з 1 січня 2027 року" in text


def test_the_edition_lists_the_conditions_in_force_with_their_source(ctx, call, paper) -> None:  # type: ignore[no-untyped-def]
    change = Change("amount", money("1500000", "UAH"), clause="2.1")
    draft = Draft((change,), date(2026, 6, 1), number="1", rationale="зміну обсягу", signed_on=date(2026, 5, 20))
    draft_amendment(ctx, call(TODAY), "1-Т", draft)
    text = paper("consolidated", customer={"details": []}, performer={"details": []})
    assert "1 500 000,00 грн" in text
    assert "додаткова угода № 1" in text
    assert "продовжується автоматично" in text


def test_an_amendment_says_what_was_and_what_will_be(ctx, call, paper) -> None:  # type: ignore[no-untyped-def]
    change = Change("penalty", "double_nbu", clause="5.1")
    draft_amendment(ctx, call(TODAY), "1-Т", Draft((change,), date(2026, 12, 1), number="2", rationale="зміну умов"))
    parties = {
        name: {"signatory": {**SIGNATORY, "position_genitive": "директора", "name": "Коваленко Олег"}
               | {"name_genitive": "Коваленка Олега", "basis": "Статут", "basis_genitive": "Статуту"}}
        for name in ("performer", "customer")
    }  # fmt: skip
    text = paper("amendment_free", amendment={"place": "м. Київ"}, **parties)
    assert "0,1 % за кожен день прострочення" in text
    assert "подвійна облікова ставка НБУ" in text
    assert "Додаткова угода № 2" in text


def test_a_contract_without_an_amendment_is_told_to_draft_one(paper) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(Refusal, match="draft it first"):
        paper("amendment_free")


def test_a_notice_of_non_renewal_asks_only_for_what_the_register_lacks(paper) -> None:  # type: ignore[no-untyped-def]
    own = {"details": [], "signatory": SIGNATORY}
    other = {"post_address": "м. Київ", "email": "a@b.example"}
    text = paper("non_renewal_notice", own=own, counterparty=other, author={"phone": "1", "position": "фахівець"})
    assert "31 грудня 2026 року" in text


def test_prolongation_is_said_in_whole_months_or_years() -> None:
    from contracts.documents.kinds.amendments import prolongation
    from contracts.kernel.calendar import Duration

    assert prolongation(date(2026, 12, 31), date(2027, 12, 31)) == Duration(1, "year")
    assert prolongation(date(2026, 12, 31), date(2027, 6, 30)) == Duration(6, "month")
    assert prolongation(date(2026, 12, 31), date(2027, 6, 29)) is None
    assert prolongation(date(2027, 1, 31), date(2027, 4, 30)) == Duration(3, "month")
    assert prolongation(date(2026, 12, 31), date(2026, 12, 31)) is None


@pytest.mark.parametrize("kind", ["payment_reminder", "renewal_proposal", "cover_letter"])
@pytest.mark.parametrize("language", ["uk", "en"])
def test_letters_print_where_address_and_signatory_are_known(paper, kind: str, language: str) -> None:  # type: ignore[no-untyped-def]
    own = {"signatory": SIGNATORY, "iban": "UA00", "bank": "АТ «Банк»", "post_address": "м. Київ", "details": []}
    text = paper(kind, language, own=own, counterparty={"post_address": "м. Одеса"})
    assert "1-Т" in text or kind == "payment_reminder"


def test_documents_are_asked_for_with_a_purpose_and_a_day(paper) -> None:  # type: ignore[no-untyped-def]
    own = {"signatory": SIGNATORY, "post_address": "м. Київ", "details": [], "email": "a@b.example"}
    other = {"post_address": "м. Одеса"}
    text = paper("document_request", own=own, counterparty=other, request={"purpose": "перевірка повноважень"})
    assert "3 грудня 2026 року" in text
