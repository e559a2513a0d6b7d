"""A mark of the audit trail's end, kept outside the database: whoever writes the rows anew cannot make it anew.

The key lies beside the register, never in it nor in a backup; the marks go out in every digest and every backup.
"""

import hashlib
import hmac
import secrets
from pathlib import Path

from contracts.kernel.outside.outputs import PRIVATE, write_aside

KEY = "audit.key"
#: Letters of a mark: enough that nobody meets one by chance, few enough to be compared by eye.
LETTERS = 16


def key_of(data: Path) -> bytes:
    """The key of a register, made when it is first asked for. Raises ``FileFault`` where it cannot be written."""
    path = data / KEY
    if not path.is_file():
        write_aside(path, secrets.token_hex(32).encode(), mode=PRIVATE)
    return path.read_bytes().strip()


def mark_of(key: bytes, seq: int, hash: str) -> str:
    """The mark of the trail's end: the number of the last event, and a code only the holder of the key can make."""
    code = hmac.new(key, f"{seq}\n{hash}".encode(), hashlib.sha256).hexdigest()
    return f"{seq}-{code[:LETTERS]}"


def is_mark(key: bytes, mark: str, hash: str) -> bool:
    """Whether a mark was made of the event with this hash."""
    seq = mark.partition("-")[0]
    return seq.isdecimal() and hmac.compare_digest(mark.strip().encode(), mark_of(key, int(seq), hash).encode())
