"""Registers as bytes, and what is read of them."""

import io
from collections.abc import Callable
from typing import Any

import openpyxl

from contracts.registry.exchange.register_entries import ReadRegister
from contracts.registry.exchange.register_file import ReadingOptions, read_register


def read(data: bytes | str, **options: Any) -> ReadRegister:
    return read_register(data.encode() if isinstance(data, str) else data, "register", ReadingOptions(**options))


def workbook(rows: list[list[Any]], change: Callable[[Any], None] | None = None) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    if change:
        change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
