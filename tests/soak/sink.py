"""A mail server on the loopback that can be away for days and remembers everything it accepted."""

import socket
from email import message_from_bytes, policy
from typing import Any

from aiosmtpd.controller import Controller


class Sink:
    """Accepts mail while it is up; ``received`` lists (recipient, Message-ID) in order of acceptance."""

    def __init__(self) -> None:
        self.received: list[tuple[str, str]] = []
        self.port = _free_port()
        self._controller: Controller | None = None

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        """Called by aiosmtpd for each accepted mail."""
        mail = message_from_bytes(envelope.content, policy=policy.default)
        self.received.append((envelope.rcpt_tos[0], mail["Message-ID"]))
        return "250 taken"

    def up(self) -> None:
        """Begin to accept."""
        if self._controller is None:
            self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
            self._controller.start()

    def down(self) -> None:
        """Refuse every connection."""
        if self._controller is not None:
            self._controller.stop()
            self._controller = None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
