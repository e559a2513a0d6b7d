"""A claim letter of a debt given by hand: reckoned, numbered without gaps, printed, filed, and written to its place."""

import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import docx
import pytest

from contracts.claims.case.contexts.letter import OwedDebt
from contracts.claims.case.given_debt import ClaimRefused, GivenDebtLetter, claim_letter
from contracts.claims.case.letter import Destination
from contracts.claims.case.outgoing import ClaimRequest
from contracts.claims.case.rules.terms import ClaimTerms
from contracts.documents.tables import DocumentRow
from contracts.kernel.database.engine import reading
from contracts.kernel.database.tables import table_of
from contracts.kernel.money import money
from contracts.kernel.outside.outputs import FileFault
from contracts.kernel.refusal import Refusal
from contracts.parties.tables import InflectionRow
from contracts.registry.lookup import Which
from tests.cast import add_contract, settle

TODAY = date(2026, 11, 23)
DEBT = OwedDebt(money("100000", "UAH"), date(2026, 1, 12), ((date(2026, 2, 2), money("40000", "UAH"), ""),))


@pytest.fixture
def cast(ctx, call):  # type: ignore[no-untyped-def]
    return settle(ctx, call(TODAY))


@pytest.fixture
def letter(ctx, call, cast, tmp_path: Path):  # type: ignore[no-untyped-def]
    add_contract(ctx, call(TODAY), cast, number="19-П", penalty="per_day:0.1", subject="прибирання складів")

    def make(debt: OwedDebt = DEBT, terms: ClaimTerms | None = None, **more: object) -> GivenDebtLetter:
        usual = ClaimRequest(which=Which("19-П"), terms=terms or ClaimTerms(), to=Destination(tmp_path / "claim.docx"))
        request = replace(usual, **more)  # type: ignore[arg-type]
        return claim_letter(ctx, call(TODAY), request, debt)

    return make


def _text(data: bytes) -> str:
    document = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(each.text for each in document.paragraphs), *cells]).replace("\u00a0", " ")


def test_the_letter_holds_the_principal_three_per_cent_inflation_and_the_penalty_of_the_contract(  # type: ignore[no-untyped-def]
    ctx, call, letter
) -> None:
    made = letter()
    text = _text(made.file.read_bytes())
    assert made.sums.principal == money("60000", "UAH")
    assert made.sums.total.minor == sum(
        each.minor for each in (made.sums.principal, made.sums.interest, made.sums.inflation, made.sums.penalty)
    )
    assert "Претензія про сплату боргу за договором № 19-П" in text
    assert "прибирання складів" in text
    assert "60 000,00" in text
    assert "Пеня" in text and "Інфляційні втрати" in text and "3 % річних" in text
    assert "{{" not in text and "None" not in text


def test_rows_of_the_annex_add_up_to_what_is_claimed(ctx, call, letter) -> None:  # type: ignore[no-untyped-def]
    made = letter()
    for kind, sum_ in (
        ("interest", made.sums.interest),
        ("penalty", made.sums.penalty),
        ("inflation", made.sums.inflation),
    ):
        item = made.late.item(kind)  # type: ignore[arg-type]
        assert item is not None
        assert sum(row.amount_minor for row in item.rows) == sum_.minor


def test_the_penalty_stops_at_the_last_sure_day_of_the_rate_and_says_so(ctx, call, letter) -> None:  # type: ignore[no-untyped-def]
    made = letter()
    item = made.late.item("penalty")
    assert item is not None and item.complete_to is not None
    assert item.complete_to < TODAY
    assert f"{item.complete_to:%d.%m.%Y}" in _text(made.file.read_bytes())


def test_a_contract_without_a_penalty_clause_claims_none(ctx, call, letter) -> None:  # type: ignore[no-untyped-def]
    made = letter(terms=ClaimTerms(penalty=""))
    assert made.sums.penalty == money("0", "UAH")
    assert "пеню за прострочення" not in _text(made.file.read_bytes())


def test_numbers_of_claims_have_no_gap_even_where_one_was_refused(ctx, call, letter, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    first = letter()
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    with pytest.raises(FileFault):
        letter(to=Destination(blocked / "claim.docx"), instead=first.claim)
    second = letter(instead=first.claim)
    assert (first.claim, second.claim) == ("ПР-1/2026", "ПР-2/2026")


def test_the_document_and_its_context_are_kept_by_their_hashes(ctx, call, letter) -> None:  # type: ignore[no-untyped-def]
    made = letter()
    with reading(ctx.engine) as conn:
        row = conn.execute(table_of(DocumentRow).select().where(table_of(DocumentRow).c.kind == "claim")).one()
    assert row.kind == "claim"
    assert row.number == made.claim
    assert ctx.files.get(row.file_sha) == made.file.read_bytes()
    assert ctx.files.get(row.context_sha).startswith(b"{")


def test_the_same_letter_is_the_same_bytes(ctx, call, letter) -> None:  # type: ignore[no-untyped-def]
    from contracts.documents.template_choice import shipped_template
    from contracts.docx.engine.compiled import compile_template

    made = letter()
    with reading(ctx.engine) as conn:
        row = conn.execute(table_of(DocumentRow).select().where(table_of(DocumentRow).c.kind == "claim")).one()
    import json

    context = json.loads(ctx.files.get(row.context_sha))
    again = compile_template(shipped_template("claim", "uk"), "uk").render(
        context["context"], is_bound=context["is_bound"]
    )
    assert again == made.file.read_bytes()


def test_an_english_letter_names_the_parties_in_latin_letters_and_asks_to_check_them(ctx, call, letter) -> None:  # type: ignore[no-untyped-def]
    made = letter(language="en")
    text = _text(made.file.read_bytes())
    assert "Limited Liability Company “Yasensvit”" in text
    assert "Claim for Payment" in text
    assert any("Yasensvit" in each.wording for each in made.to_check)


@pytest.mark.parametrize(
    ("language", "currency", "law"), [("ru", "RUB", "RU"), ("de", "EUR", "DE"), ("en_gb", "GBP", "GB")]
)
def test_letters_under_other_laws_are_made_too(ctx, call, letter, language: str, currency: str, law: str) -> None:  # type: ignore[no-untyped-def]
    debt = OwedDebt(money("5000", currency), date(2026, 2, 2))
    made = letter(language=language, debt=debt, terms=ClaimTerms(penalty=""))
    assert made.late.law == law
    assert made.sums.interest.minor > 0
    assert "{{" not in _text(made.file.read_bytes())


def test_what_the_register_does_not_know_is_said(ctx, call, letter) -> None:  # type: ignore[no-untyped-def]
    made = letter()
    assert "counterparty.address" in made.missing
    assert "own.signatory" in made.missing


def test_a_fact_said_by_hand_stands_in_the_letter(ctx, call, letter) -> None:  # type: ignore[no-untyped-def]
    values = {
        "counterparty.post_address": "49000, м. Дніпро, вул. Січова, 1",
        "claim.court": "Господарський суд міста Києва",
    }
    text = _text(letter(terms=ClaimTerms(given=tuple(values.items()))).file.read_bytes())
    assert "49000, м. Дніпро, вул. Січова, 1" in text
    assert "Господарський суд міста Києва" in text


def test_a_debt_that_is_not_overdue_is_refused(ctx, call, letter) -> None:  # type: ignore[no-untyped-def]
    early = OwedDebt(money("100", "UAH"), date(2026, 12, 31))
    with pytest.raises(ClaimRefused, match="not overdue"):
        letter(debt=early)


def test_a_counterparty_with_several_contracts_is_asked_which(ctx, call, cast, letter) -> None:  # type: ignore[no-untyped-def]
    assert letter(which=None, counterparty="99100001").contract == "19-П"
    add_contract(ctx, call(TODAY), cast, number="20-П")
    with pytest.raises(ClaimRefused, match="19-П, 20-П"):
        letter(which=None, counterparty="99100001")


def test_who_lacks_the_right_prepares_no_claim(ctx, call, letter) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(Refusal, match=r"claims\.prepare"):
        claim_letter(ctx, call(TODAY, person_id=1, rights=frozenset()), ClaimRequest(which=Which("19-П")), DEBT)


def test_proposed_wordings_are_kept_to_be_seen_and_corrected(ctx, call, letter) -> None:  # type: ignore[no-untyped-def]
    letter(language="en")
    with reading(ctx.engine) as conn:
        rows = list(conn.execute(table_of(InflectionRow).select()))
    assert {row.source for row in rows} == {"guess"}
    assert any(row.wording == "LLC “Yasensvit”" for row in rows)
