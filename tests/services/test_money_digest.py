"""The digest tells each reader the money of their contracts, and managers all of it with what nobody matched (§10)."""

from datetime import date

from sqlalchemy import select

from contracts.core.money import money
from contracts.core.statement import Line
from contracts.services.charges import NewCharge, post_charge
from contracts.services.payments import add_payment
from contracts.services.remind import remind
from contracts.services.which import Which
from contracts.store.engine import reading
from contracts.store.tables import Message, table_of
from tests.cast import add_contract, settle
from tests.conftest import TODAY


def test_owners_see_their_money_and_managers_all(desk, call):
    cast = settle(desk, call())
    add_contract(desk, call(), cast, number="7-Т")
    add_contract(desk, call(), cast, number="8-Х", owner_id=cast.tkachuk)
    for contract, number, amount in (("7-Т", "АКТ-1", "100.00"), ("8-Х", "АКТ-2", "30.00")):
        sum_ = money(amount, "UAH")
        due = date(2026, 10, 15)
        post_charge(desk, call(), NewCharge("act", number, date(2026, 10, 1), sum_, which=Which(contract), due_on=due))
    add_payment(desk, call(), Line(TODAY, money("5.00", "UAH"), other_name="Хтось", purpose="за щось"))
    remind(desk, call())
    table = table_of(Message)
    with reading(desk.engine) as conn:
        rows = conn.execute(select(table.c.recipient_id, table.c.content)).all()
    told = {row.recipient_id: row.content["sums"] for row in rows}
    assert told[cast.marchenko]["owed_late"] == [["100.00", "UAH"]]
    assert told[cast.tkachuk]["owed_late"] == [["30.00", "UAH"]]
    assert told[cast.bondar]["owed_late"] == [["130.00", "UAH"]]
    assert told[cast.bondar]["not_matched"] == [["5.00", "UAH"]]
