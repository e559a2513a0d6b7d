"""What the reader of an archive raises where the archive is damaged, locked, or packed in a way nobody unpacks."""

import zipfile
import zlib

#: ``zipfile`` raises ``NotImplementedError`` for a way of packing it does not know.
DAMAGED = (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError, RuntimeError)
