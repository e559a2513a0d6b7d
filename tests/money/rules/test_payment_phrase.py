"""Terms in the words of a contract: every word is understood, or the day stays unknown (domain §6)."""

import time
from datetime import date

import pytest

from contracts.kernel.calendar import FAR, WEEKENDS_ONLY
from contracts.kernel.money import money
from contracts.money.rules.charge_due import ChargeTerms, agreed_parts, dues_of
from contracts.money.rules.ledger import DueForm
from contracts.money.rules.payment_phrase import read_phrase

WHOLE = money("1000.00", "UAH")


def short(text: str) -> str:
    """The parts in the notation of the command line."""
    shown = []
    for part in read_phrase(text):
        share = f"{float(part.share * 100):g}% " if part.share is not None else ""
        after = f"+{part.wait}" if part.wait else ""
        if part.month_day is not None:
            after = f"@{part.month_day}" + (f"+{part.months}m" if part.months is not None else "")
        shown.append(f"{share}{part.day or part.event + after}")
    return "; ".join(shown)


@pytest.mark.parametrize(
    ("phrase", "meaning"),
    [
        ("30 к.д.", "issued+30d"),
        ("30 к. д. з дати накладної", "delivered+30d"),
        ("15 р.д.", "issued+15wd"),
        ("5 р/д з дня підписання договору", "contract_signed+5wd"),
        ("10 б.д. після акту", "act_signed+10bd"),
        ("10 банк. дн. після акта", "act_signed+10bd"),
        ("45 календ. дн. з дня відвантаження", "delivered+45d"),
        ("20 кд", "issued+20d"),
        ("10 b.d. after the act", "act_signed+10bd"),
        ("до 20-го", "issued@20"),
        ("до 5 числа наступного місяця", "issued@5+1m"),
        ("до 10 числа місяця, наступного за звітним", "issued@10+1m"),
        ("не пізніше 15 числа кожного місяця", "issued@15"),
        ("by the 20th of the following month", "issued@20+1m"),
        ("до кінця поточного місяця", "issued@31+0m"),
        ("до 31.12.2026", "2026-12-31"),
        ("10 банківських днів після акта", "act_signed+10bd"),
        ("протягом 5 (п’яти) робочих днів з дати поставки товару", "delivered+5wd"),
        ("15 календарних днів з моменту отримання рахунку", "invoice_received+15d"),
        ("протягом 14 календарних днів з дня підписання сторонами акта приймання-передачі", "act_signed+14d"),
        ("в течение 3 дней со дня подписания акта", "act_signed+3d"),
        ("10 днів", "issued+10d"),
        ("до 20 днів після поставки", "delivered+20d"),
        ("протягом місяця з дати підписання акта", "act_signed+1m"),
        ("30 days after invoice", "invoice_received+30d"),
        ("Net 45 days", "invoice_received+45d"),
        ("по факту поставки", "delivered"),
        ("100 % передоплата", "100% demand+7d"),
        ("30 % передоплата, решта протягом 10 днів після поставки", "30% demand+7d; delivered+10d"),
        (
            "30 (тридцять) % аванс протягом 5 б.д. з дати укладення договору; решта 70 % — 15 р.д. після акта",
            "30% contract_signed+5bd; 70% act_signed+15wd",
        ),
        ("70 % предоплата, остаток 30 % в течение 5 раб. дней после отгрузки", "70% demand+7d; 30% delivered+5wd"),
        ("30 % upfront, balance within 10 business days after delivery", "30% demand+7d; delivered+10wd"),
    ],
)
def test_r1_short_forms_of_three_languages_are_read(phrase, meaning):
    assert short(phrase) == meaning


@pytest.mark.parametrize(
    "phrase",
    [
        "",
        "абракадабра",
        "до 25 числа попереднього місяця",
        "30 % — 5 днів, решта — 10 днів після акта",
        "30 % передоплата",
        "30 % передоплата, решта",
        "30 % аванс, решта 60 % протягом 5 днів після акта",
        "не 30 днів",
        "15 р.д. або 30 к.д.",
        "10-20 днів",
        "10 днів після підписання",
        "за 5 днів до поставки",
        "30 днів, якщо сторони не домовилися про інше",
        "після підписання акта",
        "10 днів після акта та отримання рахунку",
        "до 32 числа",
        "до 31.02.2026",
        "десяти днів",
    ],
)
def test_r1_one_word_not_understood_leaves_the_phrase_to_a_person(phrase):
    assert read_phrase(phrase) == ()


@pytest.mark.parametrize("terms", ["абракадабра", "до 25 числа попереднього місяця", "30 днів або як домовимось"])
def test_r1_terms_that_cannot_be_read_are_never_due_on_issue(terms):
    charge = ChargeTerms("act", "А-1", date(2026, 3, 2), WHOLE)
    (part,) = dues_of(charge, terms, WEEKENDS_ONLY)
    assert (part.due_on, part.form, part.waits_for) == (FAR, DueForm.UNKNOWN, "terms")
    assert [step.code for step in part.steps] == ["due_unread"]
    (by_law,) = dues_of(charge, "", WEEKENDS_ONLY)
    assert by_law.due_on == date(2026, 3, 2)


def test_r1_parts_read_from_a_phrase_have_their_own_days():
    terms = "30 % передоплата, решта протягом 10 днів після поставки"
    advance, rest = dues_of(ChargeTerms("act", "А-1", date(2026, 3, 2), WHOLE), terms, WEEKENDS_ONLY)
    assert (advance.amount.wire, advance.form, advance.waits_for) == ("300.00", DueForm.UNKNOWN, "demand")
    assert (rest.amount.wire, rest.due_on) == ("700.00", date(2026, 3, 12))


@pytest.mark.parametrize("piece", [" ", "1", ".", "(", "30 % ", "до ", "числа ", "і, ", "x"])
def test_r1_hostile_texts_are_read_in_a_blink(piece):
    began = time.process_time()
    assert agreed_parts("30" + piece * 10_000 + "z") == ()
    assert agreed_parts("30" + piece * 200) == () or piece in " ."
    assert time.process_time() - began < 2
