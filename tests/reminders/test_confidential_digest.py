"""A confidential contract in the mail of somebody who may not see it: its number and what to do, and no more (§11)."""

from datetime import date

from sqlalchemy import select

from contracts.kernel.database.engine import reading
from contracts.kernel.database.tables import table_of
from contracts.mail.tables import MessageRow
from contracts.reminders.daily import remind
from contracts.reminders.digest.content import from_json
from contracts.reminders.digests import write_mail
from tests.cast import add_contract, settle


def test_a_manager_who_may_not_see_a_confidential_contract_reads_its_number_and_what_to_do(ctx, call):
    cast = settle(ctx, call())
    add_contract(
        ctx, call(), cast, number="СЕКРЕТ", title="таємниця", amount_minor=777_00, currency="UAH", is_confidential=True
    )
    remind(ctx, call(date(2026, 11, 23)))
    remind(ctx, call(date(2026, 11, 30)))
    table = table_of(MessageRow)
    with reading(ctx.engine) as conn:
        rows = conn.execute(select(table.c.recipient_id, table.c.content).order_by(table.c.id)).all()
    mails = {row.recipient_id: from_json(row.content) for row in rows if row.content["items"]}
    (hidden,), (shown,) = mails[cast.bondar].items, mails[cast.marchenko].items
    assert (hidden.number, hidden.kind, hidden.is_hidden) == ("СЕКРЕТ", shown.kind, True)
    assert (hidden.title, hidden.counterparty, hidden.amount, hidden.why) == ("", "", None, ())
    assert shown.title == "таємниця" and shown.why and not shown.is_hidden
    text = write_mail(ctx, next(row.content for row in rows if row.recipient_id == cast.bondar), "uk").text
    assert "СЕКРЕТ" in text and "конфіденційний" in text and "таємниця" not in text and "2027" not in text
