"""An address as a server takes it: one ``@``, no spaces or controls, the domain in ASCII (RFC 5321, IDNA)."""

import re
from email.utils import parseaddr

from contracts.mail.transport import Refused

_LOCAL = re.compile(r"[^\s@<>()\[\],;:\\\"\x00-\x1f\x7f]+")
_LABEL = re.compile(r"(?!-)[A-Za-z0-9-]{1,63}(?<!-)")


def deliverable(address: str) -> str:
    """The address with its domain in ASCII; raises :class:`Refused` where it is none."""
    local, at, domain = address.strip().rpartition("@")
    name = _ascii(domain)
    is_whole = at and _LOCAL.fullmatch(local) and ".." not in local and local[0] != "." and local[-1] != "."
    if not is_whole or not all(_LABEL.fullmatch(label) for label in name.split(".")):
        raise Refused(f"{address!r} is not an e-mail address")
    return f"{local}@{name}"


def of_sender(sender: str) -> str:
    """The bare address of ``Dohovir <dohovir@example.com>``."""
    return deliverable(parseaddr(sender)[1])


def _ascii(domain: str) -> str:
    try:
        return domain.encode("idna").decode("ascii")
    except UnicodeError:
        return ""
