"""The digest tells each reader the money of their contracts, and managers all of it with what nobody matched (§10)."""

from datetime import date

from sqlalchemy import select

from contracts.kernel.database.engine import reading
from contracts.kernel.database.tables import table_of
from contracts.kernel.money import money
from contracts.language import Words
from contracts.mail.tables import MessageRow
from contracts.money.import_statement import add_payment
from contracts.money.post_charge import NewCharge, post_charge
from contracts.money.rules.statement import StatementLine
from contracts.registry.lookup import Which
from contracts.reminders.daily import remind
from contracts.reminders.digest.content import from_json
from contracts.reminders.digest.digest import render
from tests.cast import add_contract, settle
from tests.conftest import TODAY


def test_managers_see_what_to_sue_for_soon(ctx, call):
    cast = settle(ctx, call())
    add_contract(ctx, call(), cast, number="7-Т")
    for number, due in (("АКТ-1", date(2022, 5, 10)), ("АКТ-2", date(2016, 5, 10)), ("АКТ-3", date(2026, 10, 15))):
        sum_ = money("100.00", "UAH")
        new = NewCharge("act", number, date(2016, 5, 1), sum_, which=Which("7-Т"), due_on=due)
        post_charge(ctx, call(), new)
    remind(ctx, call())
    table = table_of(MessageRow)
    with reading(ctx.engine) as conn:
        rows = conn.execute(select(table.c.recipient_id, table.c.content)).all()
    told = {row.recipient_id: from_json(row.content) for row in rows}
    assert told[cast.marchenko].sums.limitation == ()
    assert told[cast.bondar].sums.limitation == (("2026-12-14", "100.00", "UAH", "ТОВ «Чистий двір»", "АКТ-1", "near"),)
    mail = render(told[cast.bondar], Words("uk", ctx.sockets))
    for part in (mail.text, mail.html):
        assert "до пн 14.12.2026: 100,00 грн, ТОВ «Чистий двір», АКТ-1" in part.replace("\u00a0", " ")


def test_owners_see_their_money_and_managers_all(ctx, call):
    cast = settle(ctx, call())
    add_contract(ctx, call(), cast, number="7-Т")
    add_contract(ctx, call(), cast, number="8-Х", owner_id=cast.tkachuk)
    for contract, number, amount in (("7-Т", "АКТ-1", "100.00"), ("8-Х", "АКТ-2", "30.00")):
        sum_ = money(amount, "UAH")
        due = date(2026, 10, 15)
        post_charge(ctx, call(), NewCharge("act", number, date(2026, 10, 1), sum_, which=Which(contract), due_on=due))
    add_payment(ctx, call(), StatementLine(TODAY, money("5.00", "UAH"), other_name="Хтось", purpose="за щось"))
    remind(ctx, call())
    table = table_of(MessageRow)
    with reading(ctx.engine) as conn:
        rows = conn.execute(select(table.c.recipient_id, table.c.content)).all()
    told = {row.recipient_id: row.content["sums"] for row in rows}
    assert told[cast.marchenko]["owed_late"] == [["100.00", "UAH"]]
    assert told[cast.tkachuk]["owed_late"] == [["30.00", "UAH"]]
    assert told[cast.bondar]["owed_late"] == [["130.00", "UAH"]]
    assert told[cast.bondar]["not_matched"] == [["5.00", "UAH"]]
