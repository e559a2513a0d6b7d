"""How a claim names what it rests on: charges, copies enclosed, what reduced a debt, in the language of the letter."""

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
#: What a claim demands where nobody listed its demands.
WHOLE_DEMAND = {"uk": "сплатити заявлену суму", "en": "payment of the sum claimed"}


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
