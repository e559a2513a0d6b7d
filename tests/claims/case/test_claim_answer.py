"""The answer to a claim: what is accepted follows from the sums, unless a person says it for demands without a sum."""

from datetime import date

import pytest

from contracts.claims.case.contexts.answer import ClaimAnswerFacts, Demanded, claim_answer_context
from contracts.claims.case.contexts.letter import ClaimContract
from contracts.documents.contexts.party import PartyFacts, SignatoryFacts
from contracts.documents.contexts.phrasebook import Phrasebook
from contracts.docx.engine.compiled import compile_template
from contracts.kernel.money import Money, money
from contracts.language.shipped import templates
from tests.docx.word_files import paragraphs, rows

OWN = PartyFacts("ТОВ «Світанок»", signatory=SignatoryFacts("Коваленко Олег Вікторович", "директор", "Статут"))
OTHER = PartyFacts("ПП «Обрій-Південь»", address="65026, м. Одеса, вул. Рішельєвська, 4")
CONTRACT = ClaimContract("15/02-П", date(2026, 2, 2), "Договір поставки", "папір", "supply")


def _uah(text: str) -> Money:
    return money(text, "UAH")


def _facts(*demands: Demanded) -> ClaimAnswerFacts:
    return ClaimAnswerFacts(
        own=OWN,
        counterparty=OTHER,
        contract=CONTRACT,
        currency="UAH",
        number="7",
        dated_on=date(2026, 11, 23),
        claim_number="45-П",
        claim_dated_on=date(2026, 10, 26),
        demands=demands,
        pay_by=date(2026, 12, 7),
    )


@pytest.mark.parametrize(
    ("accepted", "outcome"), [("6200", "accepted"), ("1000", "partly"), ("0", "refused"), (None, "refused")]
)
def test_the_outcome_follows_from_the_sums(accepted: str | None, outcome: str) -> None:
    demand = Demanded("пеня", _uah("6200"), None if accepted is None else _uah(accepted))
    assert _facts(demand).outcome == outcome


def test_a_demand_without_a_sum_has_none_claimed_refused_or_paid() -> None:
    record = claim_answer_context(_facts(Demanded("заміна товару")), Phrasebook("uk"))["answer"]
    assert (record["claimed"], record["accepted"], record["refused"], record["pay_by"]) == (None, None, None, None)


def test_what_is_refused_is_the_rest() -> None:
    record = claim_answer_context(
        _facts(Demanded("пеня", _uah("6200"), _uah("1000")), Demanded("штраф", _uah("500"))), Phrasebook("uk")
    )["answer"]
    assert record["refused"] == {"amount": "5700.00", "currency": "UAH"}
    assert [row["decision"] for row in record["rows"]] == ["визнано частково", "відхилено"]


@pytest.mark.parametrize(
    ("language", "sentence"), [("uk", "Претензію визнаємо частково"), ("en", "We accept the Claim in part")]
)
def test_the_letter_prints_each_demand_with_its_decision(language: str, sentence: str) -> None:
    facts = _facts(Demanded("пеня", _uah("6200"), _uah("1000")), Demanded("штраф", _uah("500")))
    path = templates() / "documents" / language / "claim_answer.docx"
    made = compile_template(path.read_bytes(), language).render(claim_answer_context(facts, Phrasebook(language)))
    assert any(sentence in text for text in paragraphs(made))
    assert [row[-1] for row in rows(made)[1:]] == [
        "визнано частково" if language == "uk" else "accepted in part",
        "відхилено" if language == "uk" else "rejected",
    ]
