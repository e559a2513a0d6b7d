"""Mails through an SMTP server over one connection: what is refused for good is told from what may be tried again.

A 5xx answer about the recipient or the text refuses the message; everything else (4xx, silence, a broken connection,
a login refused or missing, no STARTTLS) postpones it. Once the text is on its way a break leaves it unsure, for the
server may have taken it (RFC 5321, 4.5.5).
"""

import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Literal

from contracts.mail.transport import Postponed, Refused, Transport, deliverable, of_sender

_LEADING_DOT = re.compile(rb"(?m)^\.")
_ENDING = re.compile(rb"\r\n|\r|\n")
#: "Authentication required" and its kin: our own fault, whichever command it answers.
_ENTRANCE = (530, 534, 535, 538)


@dataclass(frozen=True, slots=True)
class Account:
    """The mail server and how to enter it; ``timeout`` in seconds holds for every single answer."""

    host: str
    port: int = 587
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: str = ""
    password: str = field(default="", repr=False)
    timeout: float = 30
    #: Certificates to trust beyond those of the system; a file in PEM.
    ca_file: str = ""


@contextmanager
def connected(account: Account) -> Iterator[Transport]:
    """The server as a transport. Raises :class:`Postponed` where it cannot be reached or entered."""
    way = _Server(account)
    way.open()
    try:
        yield way
    finally:
        way.close()


class _Server:
    """One connection, opened again for the next message where it was lost."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._smtp: smtplib.SMTP | None = None

    def open(self) -> smtplib.SMTP:
        """The open connection, entered."""
        if self._smtp is None:
            account = self._account
            try:
                self._smtp = _enter(account)
            except smtplib.SMTPResponseException as error:
                raise Postponed(_said(error.smtp_code, error.smtp_error)) from None
            except (OSError, smtplib.SMTPException, UnicodeError) as error:
                raise Postponed(f"{account.host}:{account.port}: {error}") from None
        return self._smtp

    def close(self) -> None:
        """Leave; a server that does not answer any more is simply left."""
        if self._smtp is not None:
            with suppress(OSError, smtplib.SMTPException):
                self._smtp.quit()
        self._drop()

    def send(self, sender: str, address: str, data: bytes) -> str:
        """Hand over one message; says what the server said when it took it."""
        target, origin = deliverable(address), of_sender(sender)
        smtp = self.open()
        try:
            self._envelope(smtp, origin, target)
            self._expect(smtp, *smtp.docmd("DATA"), wanted=(354,))
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            raise Postponed(_broken(error)) from None
        return self._text(smtp, data)

    def _envelope(self, smtp: smtplib.SMTP, origin: str, target: str) -> None:
        options = []
        if not target.isascii():
            if not smtp.has_extn("smtputf8"):
                raise Refused(f"the server takes no letters beyond ASCII in an address: {target}")
            options = ["SMTPUTF8", "BODY=8BITMIME"]
        code, said = smtp.mail(origin, options)
        if code != 250:
            # A refused sender is our own fault and concerns every message: nothing may be lost for it.
            self._reset(smtp, code)
            raise Postponed(_said(code, said))
        self._expect(smtp, *smtp.rcpt(target), wanted=(250, 251))

    def _text(self, smtp: smtplib.SMTP, data: bytes) -> str:
        """From here on a break may leave a copy with the server."""
        try:
            smtp.send(_quoted(data))
            code, said = smtp.getreply()
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            raise Postponed(_broken(error), may_have_arrived=True) from None
        self._expect(smtp, code, said, wanted=(250,))
        return _said(code, said)

    def _expect(self, smtp: smtplib.SMTP, code: int, said: bytes, *, wanted: tuple[int, ...]) -> None:
        if code in wanted:
            return
        self._reset(smtp, code)
        if 500 <= code < 600 and code not in _ENTRANCE:
            raise Refused(_said(code, said))
        raise Postponed(_said(code, said))

    def _reset(self, smtp: smtplib.SMTP, code: int) -> None:
        """Ready for the next message; 421 and a code that is none mean that the server leaves."""
        if code == 421 or code < 200:
            self._drop()
            return
        try:
            smtp.rset()
        except (OSError, smtplib.SMTPException):
            self._drop()

    def _drop(self) -> None:
        if self._smtp is not None:
            self._smtp.close()
        self._smtp = None


def _enter(account: Account) -> smtplib.SMTP:
    if account.security == "tls":
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(
            account.host, account.port, timeout=account.timeout, context=_trust(account)
        )
    else:
        smtp = smtplib.SMTP(account.host, account.port, timeout=account.timeout)
    try:
        smtp.ehlo_or_helo_if_needed()
        if account.security == "starttls":
            smtp.starttls(context=_trust(account))
            smtp.ehlo()
        if account.user:
            smtp.login(account.user, account.password)
    except BaseException:
        smtp.close()
        raise
    return smtp


def _trust(account: Account) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=account.ca_file or None)


def _quoted(data: bytes) -> bytes:
    """CRLF lines, leading dots doubled, the closing dot (RFC 5321, 4.5.2)."""
    lines = _ENDING.sub(b"\r\n", data)
    body = _LEADING_DOT.sub(b"..", lines)
    return body + (b".\r\n" if body.endswith(b"\r\n") else b"\r\n.\r\n")


def _said(code: int, said: bytes | str) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return f"{code} {' '.join(text.split())}".strip()


def _broken(error: Exception) -> str:
    return f"the connection broke: {error}" if str(error) else "the connection broke"
