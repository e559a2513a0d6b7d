"""Against a real SMTP server: who is refused, what waits, what may have arrived, that one stops nobody (F11, F12)."""

import ssl
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from contracts.mail.message import Rendered, build
from contracts.mail.smtp import Account, connected
from contracts.mail.transport import Postponed, Refused
from tests.mail.servers import Mood, certificate, login, serving

SENDER = "Dohovir <dohovir@example.com>"


def _mail(to: str = "a@example.com", text: str = "Рядок\n.\n..два\n") -> bytes:
    return build(
        Rendered("Тема", text, f"<p>{text}</p>"),
        sender=SENDER,
        to=to,
        message_id="<1@example.com>",
        at=datetime(2026, 11, 23, 6, tzinfo=UTC),
    )


def test_many_messages_go_over_one_connection() -> None:
    mood = Mood()
    with serving(mood) as account, connected(account) as way:
        said = [way.send(SENDER, f"{n}@example.com", _mail()) for n in range(5)]
    assert said == ["250 Taken"] * 5 and len(mood.kept) == 5 and mood.connections == 1


def test_the_text_arrives_unchanged_with_lines_that_begin_with_a_dot() -> None:
    mood = Mood()
    data = b"Subject: x\r\n\r\n.\r\n..two\r\nend\r\n"
    with serving(mood) as account, connected(account) as way:
        way.send(SENDER, "a@example.com", data)
    assert mood.kept == [("a@example.com", data)]


def test_f11_one_bad_address_stops_nobody() -> None:
    mood = Mood(rcpt={"gone@example.com": "550 5.1.1 no such user"})
    said: list[str] = []
    with serving(mood) as account, connected(account) as way:
        for address in ("first@example.com", "malformed", "gone@example.com", "last@example.com"):
            try:
                said.append(way.send(SENDER, address, b"Subject: x\r\n\r\nx\r\n"))
            except Refused as refusal:
                said.append(str(refusal))
    assert [to for to, _ in mood.kept] == ["first@example.com", "last@example.com"]
    assert said == ["250 Taken", "'malformed' is not an e-mail address", "550 5.1.1 no such user", "250 Taken"]
    assert mood.connections == 1


@pytest.mark.parametrize(
    ("answer", "kind"), [("451 try later", Postponed), ("452 box is full", Postponed), ("554 spam", Refused)]
)
def test_what_is_said_after_the_text_decides(answer: str, kind: type[Exception]) -> None:
    mood = Mood(data=[answer])
    with serving(mood) as account, connected(account) as way:
        with pytest.raises(kind, match=answer) as found:
            way.send(SENDER, "a@example.com", _mail())
        assert not getattr(found.value, "may_have_arrived", False)
        assert way.send(SENDER, "a@example.com", _mail()) == "250 Taken"


def test_greylisting_is_no_refusal() -> None:
    with (
        serving(Mood(rcpt={"a@example.com": "450 come back"})) as account,
        connected(account) as way,
        pytest.raises(Postponed, match="450 come back"),
    ):
        way.send(SENDER, "a@example.com", _mail())


def test_f12_a_connection_lost_after_the_text_leaves_it_unsure_and_the_next_one_is_opened() -> None:
    mood = Mood(drops={"data"})
    with serving(mood) as account, connected(account) as way:
        with pytest.raises(Postponed) as found:
            way.send(SENDER, "a@example.com", _mail())
        assert found.value.may_have_arrived
        assert way.send(SENDER, "a@example.com", _mail()) == "250 Taken"
    assert mood.connections == 2


def test_a_connection_lost_before_the_text_is_sure_not_to_have_arrived() -> None:
    mood = Mood(drops={"rcpt"})
    with serving(mood) as account, connected(account) as way, pytest.raises(Postponed) as found:
        way.send(SENDER, "a@example.com", _mail())
    assert not found.value.may_have_arrived and not mood.kept


def test_a_server_that_stalls_is_left_after_the_timeout() -> None:
    with (
        serving(Mood(drops={"answer"})) as account,
        connected(replace(account, timeout=0.2)) as way,
        pytest.raises(Postponed) as found,
    ):
        way.send(SENDER, "a@example.com", _mail())
    assert found.value.may_have_arrived


def test_a_server_that_is_not_there_postpones_everything() -> None:
    with serving(Mood()) as account:
        pass
    with pytest.raises(Postponed, match=f"127.0.0.1:{account.port}"), connected(account):
        pass


def test_starttls_and_login_are_used_where_asked_for(tmp_path: Path) -> None:
    cert, key = certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    mood = Mood()
    asks = {"require_starttls": True, "auth_required": True, "authenticator": login, "tls_context": context}
    with serving(mood, **asks) as bare:
        account = replace(bare, security="starttls", user="dohovir", password="secret", ca_file=str(cert))
        with connected(account) as way:
            assert way.send(SENDER, "a@example.com", _mail()) == "250 Taken"
        with pytest.raises(Postponed, match="535"), connected(replace(account, password="wrong")):
            pass
        with pytest.raises(Postponed, match="certificate"), connected(replace(account, ca_file="")):
            pass
        with connected(bare) as way, pytest.raises(Postponed, match="530"):
            way.send(SENDER, "a@example.com", _mail())
    assert len(mood.kept) == 1


def test_without_starttls_at_the_server_nothing_is_sent_in_the_clear() -> None:
    mood = Mood()
    with (
        serving(mood) as account,
        pytest.raises(Postponed, match="STARTTLS"),
        connected(replace(account, security="starttls")),
    ):
        pass
    assert not mood.kept


def test_a_domain_of_any_alphabet_is_written_in_ascii() -> None:
    mood = Mood()
    with serving(mood) as account, connected(account) as way:
        way.send(SENDER, "olena@чистий-двір.укр", _mail("olena@чистий-двір.укр"))
    assert mood.kept[0][0].isascii() and mood.kept[0][0].startswith("olena@xn--")


def test_a_local_part_beyond_ascii_is_refused_where_the_server_cannot_take_it() -> None:
    with (
        serving(Mood(), enable_SMTPUTF8=False) as account,
        connected(account) as way,
        pytest.raises(Refused, match="beyond ASCII"),
    ):
        way.send(SENDER, "олена@example.com", _mail())
    mood = Mood()
    with serving(mood, enable_SMTPUTF8=True) as account, connected(account) as way:
        way.send(SENDER, "олена@example.com", _mail("олена@example.com"))
    assert mood.kept[0][0] == "олена@example.com"


@pytest.mark.parametrize(
    "address", ["", "a", "a@", "@b", "a b@c.d", "a@b@c.d", "a@-b.d", "a@b..d", "a@b.d\r\nRCPT TO:<x@y>"]
)
def test_what_is_no_address_never_reaches_the_server(address: str) -> None:
    mood = Mood()
    with serving(mood) as account, connected(account) as way, pytest.raises(Refused, match="not an e-mail address"):
        way.send(SENDER, address, b"Subject: x\r\n\r\n")
    assert not mood.kept


def test_the_password_stands_in_no_text() -> None:
    assert "secret" not in repr(Account("host", password="secret"))
