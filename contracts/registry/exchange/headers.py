"""Which row of a register holds the headers and which column holds which field: by phrases, or as a mapping says."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from contracts.kernel.identity import fold
from contracts.kernel.refusal import Refusal
from contracts.registry.exchange.columns import COLUMNS, FIELDS, IGNORED, KEPT_AS_THEY_ARE
from contracts.registry.exchange.party_roles import sides_of
from contracts.tabular.headers import Phrase, Recogniser, candidates, split_words
from contracts.tabular.sheet import Sheet

#: Headers stand among the first rows; above them there may be a title, a date, a logo's caption.
_LOOKED_AT = 40
#: What the headers of custom values begin with in our own export.
MARK = "* "
_BRACKETS = re.compile(r"[(\[][^()\[\]]*[)\]]")
_SUFFIX = re.compile(r"(?:(?<![\s_-])[\s_-]++)?answer$", re.I)
#: How much likelier a header with that suffix is to be meant.
_SUFFIX_SCORE = 4
_SPLIT = re.compile(r"[^\w№#/]+|_")
#: A price of a month or a unit is not the sum of the contract.
_PERIODIC = re.compile(
    r"\b(?:annual|monthly|yearly|quarterly|hourly|daily|per (?:month|year|annum|unit|hour)|unit price|p\.?a\b)"
    r"|/\s?(?:міс|рік|год|month|year|mo\b|yr\b)|щоміс|щорічн|щокварт|місячн|річн"
    r"|за (?:міс|рік|одиниц|год|1 )|на (?:міс|рік)|одиниц|ежемес|в месяц|за ед",
    re.I,
)
#: Headers only our own export has together.
_EXPORTED = ({"Реєстраційний №", "Тип документа"}, {"Register No.", "Document type"})
#: A field that names a contract or a party: without any of them a row of words is no header.
_NAMING = frozenset({"number", "counterparty", "title", "first_day", "last_day", "dated_on", "term", "amount"})
_EMAIL = re.compile(r"\W*(?:e-?mail|email|е-?mail|ел\w*\.?\s*пошта|електронна\s+(?:пошта|адреса)|пошта|почта)\W*", re.I)
_PRICE = re.compile(r"\W*(?:ціна|цена|price|тариф)\b(?!\s+(?:дог|контр|contr))", re.I)
_TOTAL = re.compile(r"\W*(?:загальна\s+)?(?:сума|сумма|вартість|стоимость|total|amount)\b", re.I)
#: Whose address a column of e-mails is, by the column it follows.
_EMAIL_AFTER = {
    "owner": "owner_email",
    **dict.fromkeys(
        ("counterparty", "counterparty_code", "counterparty_address", "counterparty_phone"), "counterparty_email"
    ),
}


class HeaderFault(Refusal):
    """The headers of a register cannot be recognised, or a mapping does not fit them."""

    code = "headers"


@dataclass(slots=True)
class Headers:
    """Where the headers are and what they were taken for.

    ``fields`` maps a column's place to its field; ``names`` every place to the header as written; ``unknown`` are
    places that become custom values. ``first_row`` is the first row of data (its place in the sheet's rows);
    ``has_sides`` says that the two parties stand in columns named by their roles.
    """

    first_row: int
    names: dict[int, str]
    fields: dict[int, str]
    unknown: list[int] = field(default_factory=list)
    has_sides: bool = False
    #: The lower ones of two rows of headers; what a mapping adds to a header («днів»), and names in vain.
    parts: dict[int, str] = field(default_factory=dict)
    hints: dict[int, str] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    mapped: frozenset[int] = frozenset()

    @property
    def is_exported(self) -> bool:
        """Whether the register is of our own making: its cells are exact, and an empty one clears the fact."""
        return any(each <= set(self.names.values()) for each in _EXPORTED)

    def field_by_header(self) -> dict[str, str]:
        """Header → field, as the report shows it; an unknown column is ``custom``."""
        return {name: self.fields.get(place, "custom") for place, name in self.names.items()}


def find_headers(sheet: Sheet, mapping: Mapping[str, str] | None = None) -> Headers:
    """The headers of a sheet. ``mapping`` gives fields by header, and beats recognition.

    Raises :class:`HeaderFault` where none can be found or the mapping names what is not there.
    """
    pairs = {header: each.partition(",")[0].strip() for header, each in (mapping or {}).items()}
    _check_fields(pairs)
    mapped = {plain_header(header): name for header, name in pairs.items()}
    best = _best(sheet, mapped)
    present = {plain_header(each) for each in best.names.values()}
    best.missing = tuple(header for header in pairs if plain_header(header) not in present)
    if pairs and len(best.missing) == len(pairs):
        raise HeaderFault(
            "The mapping names the column «{header}», which {place} does not have.",
            header=best.missing[0],
            place=sheet.name,
        )
    hints = {plain_header(header): each.partition(",")[2].strip() for header, each in (mapping or {}).items()}
    best.hints = {place: hint for place, name in best.names.items() if (hint := hints.get(plain_header(name)))}
    _unmark(best)
    known = _mapped_fields(best.names, mapped)
    best.mapped = frozenset(place for place, name in best.names.items() if plain_header(name) in mapped)
    for place in best.mapped - known.keys():  # a person wants it kept as it is
        best.fields.pop(place, None)
    _look_around(best, known)
    return best


def unexplained(header: str, name: str) -> tuple[str, ...]:
    """The words of a header that its field does not explain."""
    return recogniser().unexplained(header, name)


def _best(sheet: Sheet, mapped: Mapping[str, str]) -> Headers:
    """The row, or pair of rows, that names most fields; columns a mapping names count more."""
    best: Headers | None = None
    best_score = 0
    for first_row, names, parts in candidates(sheet.rows[:_LOOKED_AT]):
        known = _mapped_fields(names, mapped)
        fields = recogniser().assign({no: each for no, each in names.items() if not each.startswith(MARK)}, known)
        if parts:
            fields = recogniser().assign(parts, fields)
        named = set(fields.values()) - {IGNORED}
        score = len(named) + 3 * len(known)
        is_enough = len(named) >= 2 and bool(named & _NAMING)
        if (is_enough or known) and score > best_score:
            best, best_score = Headers(first_row, names, fields, parts=parts), score
    if best is None:
        raise HeaderFault(
            "No row of headers was recognised in the first {count} rows of {place}: name the columns with --mapping.",
            count=min(len(sheet.rows), _LOOKED_AT),
            place=sheet.name,
        )
    return best


def _check_fields(mapping: Mapping[str, str]) -> None:
    for header, name in mapping.items():
        if name and name not in FIELDS and name != "custom":
            raise HeaderFault(
                "The mapping gives «{header}» the field «{field}», which does not exist; the fields are {fields}.",
                header=header, field=name, fields=", ".join(sorted(FIELDS)),
            )  # fmt: skip


def _mapped_fields(names: Mapping[int, str], mapped: Mapping[str, str]) -> dict[int, str]:
    fields = {place: mapped.get(plain_header(name), "custom") for place, name in names.items()}
    return {place: each or IGNORED for place, each in fields.items() if each != "custom"}


def _unmark(headers: Headers) -> None:
    """A header that begins with ``* `` is a custom value of our own export, whatever it is called."""
    for place, name in headers.names.items():
        if name.startswith(MARK):
            headers.names[place] = name.removeprefix(MARK)
            headers.fields.pop(place, None)


def _look_around(headers: Headers, mapped: Mapping[int, str]) -> None:
    """What only the columns beside it explain, unless a person mapped it; and the columns nobody understands."""
    headers.fields = _total_beside_price(headers.names, _with_emails(headers.names, headers.fields), mapped)
    sides = {place: name for place, name in sides_of(headers.names, headers.fields).items() if place not in mapped}
    if set(sides.values()) >= {"company", "counterparty"}:
        headers.fields, headers.has_sides = {**headers.fields, **sides}, True
    headers.fields = {place: each for place, each in headers.fields.items() if each not in KEPT_AS_THEY_ARE}
    headers.unknown = [place for place in headers.names if place not in headers.fields]


def _with_emails(names: Mapping[int, str], fields: Mapping[int, str]) -> dict[int, str]:
    """A column of e-mails belongs to whoever the column before it names."""
    found = dict(fields)
    before = ""
    for place in sorted(names):
        mine = _EMAIL_AFTER.get(before)
        if place not in found and mine and mine not in found.values() and _EMAIL.fullmatch(names[place]):
            found[place] = mine
        before = found.get(place, "")
    return found


def _total_beside_price(names: Mapping[int, str], fields: dict[int, str], mapped: Mapping[int, str]) -> dict[int, str]:
    """A price of one gives way to the sum of all."""
    price = next((place for place, each in fields.items() if each == "amount" and _PRICE.match(names[place])), None)
    total = next((place for place in names if place not in fields and _TOTAL.match(names[place])), None)
    if price is None or price in mapped or total is None:
        return fields
    return {**{place: each for place, each in fields.items() if place != price}, total: "amount"}


class _RegisterRecogniser(Recogniser):
    """A price of a month or of a unit is not the sum of the contract; «… answer» is the column that counts."""

    def _scored(self, header: str) -> dict[str, int]:
        more = _SUFFIX_SCORE if _SUFFIX.search(header) else 0
        is_periodic = bool(_PERIODIC.search(header))
        scores = super()._scored(header)
        return {each: score + more for each, score in scores.items() if not (is_periodic and each == "amount")}


@cache
def recogniser() -> Recogniser:
    phrases = [(column.field, _phrase(each)) for column in COLUMNS for each in column.synonyms.split(", ")]
    return _RegisterRecogniser(phrases, _readings, ignored=IGNORED, most_extra=6)


def _readings(header: str) -> Iterable[tuple[str, ...]]:
    bare = _SUFFIX.sub("", header)
    return map(_words, (header, bare, _BRACKETS.sub(" ", bare)))


def _phrase(text: str) -> Phrase:
    """``=`` before a phrase: it is the whole header; ``=`` behind a word: it is the whole word."""
    is_whole = text.startswith("=")
    stems = [
        (fold(piece), is_whole or word.endswith("="))
        for word in text.removeprefix("=").split()
        for piece in _pieces(word.removesuffix("="))
    ]
    return Phrase(tuple(stems), is_whole)


def _pieces(text: str) -> list[str]:
    spaced = text.replace("№", " № ").replace("e-mail", "email").replace("E-mail", "email")
    return [_SHORTENED.get(each.casefold(), each) for each in _SPLIT.split(spaced) if each]


#: Words as programs and clerks shorten them in headers.
_SHORTENED = {
    short: whole
    for whole, each in {
        "date": "dt", "amount": "amt", "description": "desc descr dscr", "name": "nm", "number": "nbr num nr",
        "code": "cd", "address": "addr", "effective": "eff", "expiration": "exp", "contract": "cntrct cntr ctr cont",
        "agreement": "agmt agr agrmt", "vendor": "vndr vnd", "supplier": "supp suppl", "customer": "cust",
        "department": "dept dep", "manager": "mgr", "start": "strt beg", "period": "prd", "total": "ttl tot",
        "currency": "curr", "сума": "сум", "вартість": "варт", "предмет": "предм", "найменування": "найм",
    }.items()
    for short in each.split()
}  # fmt: skip


def _words(header: str) -> tuple[str, ...]:
    spaced = split_words(header)
    is_ordinal = "з/п" in spaced or "п/п" in spaced
    return tuple(fold(each) for each in _pieces(spaced if is_ordinal else spaced.replace("/", " ")))


def plain_header(header: str) -> str:
    """A header as another spelling of it is compared."""
    return " ".join(_words(header))
