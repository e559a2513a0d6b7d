"""How papers of claims name what they rest on, in the language of the letter."""

from contracts.money.rules.ledger import AdjustmentKind

#: The law a claim follows where none is named, by the language of its letter.
LAWS = {"uk": "UA", "en": "UA", "ru": "RU", "de": "DE", "en_gb": "GB"}
#: Without a contract: what stands for its number, and what was delivered.
NO_CONTRACT = {
    "uk": ("б/н", "поставлені товари та надані послуги"),
    "ru": ("б/н", "поставленные товары и оказанные услуги"),
    "de": ("o. Nr.", "gelieferte Waren und erbrachte Leistungen"),
    "en": ("none", "goods delivered and services rendered"),
}
#: A contract where no document of the debt was named.
CONTRACT = {"uk": "Договір № {}", "ru": "Договор № {}", "de": "Vertrag Nr. {}", "en": "Agreement No. {}"}
#: What a claim demands where nobody listed its demands.
WHOLE_DEMAND = {"uk": "сплатити заявлену суму", "en": "payment of the sum claimed"}
_REDUCTIONS: dict[str, dict[str, str]] = {
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
}


def base_of(language: str) -> str:
    """British letters take their words from English."""
    return "en" if language == "en_gb" else language


def ours_of(language: str) -> str:
    """The language of papers for ourselves and the court: Ukrainian, else English."""
    return "uk" if language == "uk" else "en"


def language_of(languages: str) -> str:
    """The first language of a contract that letters are written in; Ukrainian where it is another."""
    first = languages.replace(";", ",").split(",")[0].strip().lower()[:2]
    return first if first in ("uk", "en") else "uk"


def reduction_words(kind: str, language: str) -> str:
    """What reduced a charge without a payment, in the language of the letter."""
    return _REDUCTIONS.get(language, {}).get(kind, kind)
