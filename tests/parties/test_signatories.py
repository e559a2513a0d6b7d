"""Who may sign on a day: not before the authority begins, up to and including its last day (domain §11)."""

from datetime import date

import pytest

from contracts.documents.facts import party_of
from contracts.kernel.database.engine import reading
from contracts.kernel.refusal import Refusal
from contracts.parties.parties import Signatory, add_account, add_signatory
from tests.cast import settle


def _signs(ctx, company: int, on: date) -> str | None:
    with reading(ctx.engine) as conn:
        found = party_of(conn, company, on).signatory
    return found.name if found else None


def test_an_authority_holds_from_its_first_to_its_last_day(ctx, call) -> None:
    cast = settle(ctx, call())
    first = Signatory("Коваленко Олег Вікторович", "директор", "Статут", last_day=date(2026, 11, 30))
    add_signatory(ctx, call(), None, first)
    add_signatory(
        ctx, call(), None, Signatory("Гнатюк Ольга Василівна", "директор", "Статут", from_on=date(2026, 12, 1))
    )
    assert _signs(ctx, cast.company, date(2026, 11, 23)) == "Коваленко Олег Вікторович"
    assert _signs(ctx, cast.company, date(2026, 11, 30)) == "Коваленко Олег Вікторович"
    assert _signs(ctx, cast.company, date(2026, 12, 1)) == "Гнатюк Ольга Василівна"


def test_an_authority_that_ends_before_it_begins_is_refused(ctx, call) -> None:
    settle(ctx, call())
    who = Signatory(
        "Коваленко Олег Вікторович", "директор", "Статут", from_on=date(2026, 12, 1), last_day=date(2026, 11, 1)
    )
    with pytest.raises(Refusal, match="2026-11-01"):
        add_signatory(ctx, call(), None, who)


def test_an_account_in_another_currency_is_never_taken(ctx, call) -> None:
    company = settle(ctx, call()).company
    for number, currency in (("UA00USD", "USD"), ("UA00EUR", "EUR")):
        add_account(ctx, call(), None, {"account": number, "bank": "АТ «Банк»", "currency": currency})
    with reading(ctx.engine) as conn:
        assert party_of(conn, company, date(2026, 11, 23), currency="UAH").iban == ""
        assert party_of(conn, company, date(2026, 11, 23), currency="EUR").iban == "UA00EUR"
