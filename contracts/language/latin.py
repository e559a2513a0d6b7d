"""Ukrainian names in Latin letters by the table of the Cabinet of Ministers (resolution No 55 of 27.01.2010)."""

_TABLE = "a b v h g d e zh z y i k l m n o p r s t u f kh ts ch sh"
_PLAIN = dict(
    zip(
        "абвгґдежзиіклмнопрстуфхцчш",
        _TABLE.split(" "),
        strict=True,
    )
) | {"щ": "shch", "ь": "", "’": "", "'": "", "ʼ": ""}
#: Letters written otherwise at the start of a word.
_FIRST = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
_LATER = {"є": "ie", "ї": "i", "й": "i", "ю": "iu", "я": "ia"}


def latin(text: str) -> str:
    """«Згурський Олексій» → "Zghurskyi Oleksii"; other characters stay."""
    return "".join(_letters(text))


def _letters(text: str) -> list[str]:
    found: list[str] = []
    for place, char in enumerate(text):
        low = char.lower()
        before = text[place - 1].lower() if place else " "
        if low == "г" and before == "з":
            letters = "gh"
        elif low in _FIRST:
            letters = _LATER[low] if before.isalpha() or before in "’'ʼ" else _FIRST[low]
        else:
            letters = _PLAIN.get(low, char)
        found.append(letters.capitalize() if char.isupper() and letters.islower() else letters)
    return found
