"""Family names that endings alone mislead about: nouns like adjectives, the other gender, foreign ones.

«Голова Ганна» is «Голови Ганни», not «Голової»; «Лев» is «Левом», not «Левим»; «Гюго» and «Дюма» never change.
"""

import re
from typing import Literal

Gender = Literal["masculine", "feminine"]
Case = Literal["nominative", "genitive", "dative", "accusative", "ablative", "locative", "vocative"]

#: Family names of each gender and of both, by endings whose cases the libraries make without exceptions.
_REGULAR = {
    "uk": {
        "both": re.compile(r"(енко|єнко|ейко|ько|чук|щук|юк)$", re.I),
        "masculine": re.compile(r"(ський|цький|зький|..[оеє]в)$", re.I),
        "feminine": re.compile(r"(ська|цька|зька|..[оеє]ва)$", re.I),
    },
    "ru": {
        "both": re.compile(r"(енко|чук|юк)$", re.I),
        "masculine": re.compile(r"(ский|цкий|..[ое]в|..ин)$", re.I),
        "feminine": re.compile(r"(ская|цкая|..[ое]ва|..ина)$", re.I),
    },
}
#: Nouns in -ова, -ева, -ина, -ика …: declined as nouns, whoever bears them.
_NOUNS_IN_A = re.compile(
    r"(^|-)(голов|сов|коров|підков|подков|полов|основ|дібров|дубров|обнов|обмов|калин|малин|былин|долин|глин|щербин|"
    r"рябин|осин|крушин|перлин|годин|кручин|вершин|царин|солонин|билин)а$",
    re.I,
)
#: Nouns in -ов, -ев, -ин of the hard declension.
_NOUNS = re.compile(r"(^|-)(лев|остров|покров|хлєв|хлев|клин|млин)$", re.I)
_A_ENDINGS: dict[Case, str] = {
    "genitive": "и",
    "dative": "і",
    "accusative": "у",
    "ablative": "ою",
    "locative": "і",
    "vocative": "о",
}
_HARD_ENDINGS: dict[Case, str] = {
    "genitive": "а",
    "dative": "у",
    "accusative": "а",
    "ablative": "ом",
    "locative": "і",
    "vocative": "е",
}
_RUSSIAN = {"і": "е", "и": "ы"}
#: Foreign family names that end in a vowel and never change; an unstressed -а or -о cannot be told by its letters.
_STILL = re.compile(
    r"((?<=[аеиоуюяіїє])о|[аоуюя]го|сс[оіиа]|лл[оіи]|тт[оіи]|нн[іи]|цц[оіи]|[^к]іо|[уюоаіи]а|[^ийі]е|[іиуюеє]|ані|"
    r"дюма|золя|дега|дідро|дидро|марло|кусто|пікассо|пикассо|петіпа|петипа|тома|люка|ренуа|шоу|карузо|россо|леонардо)$",
    re.I,
)
_UKRAINIAN_VOWELS = re.compile(r"(ій|ий|ське|ове|еве|не|ле|ре|ше|ще|же|че|ки|чі|ці|ли|ни|ри|ви)$", re.I)

Shape = Literal["regular", "noun", "still", "unsure", "other_gender"]


def shape_of(family: str, gender: Gender, language: str) -> Shape:
    """How a family name behaves under a gender; ``other_gender`` and ``still`` names keep their form."""
    if _NOUNS_IN_A.search(family) or (gender == "masculine" and _NOUNS.search(family)):
        return "noun"
    kinds = _REGULAR[language]
    other = kinds["feminine" if gender == "masculine" else "masculine"]
    if other.search(family):
        return "other_gender"
    if kinds["both"].search(family) or kinds[gender].search(family):
        return "regular"
    return "still" if _STILL.search(family) and not _UKRAINIAN_VOWELS.search(family) else "unsure"


def noun_in(family: str, case: Case, language: str) -> str:
    """A family name that is a noun in a case: «Голова» → «Голови», «Лев» → «Левом»."""
    if family[-1:].lower() == "а":
        stem, ending = family[:-1], _A_ENDINGS.get(case, "а")
    else:
        stem, ending = family, _HARD_ENDINGS.get(case, "")
    if language == "ru":
        ending = _RUSSIAN.get(ending, "ой" if ending == "ою" else ending)
    return stem + ending
