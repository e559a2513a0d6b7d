"""A mail server in a process of its own that can be away for days and remembers everything it accepted."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller


class Sink:
    """A handle on the server; ``received`` lists (recipient, Message-ID) in order of acceptance."""

    def __init__(self, folder: Path) -> None:
        self._log = folder / "accepted.jsonl"
        self._log.touch()
        self._process: subprocess.Popen[bytes] | None = None
        self.port = _free_port()

    @property
    def received(self) -> list[tuple[str, str]]:
        """What was accepted so far; a line is written before the server says so."""
        return [tuple(json.loads(line)) for line in self._log.read_text(encoding="utf-8").splitlines()]

    def up(self) -> None:
        """Begin to accept; returns once the port answers."""
        if self._process is None:
            command = [sys.executable, "-m", "tests.soak.sink", str(self.port), str(self._log)]
            self._process = subprocess.Popen(command, stdout=subprocess.PIPE)
            assert self._process.stdout is not None
            assert self._process.stdout.readline() == b"ready\n"

    def down(self) -> None:
        """Refuse every connection."""
        if self._process is not None:
            self._process.terminate()
            self._process.communicate()
            self._process = None


class _Handler:
    def __init__(self, log: Path) -> None:
        self._log = log

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        """Called by aiosmtpd for each accepted mail."""
        mail = message_from_bytes(envelope.content, policy=policy.default)
        with self._log.open("a", encoding="utf-8") as log:
            log.write(json.dumps([envelope.rcpt_tos[0], mail["Message-ID"]]) + "\n")
            log.flush()
            os.fsync(log.fileno())
        return "250 taken"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _serve(port: int, log: Path) -> None:
    stopped = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stopped.set())
    controller = Controller(_Handler(log), hostname="127.0.0.1", port=port)
    controller.start()
    print("ready", flush=True)  # noqa: T201
    stopped.wait()
    controller.stop()


if __name__ == "__main__":
    _serve(int(sys.argv[1]), Path(sys.argv[2]))
