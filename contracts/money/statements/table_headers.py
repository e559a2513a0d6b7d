"""What a column of a bank's table is, told by the words of its header (uk, ru, en), never by the bank.

Headers are folded, so a Latin i in «Дата i час» changes nothing. A bare «Рахунок» or «ЄДРПОУ» is the other side's
unless a column names the other side's, then it is our own.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from contracts.kernel.identity import fold
from contracts.tabular.headers import Phrase, Recogniser, candidates, split_words
from contracts.tabular.sheet import SheetRow

_LOOKED_AT = 60
#: A day, a sum or an account: no header is one.
_VALUE = re.compile(r"[A-Z]{0,3}\s?(?:[\s.,:/+-]*+\d)++[\s.,:/-]*+")
#: A header of more words is a sentence.
_MOST_WORDS = 8
_OTHER = (
    *("контраг", "кореспонд", "корреспонд", "counterparty", "партнер", "kontrahent", "empfänger", "nadawca odbiorca"),
    *("beguenstigter zahlungspflichtiger", "begünstigter zahlungspflichtiger", "name zahlungsbeteiligter"),
)
_PAYER = ("платник", "відправник", "плательщик", "отправител", "payer", "sender", "ordering")
_PAYEE = ("отримувач", "одержувач", "получател", "beneficiary", "recipient", "payee")

_PAYER_STEMS, _PAYEE_STEMS = (tuple(map(fold, each)) for each in (_PAYER, _PAYEE))
_SMALL = frozenset(map(fold, ("в", "у", "на", "з", "до", "по", "за", "of", "the", "та", "і", "и")))

_PLAIN: dict[str, tuple[str, ...]] = {
    "booked_on": (
        "completed date", "date completed", "datum", "buchungsdatum", "buchung", "data", "data operac", "data transakc",
        "data ksiegow", "data księgow",
        "дата операц", "дата провед", "дата провод", "дата транзакц", "дата здійснен", "дата час", "дата час операц",
        "дата платеж", "дата", "дата зарах", "дата совершен", "дата опер", "date", "date time", "booking date",
        "transaction date", "posting date", "date operation", "операційн день", "день операц", "buchungstag",
    ),
    "value_on": (
        "valutadatum", "wertstellung", "data walut",
        "дата валют", "value date", "valuta", "дата валютирован",
    ),
    "document_on": (
        "started date",
        "дата док", "document date",
    ),
    "debit": (
        "debit amount", "amount debit", "money out", "payments out", "сума витрат", "сума видат", "soll", "obciąż",
        "wypłat", "зняття",
        "дебет", "debit", "витрат", "списан", "сума списан", "видат", "сума дебет", "расход", "сумма расход", "дт",
        "сума дт", "сума по дебет", "сумма дебет", "обор дебет", "обор дт", "withdrawal", "paid out", "debet",
    ),
    "credit": (
        "credit amount", "amount credit", "money in", "payments in", "сума прихід", "haben", "uznan", "wpłat",
        "поповн",
        "кредит", "credit", "надход", "сума надход", "зарах", "сума зарах", "сума кредит", "прихід", "приход",
        "сумма приход", "кт", "сума кт", "сума по кредит", "сумма кредит", "обор кредит", "обор кт", "deposit",
        "поступлен", "paid in",
    ),
    "amount": (
        "umsatz", "kwota", "kwota operac", "transaction amount",
        "сума", "сумма", "amount", "сума операц", "сумма операц", "сума платеж", "сума валют рахун", "сума валют карт",
        "сума карт", "сумма валют карт", "сумма валют счет", "card currency amount", "account currency amount",
        "сума докум", "сума транзакц", "betrag",
    ),
    "original": (
        "сума валют операц", "сумма валют операц", "сума валют транзакц", "operation amount", "operation currency",
        "original amount", "сума валют платеж",
    ),
    "equivalent": (
        "гривн екв", "гривн покрит", "сума грн", "сума екв", "еквівалент", "екв грн", "сума нац валют", "екв",
        "uah equivalent", "сума гривн", "сума uah", "сумма uah", "грн екв", "сумма грн", "эквивалент", "equivalent",
    ),
    "direction": (
        "знак", "+ -", "umsatztyp", "вид руху",
        "тип операц", "вид операц", "дт кт", "д к", "ознак", "тип", "дебет кредит", "debit credit", "тип транзакц",
        "напрям", "приход расход", "прихід витрат", "dc", "d c", "тип провод", "вид провод", "надход списан",
        "type", "transaction type", "dr cr", "direction",
    ),
    "balance": (
        "running balance", "saldo", "saldo operac",
        "залиш", "баланс", "balance", "остаток", "залиш після операц", "остаток после операц", "сальдо",
    ),
    "currency": (
        "währung", "waehrung", "walut", "ccy",
        "валют", "currency", "валют рахун", "код валют", "валют операц", "валют счет", "валют платеж",
    ),
    "own_account": (
        "auftragskonto", "iban auftragskonto",
        "рахун клієнт", "мій рахун", "iban клієнт", "наш рахун", "рахун власник", "own account", "my account",
        "счет клиент", "номер власн рахун",
    ),
    "account": (
        "kontonummer", "kontonummer iban", "rachunek", "numer rachunk", "рахун iban",
        "рахун", "iban", "счет", "account", "номер рахун", "№ рахун", "account number", "номер счет",
    ),
    "code": (
        "код", "код особ", "едрпоу инн", "инн", "окпо инн", "єдрпоу рнокпп",
        "єдрпоу", "код єдрпоу", "окпо", "едрпоу", "інн", "іпн", "інн єдрпоу", "єдрпоу іпн", "рнокпп", "tax code",
    ),
    "name": ("назва", "наймен", "наименован", "name"),
    "bank": (
        "bic swift code", "bic swift", "swift",
        "мфо", "банк", "назва банк", "мфо банк", "bank", "bic", "код банк", "наймен банк",
    ),
    "purpose": (
        "narrative", "particulars", "зміст", "betreff", "memo", "opis", "opis operac", "tytuł", "коментар",
        "основан платеж", "підстав",
        "признач платеж", "признач", "назначен платеж", "назначен", "детал операц", "детал", "опис операц", "опис",
        "purpose", "description", "details", "комент", "детал платеж", "описан операц", "зміст операц", "основан",
        "payment details", "payment purpose", "verwendungszweck",
    ),
    "document_no": (
        "номер", "cheque number", "check number",
        "номер док", "№ док", "n док", "document number", "№ платіж", "номер платіж", "номер платеж", "№ п д",
        "номер доруч", "документ", "document no", "doc number", "док номер",
    ),
    "reference": (
        "референс", "reference", "id операц", "ідентиф", "номер транзакц", "transaction id", "унікальн номер",
        "референс операц", "id транзакц", "уникальн номер", "reference number", "реф",
    ),
    "status": (
        "state",
        "статус", "status", "стан", "состояние", "статус операц",
    ),
    "": (
        "час", "час операц", "time", "курс", "коміс", "сума коміс", "кешбек", "сума кешбек", "кэшбек", "mcc", "rate",
        "exchange rate", "cashback", "cashback amount", "commission", "fee", "commission amount", "№ п п", "№", "no",
        "код операц", "тип док", "вид док", "клієнт", "назва клієнт", "наймен клієнт", "єдрпоу клієнт", "код клієнт",
        "мфо клієнт", "банк клієнт", "код призн", "символ", "комиссия", "время", "категор", "category", "карт",
        "номер карт", "пдв", "сума пдв", "vat", "назва рахун", "рядок", "валют операц код",
    ),
}  # fmt: skip
_SIDED = {
    "name": ("{}", "назва {}", "наймен {}", "піб {}", "{} name", "наименован {}", "назван {}"),
    "code": ("єдрпоу {}", "код {}", "іпн {}", "інн {}", "инн {}", "код єдрпоу {}", "окпо {}", "едрпоу {}", "{} code",
             "рнокпп {}",
             "єдрпоу іпн {}", "ідентиф код {}", "{} tax code", "реєстр код {}", "податк номер {}"),
    "account": ("рахун {}", "iban {}", "счет {}", "{} account", "{} iban", "{} account number", "номер рахун {}",
                "№ рахун {}"),
    "bank": ("банк {}", "мфо {}", "назва банк {}", "мфо банк {}", "{} bank", "наймен банк {}", "код банк {}",
             "{} bic"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each value stands: role → place; ``names`` are the headers as written, ``first_row`` the first of data."""

    places: dict[str, int]
    names: dict[int, str]
    first_row: int

    def is_like(self, other: "Columns") -> bool:
        """Whether two tables have the same columns."""
        return self.places == other.places

    def is_bare(self, role: str) -> bool:
        """Whether the header of a column says of nobody whose it is."""
        name = fold(self.names[self.places[role]])
        return not any(fold(each) in name for each in (*_OTHER, *_PAYER, *_PAYEE))

    @property
    def has_sides(self) -> bool:
        """Whether money that came and that went stand in two columns."""
        return "debit" in self.places or "credit" in self.places


def find_columns(rows: Sequence[SheetRow]) -> Columns | None:
    """The headers of a statement: a day and a sum are needed. ``None`` where no row has them."""
    best: Columns | None = None
    for first_row, names, _ in candidates(rows[:_LOOKED_AT]):
        if any(_VALUE.fullmatch(each) for each in names.values()):
            continue
        roles = {role: place for place, role in _recogniser().assign(names).items() if role}
        places = _of_account(_resolved(roles), names)
        has_sum = {"amount", "equivalent", "debit", "credit"} & set(places)
        if "booked_on" in places and has_sum and (best is None or len(places) > len(best.places)):
            best = Columns(places, names, first_row)
    return best


def _of_account(places: dict[str, int], names: dict[int, str]) -> dict[str, int]:
    """Beside a currency of the *operation*, the sum named in a currency is the account's, the other the deal's."""
    if not {"amount", "equivalent", "currency"} <= set(places) or "original" in places:
        return places
    is_deal = "операц" in fold(names[places["currency"]])
    is_equivalent = any(each in fold(names[places["equivalent"]]) for each in ("екв", "экв", "покрит"))
    if not is_deal or is_equivalent:
        return places
    return {**places, "original": places["amount"], "amount": places["equivalent"]}


def _resolved(places: dict[str, int]) -> dict[str, int]:
    """Bare columns become ours or the other side's; what stands in for a missing column takes its place."""
    found = dict(places)
    has_other = any(each.startswith(("other_", "payer_", "payee_")) and each != "other_name" for each in found)
    for name in ("account", "code", "bank", "name"):
        if name not in found:
            continue
        place = found.pop(name)
        role = f"other_{name}"
        is_own = has_other if name in ("account", "code") else name == "name" and _has_name(found)
        if is_own or (role in found and name != "bank"):
            role = f"own_{name}"
        found.setdefault(role, place)
    if not {"amount", "debit", "credit"} & set(found) and "equivalent" in found:
        found["amount"] = found.pop("equivalent")
    for stand_in in ("document_on", "value_on"):
        if "booked_on" not in found and stand_in in found:
            found["booked_on"] = found.pop(stand_in)
    if "other_name" not in found:
        for one, two in (("payer_name", "payee_name"), ("payee_name", "payer_name")):
            if one in found and two not in found:
                found["other_name"] = found.pop(one)
    return found


def _has_name(places: dict[str, int]) -> bool:
    return bool({"other_name", "payer_name", "payee_name"} & set(places))


@cache
def _recogniser() -> Recogniser:
    """Of two roles that fit alike the first in the alphabet is taken; a word of one or two letters must be whole."""
    phrases = [
        (role, Phrase(tuple((stem, len(stem) <= 2) for stem in map(fold, text.split()))))
        for role, text in sorted(_phrases(), key=lambda each: each[0])
    ]
    return Recogniser(phrases, _readings, ignored="", most_extra=5, least=4)


def _phrases() -> Iterator[tuple[str, str]]:
    for role, phrases in _PLAIN.items():
        for phrase in phrases:
            yield role, phrase
    for side, words in (("other", _OTHER), ("payer", _PAYER), ("payee", _PAYEE)):
        for name, forms in _SIDED.items():
            for form in forms:
                for word in words:
                    yield f"{side}_{name}", form.format(word)


def _readings(header: str) -> list[tuple[str, ...]]:
    folded = fold(split_words(header))
    every = re.findall(r"[^\W_]+|№", folded) or re.findall("[+-]", folded)
    words = _one_side([each for each in every if each not in _SMALL])
    return [tuple(words)] if len(words) <= _MOST_WORDS else []


def _one_side(words: list[str]) -> list[str]:
    """«Платник/Одержувач» is one column about the other side, whoever that is in a row."""
    sides = [[each for each in words if each.startswith(stems)] for stems in (_PAYER_STEMS, _PAYEE_STEMS)]
    if not all(sides):
        return words
    other = fold(_OTHER[0])
    return [other, *(each for each in words if each not in (*sides[0], *sides[1], other))]
