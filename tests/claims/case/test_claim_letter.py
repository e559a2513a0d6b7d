"""A claim letter of a debt given by hand: reckoned, numbered without gaps, printed, filed, and written to its place."""

import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import docx
import pytest

from contracts.claims.case.claim_letter import ClaimRefused, GivenDebt, LetterRequest, claim_letter
from contracts.claims.late_payment.rules.late_debt import Paid
from contracts.documents.tables import DocumentRow
from contracts.kernel.database.engine import reading
from contracts.kernel.database.tables import table_of
from contracts.kernel.files import FileFault
from contracts.kernel.money import money
from contracts.kernel.refusal import Refusal
from contracts.parties.tables import InflectionRow
from contracts.registry.which import Which
from tests.cast import add_contract, settle

TODAY = date(2026, 11, 23)
DEBT = GivenDebt(money("100000", "UAH"), date(2026, 1, 12), (Paid(date(2026, 2, 2), money("40000", "UAH")),))


@pytest.fixture
def cast(ctx, call):  # type: ignore[no-untyped-def]
    return settle(ctx, call(TODAY))


@pytest.fixture
def request_for(ctx, call, cast, tmp_path: Path):  # type: ignore[no-untyped-def]
    add_contract(ctx, call(TODAY), cast, number="19-П", penalty="per_day:0.1", subject="прибирання складів")

    def make(**more: object) -> LetterRequest:
        usual = LetterRequest(DEBT, Which("19-П"), target=tmp_path / "claim.docx")
        return replace(usual, **more)  # type: ignore[arg-type]

    return make


def _text(data: bytes) -> str:
    document = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(each.text for each in document.paragraphs), *cells]).replace("\u00a0", " ")


def test_the_letter_holds_the_principal_three_per_cent_inflation_and_the_penalty_of_the_contract(  # type: ignore[no-untyped-def]
    ctx, call, request_for
) -> None:
    made = claim_letter(ctx, call(TODAY), request_for())
    text = _text(made.filed.file.read_bytes())
    assert made.principal == money("60000", "UAH")
    assert made.total.minor == sum(each.minor for each in (made.principal, made.interest, made.inflation, made.penalty))
    assert "Претензія про сплату боргу за договором № 19-П" in text
    assert "прибирання складів" in text
    assert "60 000,00" in text
    assert "Пеня" in text and "Інфляційні втрати" in text and "Проценти річних" in text
    assert "{{" not in text and "None" not in text


def test_rows_of_the_annex_add_up_to_what_is_claimed(ctx, call, request_for) -> None:  # type: ignore[no-untyped-def]
    made = claim_letter(ctx, call(TODAY), request_for())
    for kind, sum_ in (("interest", made.interest), ("penalty", made.penalty), ("inflation", made.inflation)):
        item = made.late.item(kind)  # type: ignore[arg-type]
        assert item is not None
        assert sum(row.amount_minor for row in item.rows) == sum_.minor


def test_the_penalty_stops_at_the_last_sure_day_of_the_rate_and_says_so(ctx, call, request_for) -> None:  # type: ignore[no-untyped-def]
    made = claim_letter(ctx, call(TODAY), request_for())
    item = made.late.item("penalty")
    assert item is not None and item.complete_to is not None
    assert item.complete_to < TODAY
    assert f"{item.complete_to:%d.%m.%Y}" in _text(made.filed.file.read_bytes())


def test_a_contract_without_a_penalty_clause_claims_none(ctx, call, request_for) -> None:  # type: ignore[no-untyped-def]
    made = claim_letter(ctx, call(TODAY), request_for(penalty=""))
    assert made.penalty == money("0", "UAH")
    assert "пеню за прострочення" not in _text(made.filed.file.read_bytes())


def test_numbers_of_claims_have_no_gap_even_where_one_was_refused(ctx, call, request_for, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    first = claim_letter(ctx, call(TODAY), request_for())
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    with pytest.raises(FileFault):
        claim_letter(ctx, call(TODAY), request_for(target=blocked / "claim.docx"))
    second = claim_letter(ctx, call(TODAY), request_for())
    assert (first.number, second.number) == ("ПР-1/2026", "ПР-2/2026")


def test_the_document_and_its_context_are_kept_by_their_hashes(ctx, call, request_for) -> None:  # type: ignore[no-untyped-def]
    made = claim_letter(ctx, call(TODAY), request_for())
    with reading(ctx.engine) as conn:
        row = conn.execute(table_of(DocumentRow).select()).one()
    assert row.kind == "claim"
    assert row.number == made.number
    assert ctx.files.get(row.file_sha) == made.filed.file.read_bytes()
    assert ctx.files.get(row.context_sha).startswith(b"{")


def test_the_same_letter_is_the_same_bytes(ctx, call, request_for) -> None:  # type: ignore[no-untyped-def]
    from contracts.documents.template_choice import shipped_template
    from contracts.docx.engine.compiled import compile_template

    made = claim_letter(ctx, call(TODAY), request_for())
    with reading(ctx.engine) as conn:
        row = conn.execute(table_of(DocumentRow).select()).one()
    import json

    context = json.loads(ctx.files.get(row.context_sha))
    again = compile_template(shipped_template("claim", "uk"), "uk").render(context.get("context", context))
    assert again == made.filed.file.read_bytes()


def test_an_english_letter_names_the_parties_in_latin_letters_and_asks_to_check_them(ctx, call, request_for) -> None:  # type: ignore[no-untyped-def]
    made = claim_letter(ctx, call(TODAY), request_for(language="en"))
    text = _text(made.filed.file.read_bytes())
    assert "Limited Liability Company “Yasensvit”" in text
    assert "Claim for Payment" in text
    assert any("Yasensvit" in each.text for each in made.to_check)


@pytest.mark.parametrize(
    ("language", "currency", "law"), [("ru", "RUB", "RU"), ("de", "EUR", "DE"), ("en_gb", "GBP", "GB")]
)
def test_letters_under_other_laws_are_made_too(ctx, call, request_for, language: str, currency: str, law: str) -> None:  # type: ignore[no-untyped-def]
    debt = GivenDebt(money("5000", currency), date(2026, 2, 2))
    made = claim_letter(ctx, call(TODAY), request_for(language=language, debt=debt, penalty=""))
    assert made.late.law == law
    assert made.interest.minor > 0
    assert "{{" not in _text(made.filed.file.read_bytes())


def test_what_the_register_does_not_know_is_said(ctx, call, request_for) -> None:  # type: ignore[no-untyped-def]
    made = claim_letter(ctx, call(TODAY), request_for())
    assert "counterparty.address" in made.missing
    assert "own.signatory" in made.missing


def test_a_fact_said_by_hand_stands_in_the_letter(ctx, call, request_for) -> None:  # type: ignore[no-untyped-def]
    values = {
        "counterparty.post_address": "49000, м. Дніпро, вул. Січова, 1",
        "claim.court": "Господарський суд міста Києва",
    }
    text = _text(claim_letter(ctx, call(TODAY), request_for(values=values)).filed.file.read_bytes())
    assert "49000, м. Дніпро, вул. Січова, 1" in text
    assert "Господарський суд міста Києва" in text


def test_a_debt_that_is_not_overdue_is_refused(ctx, call, request_for) -> None:  # type: ignore[no-untyped-def]
    early = GivenDebt(money("100", "UAH"), date(2026, 12, 31))
    with pytest.raises(ClaimRefused, match="not overdue"):
        claim_letter(ctx, call(TODAY), request_for(debt=early))


def test_a_counterparty_with_several_contracts_is_asked_which(ctx, call, cast, request_for) -> None:  # type: ignore[no-untyped-def]
    alone = request_for(which=None, counterparty="99100001")
    assert claim_letter(ctx, call(TODAY), alone).contract == "19-П"
    add_contract(ctx, call(TODAY), cast, number="20-П")
    with pytest.raises(ClaimRefused, match="19-П, 20-П"):
        claim_letter(ctx, call(TODAY), alone)


def test_who_lacks_the_right_prepares_no_claim(ctx, call, request_for) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(Refusal, match=r"claims\.prepare"):
        claim_letter(ctx, call(TODAY, person_id=1, rights=frozenset()), request_for())


def test_proposed_wordings_are_kept_to_be_seen_and_corrected(ctx, call, request_for) -> None:  # type: ignore[no-untyped-def]
    claim_letter(ctx, call(TODAY), request_for(language="en"))
    with reading(ctx.engine) as conn:
        rows = list(conn.execute(table_of(InflectionRow).select()))
    assert {row.source for row in rows} == {"guess"}
    assert any(row.wording == "LLC “Yasensvit”" for row in rows)
