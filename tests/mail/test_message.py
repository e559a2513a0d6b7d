"""A message has the headers a mail program needs, the same Message-ID each time, and no header anybody entered."""

from datetime import UTC, datetime
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import compat32, default
from pathlib import Path

import pytest

from contracts.mail.eml import folder
from contracts.mail.message import Attached, Rendered, build
from contracts.mail.transport import Postponed, Refused

AT = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
MAIL = Rendered("Сьогодні останній день: відмова за № 118-П/24, ще 6 справ", "Олено\n", "<p>Олено</p>", "uk")


def _read(data: bytes) -> EmailMessage:
    read = message_from_bytes(data, policy=default)
    assert isinstance(read, EmailMessage)
    return read


def _built(mail: Rendered = MAIL, to: str = "olena@example.com", at: datetime = AT) -> bytes:
    return build(mail, sender="Договір <dohovir@example.com>", to=to, message_id="<abc@example.com>", at=at)


def test_the_headers_are_those_of_a_mail_made_by_a_program() -> None:
    mail = _read(_built())
    assert mail["Subject"] == MAIL.subject and mail["To"] == "olena@example.com"
    assert mail["From"] == "Договір <dohovir@example.com>" and mail["Message-ID"] == "<abc@example.com>"
    assert mail["Auto-Submitted"] == "auto-generated" and mail["Date"].datetime == AT
    assert mail["List-Unsubscribe"] == "<mailto:dohovir@example.com?subject=unsubscribe>"


def test_where_there_are_pages_the_way_out_leads_to_the_settings() -> None:
    mail = _read(_built(Rendered("s", "t", "h", settings_url="https://d.example.com/settings/mail")))
    assert mail["List-Unsubscribe"] == "<https://d.example.com/settings/mail>"


def test_both_parts_are_there_in_utf_8_and_lines_end_with_crlf() -> None:
    data = _built()
    mail = _read(data)
    text, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert text is not None and text.get_content().strip() == "Олено"
    assert html is not None and html.get_content().strip() == "<p>Олено</p>"
    assert data.replace(b"\r\n", b"").count(b"\n") == 0 and max(map(len, data.split(b"\r\n"))) <= 998


def test_the_same_message_at_one_moment_is_the_same_but_for_its_boundary() -> None:
    first, second = _read(_built()), _read(_built())
    assert first["Message-ID"] == second["Message-ID"] and first["Subject"] == second["Subject"]


@pytest.mark.parametrize("subject", ["a\r\nBcc: x@example.com", "a\nb"])
def test_a_line_break_in_the_subject_adds_no_header(subject: str) -> None:
    with pytest.raises(ValueError, match="a header holds one line"):
        _built(Rendered(subject, "t", "h"))


def test_an_address_with_a_line_break_is_refused() -> None:
    with pytest.raises(Refused):
        _built(to="a@example.com\r\nBcc: b@example.com")


def test_a_file_is_named_by_day_and_address_and_a_repeat_overwrites_itself(tmp_path: Path) -> None:
    with folder(tmp_path / "mail") as way:
        name = way.send("s@example.com", "olena@example.com", _built())
    with folder(tmp_path / "mail") as way:
        again = way.send("s@example.com", "olena@example.com", _built(at=datetime(2026, 11, 24, 6, tzinfo=UTC)))
    assert name == again and name.startswith("2026-11-23-olena@example.com-")
    assert [each.name for each in (tmp_path / "mail").iterdir()] == [name]
    assert _read((tmp_path / "mail" / name).read_bytes())["Date"].datetime.day == 24


def test_two_messages_of_a_day_to_one_person_are_two_files(tmp_path: Path) -> None:
    with folder(tmp_path) as way:
        way.send("s@example.com", "a@example.com", _built())
        other = build(MAIL, sender="s@example.com", to="a@example.com", message_id="<2@example.com>", at=AT)
        way.send("s@example.com", "a@example.com", other)
    assert len(list(tmp_path.glob("*.eml"))) == 2


def test_a_folder_that_cannot_be_made_lets_the_mails_wait(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(Postponed), folder(tmp_path / "file" / "mail"):
        pass


def test_an_address_cannot_leave_the_folder(tmp_path: Path) -> None:
    with folder(tmp_path / "mail") as way:
        name = way.send("s@example.com", "a/b/c@example.com", _built())
    assert "/" not in name and [each.parent.name for each in tmp_path.rglob("*.eml")] == ["mail"]


@pytest.mark.parametrize("ascii_name", [True, False])
def test_a_long_cyrillic_subject_and_sender_keep_every_space(ascii_name):
    subject = "Нагадування про оплату №\u00a02/2026: прострочено 200,00\u00a0грн, і ще 3 документи від 01.09.2026"
    name = "Dohovir" if ascii_name else "ТОВ «Ясенсвіт і партнери», відділ розрахунків з контрагентами"
    rendered = Rendered(subject, "x", "<p>x</p>", sender_name=name)
    data = build(rendered, sender="Dohovir <d@x.example>", to="a@b.example", message_id="<1@x.example>", at=AT)
    mail = message_from_bytes(data, policy=default)
    assert mail["Subject"] == subject
    written = message_from_bytes(data, policy=compat32)["From"]
    assert str(make_header(decode_header(written.rpartition(" <")[0]))) == name
    assert mail["From"].addresses[0].addr_spec == "d@x.example"
    assert max(map(len, data.split(b"\r\n"))) <= 78


def test_a_letter_of_the_company_is_answered_to_people_and_carries_its_file():
    file = Attached("Нагадування про оплату № 2-2026 — ТОВ «Чистий двір».docx", "application/pdf", b"bytes")
    rendered = Rendered("s", "x", "<p>x</p>", reply_to="olena@x.example", attached=(file,), is_personal=True)
    data = build(rendered, sender="d@x.example", to="a@b.example", message_id="<1@x.example>", at=AT)
    mail = message_from_bytes(data, policy=default)
    assert (mail["Reply-To"], mail["List-Unsubscribe"], mail["Auto-Submitted"]) == ("olena@x.example", None, None)
    (attached,) = mail.iter_attachments()
    assert (attached.get_filename(), attached.get_content()) == (file.name, b"bytes")
    assert mail.get_body(("plain",)).get_content().strip() == "x"
