"""A worded mail becomes the bytes that are sent: the same Message-ID at every attempt, no header from outside lines."""

import hashlib
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime, parseaddr

from contracts.mail.transport import deliverable


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that goes with a mail."""

    name: str
    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Rendered:
    """One mail in words. ``settings_url`` is the page where a reader chooses their mails; empty where there is none.

    A personal one is a letter of the company, not one of many: it goes out under ``sender_name`` and is answered to
    ``reply_to``; nobody unsubscribes from it.
    """

    subject: str
    text: str
    html: str
    language: str = ""
    settings_url: str = ""
    sender_name: str = ""
    reply_to: str = ""
    attached: tuple[Attached, ...] = ()
    is_personal: bool = False


def build(rendered: Rendered, *, sender: str, to: str, message_id: str, at: datetime) -> bytes:
    """The message with a text and an HTML part, CRLF lines; ``at`` is the moment of sending, with a zone.

    Raises :class:`~contracts.mail.transport.Refused` where ``to`` is no address, ``ValueError`` where a header would
    break its line: nothing a person entered can add a header.
    """
    address = deliverable(to)
    local, _, domain = address.rpartition("@")
    message = EmailMessage(policy=SMTP if address.isascii() else SMTPUTF8)
    name, own = parseaddr(sender)
    _set_text(message, "From", rendered.sender_name or name, own)
    message["To"] = Address(username=local, domain=domain)
    _set_text(message, "Subject", rendered.subject)
    message["Date"] = format_datetime(at)
    message["Message-ID"] = _one_line(message_id)
    if rendered.reply_to:
        message["Reply-To"] = _header("", rendered.reply_to)
    if not rendered.is_personal:
        message["Auto-Submitted"] = "auto-generated"
        message["List-Unsubscribe"] = _way_out(rendered.settings_url, sender)
    if rendered.language:
        message["Content-Language"] = rendered.language
    message.set_content(rendered.text, charset="utf-8", cte="base64")
    message.add_alternative(rendered.html, subtype="html", charset="utf-8", cte="base64")
    for each in rendered.attached:
        kind, _, subtype = each.media_type.partition("/")
        message.add_attachment(each.data, maintype=kind, subtype=subtype, filename=_one_line(each.name))
    return message.as_bytes()


def _set_text(message: EmailMessage, header: str, text: str, address: str = "") -> None:
    """A header of any letters, with an address behind it where one is given.

    The modern policy loses the space at which it breaks a long Cyrillic text (RFC 2047, 6.2); the older one keeps it.
    """
    if _one_line(text).isascii():
        message[header] = _header(text, address) if address else text
        return
    encoded = Header(text, "utf-8", header_name=header).encode()
    message.set_raw(header, f"{encoded}\r\n <{deliverable(address)}>" if address else encoded)


def _header(name: str, address: str) -> Address:
    local, _, domain = deliverable(address).rpartition("@")
    return Address(name, local, domain)


def _way_out(settings_url: str, sender: str) -> str:
    """Where a reader stops the mails: the settings page, else a mail to the sender."""
    return f"<{_one_line(settings_url)}>" if settings_url else f"<mailto:{parseaddr(sender)[1]}?subject=unsubscribe>"


def _one_line(value: str) -> str:
    if any(ord(letter) < 32 for letter in value):
        raise ValueError("a header holds one line")
    return value


def one_line(text: str) -> str:
    """What people entered, as one line without control signs; no-break spaces stay."""
    visible = (" " if unicodedata.category(letter) in _UNSEEN else letter for letter in text)
    return " ".join(part for part in "".join(visible).split(" ") if part)


def message_id(key: str, installation: str, sender: str) -> str:
    """The Message-ID made from the dedup key: the same for every attempt, unlike that of any other installation."""
    domain = sender.rpartition("@")[2].strip("<> ") or "localhost"
    return f"<{hashlib.sha256(f'{installation}:{key}'.encode()).hexdigest()[:32]}@{domain}>"


#: Controls, formats, surrogates, unassigned, and separators of lines and paragraphs.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
