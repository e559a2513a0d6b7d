"""How a claim names what it rests on: charges, copies enclosed, what reduced a debt, in the language of the letter."""

from datetime import date

from contracts.language import figures
from contracts.money.rules.ledger import AdjustmentKind, Charge

#: The law a claim follows where none is named, by the language of its letter.
LAWS = {"uk": "UA", "en": "UA", "ru": "RU", "de": "DE", "en_gb": "GB"}
#: What a charge is called before its number, by language and kind; others are documents.
_KINDS = {
    "uk": {
        **dict.fromkeys(("act", "acceptance_act"), "Акт"),
        "delivery_note": "Видаткова накладна",
        "transport_note": "Товарно-транспортна накладна",
        "invoice": "Рахунок",
        "rent": "Орендна плата, рахунок",
        "refund": "Повернення авансу, вимога",
        "": "Документ",
    },
    "ru": {
        **dict.fromkeys(("act", "acceptance_act"), "Акт"),
        "delivery_note": "Накладная",
        "invoice": "Счёт",
        "": "Документ",
    },
    "de": {"invoice": "Rechnung", "delivery_note": "Lieferschein", "": "Beleg"},
    "en": {
        **dict.fromkeys(("act", "acceptance_act"), "Acceptance act"),
        "delivery_note": "Delivery note",
        "invoice": "Invoice",
        "": "Document",
    },
}
#: Without a contract: what stands for its number, and what was delivered.
NO_CONTRACT = {
    "uk": ("б/н", "поставлені товари та надані послуги"),
    "ru": ("б/н", "поставленные товары и оказанные услуги"),
    "de": ("o. Nr.", "gelieferte Waren und erbrachte Leistungen"),
    "en": ("none", "goods delivered and services rendered"),
}
#: What a claim demands where nobody listed its demands.
WHOLE_DEMAND = {"uk": "сплатити заявлену суму", "en": "payment of the sum claimed"}
_SIGN = {"uk": "№", "ru": "№", "de": "Nr.", "en": "No."}
#: A payment by the number of its order, and one without.
_PAYMENTS = {
    "uk": ("Платіжна інструкція", "Платіж"),
    "ru": ("Платёжное поручение", "Платёж"),
    "de": ("Zahlungsauftrag", "Zahlung"),
    "en": ("Payment order", "Payment"),
}
_DATED = {"uk": "від", "ru": "от", "de": "vom", "en": "of"}


def document_name(charge: Charge, language: str, contract: str = "") -> str:
    """A charge as the letter names it: «Акт № 15»; of another contract than the letter's with that contract."""
    base = "en" if language == "en_gb" else language
    kinds = _KINDS[base]
    name = f"{kinds.get(charge.kind, kinds[''])} {_SIGN[base]}\u00a0{charge.number}"
    return f"{name} ({contract})" if contract else name


def payment_name(document_no: str, paid_on: date, language: str) -> str:
    """A payment as the letter names it: «Платіжна інструкція № 15», by its day where it bears no number."""
    base = "en" if language == "en_gb" else language
    numbered, bare = _PAYMENTS[base]
    if document_no:
        return f"{numbered} {_SIGN[base]}\u00a0{document_no}"
    return f"{bare} {_DATED[base]} {figures.date_short(paid_on, language)}"


def copy_title(charge: Charge, language: str) -> str:
    """A copy of the charge's document as the list of enclosures names it."""
    return _copy(document_name(charge, language), charge.issued_on, language)


def payment_copy(document_no: str, paid_on: date, language: str) -> str:
    """A copy of a payment order as the list of enclosures names it."""
    base = "en" if language == "en_gb" else language
    name = f"{_PAYMENTS[base][0]} {_SIGN[base]}\u00a0{document_no}" if document_no else _PAYMENTS[base][0]
    return _copy(name, paid_on, language)


def _copy(name: str, dated_on: date, language: str) -> str:
    base = "en" if language == "en_gb" else language
    copy = {"uk": "копія документа «{}»", "ru": "копия документа «{}»", "de": "Kopie: {}", "en": "copy of {}"}[base]
    return copy.format(f"{name} {_DATED[base]} {figures.date_document(dated_on, language)}")


def reduction_words(kind: str, language: str) -> str:
    """What reduced a charge without a payment, in the language of the letter."""
    words = {
        "uk": {
            AdjustmentKind.CREDIT_NOTE: "коригування",
            AdjustmentKind.OFFSET: "зарахування зустрічних вимог",
            AdjustmentKind.WRITE_OFF: "списання",
        },
        "en": {
            AdjustmentKind.CREDIT_NOTE: "credit note",
            AdjustmentKind.OFFSET: "set-off",
            AdjustmentKind.WRITE_OFF: "write-off",
        },
    }.get(language, {})
    return {str(key): value for key, value in words.items()}.get(kind, kind)


def language_of(languages: str) -> str:
    """The first language of a contract that letters are written in; Ukrainian where it is another."""
    first = languages.replace(";", ",").split(",")[0].strip().lower()[:2]
    return first if first in ("uk", "en") else "uk"
