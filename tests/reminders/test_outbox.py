"""The outbox against a real SMTP server: one bad address stops nobody, silence loses nothing (F11, F12)."""

from datetime import date, timedelta
from email import message_from_bytes
from email.policy import default
from functools import partial

from sqlalchemy import update

from contracts.kernel.database.engine import reading, writing
from contracts.kernel.database.tables import table_of
from contracts.mail import queries as messages
from contracts.mail.outbox import deliver
from contracts.mail.smtp import Account, connected
from contracts.mail.transport import Post as MailPost
from contracts.mail.transport import Retries
from contracts.people.tables import PersonRow
from contracts.reminders.daily import remind
from tests.cast import add_contract, settle
from tests.conftest import with_policy
from tests.mail.servers import Mood, serving

MONDAY = date(2026, 11, 23)
PEOPLE = ("marchenko", "tkachuk", "bondar", "admin")


def _four_readers(ctx, call, *, addresses: dict[str, str] | None = None) -> None:
    """A contract for each person of the cast, so that each gets a digest on Monday."""
    cast = settle(ctx, call())
    for login in PEOPLE:
        add_contract(ctx, call(), cast, owner_id=getattr(cast, login))
    people = table_of(PersonRow)
    with writing(ctx.engine) as conn:
        for login, address in (addresses or {}).items():
            conn.execute(update(people).where(people.c.login == login).values(email=address))
        conn.commit()


def _over(ctx, account: Account, retries: Retries | None = None):
    before = ctx.policy(MailPost)
    return with_policy(ctx, MailPost(partial(connected, account), before.sender, retries or before.retries))


def _text(data: bytes) -> str:
    body = message_from_bytes(data, policy=default).get_body(("plain",))
    return " ".join(body.get_content().split())


def test_f11_of_four_addresses_two_bad_ones_stop_nobody(ctx, call):
    _four_readers(ctx, call, addresses={"tkachuk": "malformed", "bondar": "gone@yasensvit.example"})
    mood = Mood(rcpt={"gone@yasensvit.example": "550 5.1.1 no such user"})
    with serving(mood) as account:
        remind(ctx, call(MONDAY))
        done = deliver(_over(ctx, account), call(), "tests")
    assert (done.sent, done.failed) == (2, 2) and mood.connections == 1
    assert {to.partition("@")[0] for to, _ in mood.kept} == {"marchenko", "admin"}
    with reading(ctx.engine) as conn:
        said = {address: why for _, address, why in messages.failed_since(conn, None, ctx.now())}
    assert said["gone@yasensvit.example"] == "550 5.1.1 no such user"
    assert "malformed" in said["malformed"]


def test_f12_a_server_away_for_two_days_loses_nothing_and_gets_one_mail_each(ctx, call):
    _four_readers(ctx, call)
    with serving(Mood()) as gone:
        pass
    for day in (MONDAY, MONDAY + timedelta(days=1)):
        remind(ctx, call(day))
        done = deliver(_over(ctx, gone), call(), "tests")
        assert (done.sent, done.failed, done.postponed) == (0, 0, 0) and done.server_said
    mood = Mood()
    with serving(mood) as account:
        remind(ctx, call(MONDAY + timedelta(days=2)))
        assert deliver(_over(ctx, account), call(), "tests").sent == len(mood.kept) == 4
        assert deliver(_over(ctx, account), call(), "tests").sent == 0
    assert sorted(to for to, _ in mood.kept) == sorted(f"{login}@yasensvit.example" for login in PEOPLE)


def test_f12_a_break_after_the_text_is_repeated_with_the_same_message_id(ctx, call, clock):
    cast = settle(ctx, call())
    add_contract(ctx, call(), cast)
    mood = Mood(drops={"data"})
    with serving(mood) as account:
        over = _over(ctx, account)
        remind(ctx, call(MONDAY))
        assert deliver(over, call(), "tests").postponed == 1
        clock.at += timedelta(hours=1)
        assert deliver(over, call(), "tests").sent == 1
    ids = [next(line for line in data.splitlines() if line.startswith(b"Message-ID")) for _, data in mood.kept]
    assert len(mood.kept) - len(set(ids)) == 1


def test_f12_after_so_many_tries_a_mail_is_given_up_and_shown(ctx, call, clock):
    cast = settle(ctx, call())
    add_contract(ctx, call(), cast)
    mood = Mood(rcpt={"marchenko@yasensvit.example": "451 greylisted"})
    with serving(mood) as account:
        over = _over(ctx, account, retries=Retries(attempts=2, minutes=(5,)))
        remind(ctx, call(MONDAY))
        assert deliver(over, call(), "tests").postponed == 1
        assert deliver(over, call(), "tests").postponed == 0
        clock.at += timedelta(minutes=6)
        assert deliver(over, call(), "tests").failed == 1
        clock.at += timedelta(minutes=6)
        remind(ctx, call(MONDAY + timedelta(days=1)))
        deliver(over, call(), "tests")
    told = [_text(data) for to, data in mood.kept if to.startswith("bondar")]
    assert any("marchenko@yasensvit.example: 451 greylisted" in each for each in told)
