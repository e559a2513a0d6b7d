"""Text tables: the encoding and the delimiter are found by what makes the best sense of the bytes, never assumed."""

import csv
import io
import re
from collections import Counter

from contracts.tabular.sheet import LONGEST_CELL, MOST_COLUMNS, MOST_ROWS, FileRefused, Sheet, SheetRow, bared, too_long

_BOMS = (
    (b"\xff\xfe\0\0", "utf-32"),
    (b"\0\0\xfe\xff", "utf-32"),
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_DELIMITERS = (";", ",", "\t", "|", "^", "~")
#: Pairs of small Cyrillic letters: words of the language, not bytes read wrongly.
_CYRILLIC_PAIR = re.compile(r"[а-яіїєґё]{2}|[А-ЯІЇЄҐ][а-яіїєґё]")
_ODD = re.compile(r"[^\x00-\x7f«»№’–—“”„…€£°§ а-яА-ЯіїєґІЇЄҐёЁ₴\xa0]")
_MIXED = re.compile(r"[a-zA-Z][а-яіїєґА-ЯІЇЄҐ]|[а-яіїєґА-ЯІЇЄҐ][a-zA-Z]")
_LATIN_WORD = re.compile(r"[A-Za-z][À-ÖØ-öø-ÿßšžœŠŽŒ]|[À-ÖØ-öø-ÿßšžœŠŽŒ][A-Za-z]")
_SAMPLE = 200_000


def read_delimited(data: bytes, name: str) -> Sheet:
    """The rows of a text table. Raises :class:`FileRefused` naming what makes it none."""
    text = decode(data, name)
    declared, text = _declared(text)
    delimiter = declared or sniff(text)
    quote = _quote(text, delimiter)
    rows = [
        SheetRow(no, [_bare(each) for each in cells])
        for no, cells in enumerate(_records(text, delimiter, quote, name), 1)
        if any(map(str.strip, cells))
    ]
    if not rows:
        raise FileRefused("{file} is empty.", file=name)
    return bared(Sheet(name, rows, is_text=True))


def _bare(cell: str) -> str:
    """A text our own export keeps from being a formula (``'=…``) without its apostrophe."""
    return cell[1:] if len(cell) > 1 and cell[0] == "'" and cell[1] in "=+-@" else cell


def decode(data: bytes, name: str) -> str:
    """The text: a BOM decides, then UTF-16 by its zero bytes, then strict UTF-8, then the code page that reads best."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _strictly(data, encoding, name)
    head = data[:4000]
    if b"\0" in head:
        odd, even = head[1::2].count(0), head[0::2].count(0)
        if max(odd, even) * 4 > len(head) // 2 and min(odd, even) * 8 < max(odd, even) + 8:
            return _strictly(data, "utf-16-le" if odd > even else "utf-16-be", name)
        cyrillic = max(head[1::2].count(4), head[0::2].count(4))
        if cyrillic * 4 > len(head) // 2:
            return _strictly(data, "utf-16-le" if head[1::2].count(4) == cyrillic else "utf-16-be", name)
        raise FileRefused("{file} is no text table: save the register as .xlsx or .csv.", file=name)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode(_code_page(data[:_SAMPLE]), errors="replace")


def _strictly(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise FileRefused(
            "{file} says it is {encoding} and is not: byte {place} cannot be read.",
            file=name,
            encoding=encoding,
            place=error.start,
        ) from None


def _code_page(sample: bytes) -> str:
    return max(("cp1251", "cp1125", "cp866", "cp1252"), key=lambda each: reads_as(sample, each))


def reads_as(sample: bytes, encoding: str) -> int:
    """How much the bytes look like words of a language in this code page; to be compared with another one's."""
    text = sample.decode(encoding, errors="replace")
    if encoding == "cp1252":
        return len(_LATIN_WORD.findall(text)) * 3 - len(_MIXED.findall(text)) * 3
    return len(_CYRILLIC_PAIR.findall(text)) * 2 - len(_MIXED.findall(text)) * 3 - len(_ODD.findall(text))


def _declared(text: str) -> tuple[str, str]:
    """Excel's first line ``sep=;``; an empty row stays in its place so that rows keep their numbers."""
    if match := re.match(r"\s*\"?sep=(.)\"?\r?\n", text, re.I):
        return match[1], "\n" + text[match.end() :]
    return "", text


def sniff(text: str) -> str:
    """The delimiter under which most records have the same number of cells, and more than one."""
    sample = text[:_SAMPLE]
    best, best_score = ",", 0.0
    for delimiter in _DELIMITERS:
        if delimiter not in sample:
            continue
        widths = Counter[int]()
        try:
            for cells in csv.reader(io.StringIO(sample), delimiter=delimiter):
                if any(cells):
                    widths[len(cells)] += 1
                if widths.total() >= 200:
                    break
        except csv.Error:
            continue
        wide = {width: count for width, count in widths.items() if width > 1}
        if not wide:
            continue
        usual = max(wide, key=lambda width: wide[width] * min(width, 12))
        score = wide[usual] / widths.total() * min(usual, 12)
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _quote(text: str, delimiter: str) -> str:
    """Single quotes only where cells are wrapped in them and none in double ones."""
    around = re.escape(delimiter)
    single = len(re.findall(rf"(?:^|{around})'[^'\n]*'(?={around}|\r?$)", text[:_SAMPLE], re.M))
    double = len(re.findall(rf"(?:^|{around})\"", text[:_SAMPLE], re.M))
    return "'" if single > 3 and single > double else '"'


def _records(text: str, delimiter: str, quote: str, name: str) -> list[list[str]]:
    _check_open_quote(text, delimiter, quote, name)
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, quotechar=quote)
    records: list[list[str]] = []
    try:
        for cells in reader:
            records.append(cells[:MOST_COLUMNS])
            if len(records) > MOST_ROWS:
                raise FileRefused(
                    "Sheet {sheet} has {rows} rows; more than {limit} are not read.",
                    sheet=name,
                    rows=len(records),
                    limit=MOST_ROWS,
                )
    except csv.Error as error:
        if "field larger" in str(error):
            raise too_long(len(records) + 1, 1, LONGEST_CELL + 1) from None
        raise FileRefused(
            "Row {row} of {file} cannot be read: {reason}.", row=len(records) + 1, file=name, reason=str(error)
        ) from None
    return records


def _check_open_quote(text: str, delimiter: str, quote: str, name: str) -> None:
    """A quote that is never closed would swallow the rest of the register without a word."""
    csv.field_size_limit(len(text) + 1)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, quotechar=quote, strict=True)
    count = 0
    try:
        for _ in reader:
            count += 1
    except csv.Error as error:
        if "unexpected end" in str(error):
            raise FileRefused(
                "Row {row} of {file} opens a quotation mark that is never closed.", row=count + 1, file=name
            ) from None
