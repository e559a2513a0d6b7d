"""A real SMTP server in a thread, with the moods a server may have, and a certificate made for the test."""

import asyncio
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

from contracts.mail.smtp import Account


@dataclass
class Mood:
    """How the server answers: by address, by text, and what it keeps."""

    rcpt: dict[str, str] = field(default_factory=dict)
    data: list[str] = field(default_factory=list)
    drops: set[str] = field(default_factory=set)
    kept: list[tuple[str, bytes]] = field(default_factory=list)
    connections: int = 0

    async def handle_EHLO(  # noqa: N802 -- aiosmtpd names it
        self, server: SMTP, session: Any, envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        self.connections += session.host_name is None
        session.host_name = hostname
        return responses

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if "rcpt" in self.drops:
            server.transport.abort()
        answer = self.rcpt.get(address, "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:  # noqa: N802
        answer = self.data.pop(0) if self.data else "250 Taken"
        if "data" in self.drops:
            self.kept.append((envelope.rcpt_tos[0], envelope.original_content))
            self.drops.discard("data")
            server.transport.abort()
            return answer
        if "answer" in self.drops:
            await asyncio.Event().wait()
        if answer.startswith("250"):
            self.kept.append((envelope.rcpt_tos[0], envelope.original_content))
        return answer


class _Sink(Controller):
    """A controller that knocks at the port the system chose."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def serving(mood: Mood, **settings: Any) -> Iterator[Account]:
    """The server on a free loopback port; gives the account that enters it."""
    controller = _Sink(mood, hostname="127.0.0.1", port=0, **settings)
    controller.start()
    try:
        yield Account("127.0.0.1", controller.port, security="none", timeout=5)
    finally:
        controller.stop()


def login(server: SMTP, session: Any, envelope: Any, mechanism: str, given: Any) -> AuthResult:
    """One user, one password."""
    right = isinstance(given, LoginPassword) and (given.login, given.password) == (b"dohovir", b"secret")
    return AuthResult(success=right, handled=False)


def certificate(folder: Path) -> tuple[Path, Path]:
    """A self-signed certificate for 127.0.0.1 by the openssl command; skips the test where there is none."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed: no certificate can be made")
    cert, key = folder / "cert.pem", folder / "key.pem"
    subject = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    subprocess.run(
        [*command, "-days", "36500", "-keyout", str(key), "-out", str(cert), *subject], check=True, capture_output=True
    )
    return cert, key
