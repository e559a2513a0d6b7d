"""Names of people: which part is which, their cases by library, the forms for signatures and for Latin script.

A case is *sure* only where the patronymic and the given name agree on the gender and the family name is of a regular
kind for it; everything else is a proposal that a person checks before it stands in a contract (stack: "never declined
silently").
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

from contracts.language.family_names import Case, Gender, noun_in, shape_of
from contracts.language.shipped_tables import rows_of

_MALE = {"uk": re.compile(r"(ович|йович|евич|льович|[іл]ліч|савич|лукич|кузьмич|фомич|хомич|яківич)$", re.I)}
_FEMALE = {"uk": re.compile(r"(івна|ївна)$", re.I)}
_MALE["ru"] = re.compile(r"(ович|евич|ильич|кузьмич|лукич|фомич|никитич)$", re.I)
_FEMALE["ru"] = re.compile(r"(овна|евна|инична|ична)$", re.I)

#: Family names that are names of trades of the soft declension; the library declines them as hard.
_SOFT = re.compile(r"^(бонд|кобз|лік|пис|пек|вівч|кос|пушк|шинк|золот|ток)ар$", re.I)
_SOFT_ENDINGS: dict[Case, str] = {
    "genitive": "я",
    "dative": "ю",
    "accusative": "я",
    "ablative": "ем",
    "locative": "ю",
    "vocative": "ю",
}


@dataclass(frozen=True, slots=True)
class FullName:
    """A name taken apart; ``given`` and ``patronymic`` may be empty, initials count as given."""

    family: str
    given: str = ""
    patronymic: str = ""

    def text(self) -> str:
        """Family name first, as registers write it."""
        return " ".join(part for part in (self.family, self.given, self.patronymic) if part)


def parts(name: str, language: str) -> FullName:
    """Take a name apart; both orders and «Олег КОВАЛЕНКО» are understood, the family name first otherwise."""
    words = tidy(name).split()
    if len(words) == 3 and _is_patronymic(words[1], language) and not _is_patronymic(words[2], language):
        return FullName(words[2], words[0], words[1])
    if len(words) == 2 and language == "uk" and _is_given(words[0]) and not _is_given(words[1]):
        return FullName(_capitalised(words[1]), _capitalised(words[0]))
    if len(words) == 2 and words[1].isupper() and not words[0].isupper() and "." not in words[1]:
        return FullName(_capitalised(words[1]), words[0])
    family, given, *rest = [*words, "", ""]
    return FullName(_capitalised(family), _capitalised(given), " ".join(rest).strip())


def tidy(name: str) -> str:
    """One apostrophe, single spaces."""
    return " ".join(re.sub(r"['ʼ`´‘]", "’", name).split())


def gender_of(name: FullName, language: str) -> Gender | None:
    """From the patronymic, else from the given name where the library knows it; else ``None``."""
    if _MALE[language].search(name.patronymic):
        return "masculine"
    if _FEMALE[language].search(name.patronymic):
        return "feminine"
    if not name.given or "." in name.given:
        return None
    if language == "uk":
        import shevchenko

        found: Gender | None = shevchenko.detect_gender(given_name=name.given)
        return found
    from pytrovich.detector import PetrovichGenderDetector
    from pytrovich.enums import Gender as Known

    known: dict[object, Gender] = {Known.MALE: "masculine", Known.FEMALE: "feminine"}
    return known.get(PetrovichGenderDetector().detect(firstname=name.given))  # type: ignore[no-untyped-call]


def decline(name: FullName, language: str, case: Case) -> tuple[FullName, bool]:
    """A name in a case, and whether it is sure. Where the gender is unknown the name stays as it is, not sure."""
    gender = gender_of(name, language)
    if gender is None:
        return name, False
    declined = _ukrainian(name, gender, case) if language == "uk" else _russian(name, gender, case)
    shape = shape_of(name.family, gender, language)
    if case != "nominative" and shape == "noun":
        declined = replace(declined, family=noun_in(name.family, case, language))
    elif shape in ("other_gender", "still"):
        declined = replace(declined, family=name.family)
    return declined, shape in ("regular", "noun") and _is_sure(name, gender, language)


def _is_sure(name: FullName, gender: Gender, language: str) -> bool:
    """Whether every part is what it seems: the patronymic tells the gender and the given name is of that gender."""
    alphabet = r"а-яіїєґ’\-" if language == "uk" else r"а-яё\-"
    pure = re.fullmatch(rf"[{alphabet} ]+", name.text().lower()) is not None
    return pure and _is_patronymic(name.patronymic, language) and _given_fits(name.given, gender, language)


def _given_fits(given: str, gender: Gender, language: str) -> bool:
    """A given name in use for the gender; a double one by both halves. Russian ones are known to the library alone."""
    if language != "uk":
        return gender_of(FullName("", given), language) in (gender, None) and bool(given)
    known = _given_names()
    halves = given.title().replace("’Я", "’я").split("-")
    return bool(given) and all(gender[0] in known.get(half, "") for half in halves)


def _ukrainian(name: FullName, gender: Gender, case: Case) -> FullName:
    import shevchenko

    given = {"family_name": name.family, "given_name": name.given, "patronymic_name": name.patronymic}
    found = shevchenko.in_case(case, gender=gender, **{key: value for key, value in given.items() if value})
    family = found.get("family_name", "")
    if gender == "masculine" and _SOFT.match(name.family):
        family = name.family + _SOFT_ENDINGS[case]
    return FullName(tidy(family), tidy(found.get("given_name", "")), tidy(found.get("patronymic_name", "")))


def _russian(name: FullName, gender: Gender, case: Case) -> FullName:
    from pytrovich.enums import Case as Known
    from pytrovich.enums import Gender as Sex
    from pytrovich.enums import NamePart
    from pytrovich.maker import PetrovichDeclinationMaker

    wanted = {"ablative": Known.INSTRUMENTAL, "locative": Known.PREPOSITIONAL}.get(case) or Known[
        case.upper() if case != "vocative" else "NOMINATIVE"
    ]
    make = PetrovichDeclinationMaker().make
    sex = Sex.MALE if gender == "masculine" else Sex.FEMALE

    def piece(part: NamePart, text: str) -> str:
        return make(part, sex, wanted, text) if text else ""

    return FullName(
        piece(NamePart.LASTNAME, name.family),
        piece(NamePart.FIRSTNAME, name.given),
        piece(NamePart.MIDDLENAME, name.patronymic),
    )


def _is_patronymic(word: str, language: str) -> bool:
    return bool(_MALE[language].search(word) or _FEMALE[language].search(word))


@cache
def _given_names() -> Mapping[str, str]:
    """Ukrainian given names in use with their genders: they tell which of two words is one, «Олег Кравець»."""
    genders: dict[str, str] = {}
    for row in rows_of("given_names"):
        genders[row["name"]] = genders.get(row["name"], "") + row["gender"]
    return genders


def _is_given(word: str) -> bool:
    """Whether a word is a given name; both halves of a double one are: «Ганна-Марія»."""
    return bool(word) and all(half in _given_names() for half in word.title().replace("’Я", "’я").split("-"))


def _capitalised(word: str) -> str:
    """КОВАЛЕНКО → Коваленко; initials and mixed case stay."""
    if not word.isupper() or len(word) < 3 or "." in word:
        return word
    return "-".join(piece[:1] + piece[1:].lower() for piece in word.split("-"))


def signature_name(name: FullName) -> str:
    """«Олег КОВАЛЕНКО», as the last line of a Ukrainian document is signed (ДСТУ 4163:2020)."""
    return f"{name.given} {name.family.upper()}".strip() if name.given else name.family
