"""Writing a .docx: the same parts always give the same bytes, and parts that never change are compressed once."""

import struct
import zlib
from collections.abc import Iterable
from typing import NamedTuple

_LOCAL = struct.Struct("<4sHHHHHIIIHH")
_CENTRAL = struct.Struct("<4sHHHHHHIIIHHHHHII")
_END = struct.Struct("<4sHHHHIIH")
_UTF8_NAMES, _DEFLATE, _VERSION = 0x800, 8, 20
#: 1 January 2000, 00:00: no clock in the bytes.
_DAY = (2000 - 1980) << 9 | 1 << 5 | 1


class _Entry(NamedTuple):
    name: bytes
    crc: int
    size: int
    packed: bytes

    def local(self) -> bytes:
        head = (b"PK\3\4", _VERSION, _UTF8_NAMES, _DEFLATE, 0, _DAY, self.crc, len(self.packed), self.size)
        return _LOCAL.pack(*head, len(self.name), 0) + self.name + self.packed

    def central(self, offset: int) -> bytes:
        head = (b"PK\1\2", _VERSION, _VERSION, _UTF8_NAMES, _DEFLATE, 0, _DAY, self.crc, len(self.packed), self.size)
        return _CENTRAL.pack(*head, len(self.name), 0, 0, 0, 0, 0, offset) + self.name


class Packer:
    """The unchanging parts of a document, packed once; :meth:`pack` adds the filled ones."""

    def __init__(self, still: Iterable[tuple[str, bytes]]) -> None:
        """``still`` parts come first in the archive, in the order given."""
        body, central, self._count = bytearray(), bytearray(), 0
        for name, content in still:
            entry = _entry(name, content, level=9)
            central += entry.central(len(body))
            body += entry.local()
            self._count += 1
        self._body, self._central = bytes(body), bytes(central)

    def pack(self, filled: Iterable[tuple[str, bytes]]) -> bytes:
        """The bytes of the archive with these parts."""
        body, central, count = bytearray(), bytearray(self._central), self._count
        for name, content in filled:
            entry = _entry(name, content, level=1)
            central += entry.central(len(self._body) + len(body))
            body += entry.local()
            count += 1
        end = _END.pack(b"PK\5\6", 0, 0, count, count, len(central), len(self._body) + len(body), 0)
        return b"".join((self._body, body, central, end))


def _entry(name: str, content: bytes, *, level: int) -> _Entry:
    deflate = zlib.compressobj(level, zlib.DEFLATED, -15)
    return _Entry(name.encode(), zlib.crc32(content), len(content), deflate.compress(content) + deflate.flush())
