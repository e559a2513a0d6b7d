"""What registers call yes and no, ways of sending, statuses and penalties, and the code each is known by.

A wording nobody foresaw is no error of the row: the reader gets ``None`` and the cell is kept as words with a warning.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from contracts.registry.rules.contract import NoticeCounts, Status

#: Cells that say «nothing here»; the last are empty days, as programs write them.
NOTHING = frozenset(
    {
        *("", "-", "–", "—", "н/д", "n/a", "na", "nan", "none", "null", "?", "x", "х", "tbd", "tba"),
        *("tbc", "не вказано", "не указано"),
        *(".  .", ". .", "..", "01.01.0001", "01.01.0001 0:00:00", "01.01.0001 00:00:00", "0001-01-01"),
        *("0001-01-01t00:00:00", "00.00.0000", "0000-00-00", "0000-00-00 00:00:00"),
    }
)
YES = frozenset({"так", "yes", "y", "да", "true", "1", "1.0", "+", "є", "v", "✓", "✔", "x", "х", "ja", "tak", "істина"})
NO = frozenset(
    {
        *(
            "ні",
            "no",
            "n",
            "нет",
            "false",
            "0",
            "0.0",
            "-",
            "немає",
            "відсутня",
            "відсутній",
            "nein",
            "nie",
            "хибність",
        ),
        *("хиба", "отсутствует", "відсутнє"),
    }
)


_METHODS = (
    (
        "edoc",
        r"е-?док|едо(?!\w)|edo(?!\w)|edoc|вчасно|вчаснo|vchasno|m\.?e\.?doc|медок|електронн\w+ документ|"
        r"electronic doc|кеп(?!\w)|ецп|докобіг",
    ),
    ("email", r"e-?mail|е-?mail|е-?пошт|електронн\w+ (?:пошт|лист|адрес)\w*|эл\w*\.? ?почт|имейл|ел\. ?пошт|імейл"),
    ("courier", r"кур.?.?[єе]р|courier|нов\w+ пошт|dhl|fedex"),
    ("hand", r"особист|нарочн|під підпис|під розпис|вручен|by hand|in person|(?<!\w)hand(?!\w)|лично"),
    ("letter", r"лист|рекоменд|letter|(?<!е-)(?<!нова )(?<!ел\. )пошт|registered|(?<!e-)(?<!e)mail|письм|почт|укрпошт"),
)


#: A word that takes something out: «лист, крім e-mail», “not by e-mail”.
_EXCEPT = re.compile(
    r"(?<!\w)(?:не|ні|крім|окрім|без|виключ\w{0,4}|кроме|not|no|except|excluding|other than|nicht|kein\w?|außer|nie"
    r"|oprócz)(?!\w)"
)


@lru_cache(maxsize=4096)
def read_methods(text: str) -> tuple[str, ...]:
    """Ways of sending a notice, in the order they are named; «електронна пошта» is no letter."""
    plain = " ".join(text.casefold().split())
    if _EXCEPT.search(plain):
        return ()  # which way is meant and which is not, a person says
    found: list[tuple[int, str]] = []
    for method, pattern in _METHODS:
        if match := re.search(pattern, plain):
            found.append((match.start(), method))
            plain = re.sub(pattern, lambda hit: " " * len(hit[0]), plain)
    return tuple(method for _, method in sorted(found))


def read_counts(text: str) -> NoticeCounts | None:
    """Whether receipt or sending counts; what names both, or denies one, says neither."""
    plain = text.casefold()
    is_received = bool(re.search(r"отрим|одерж|получ|вручен|receiv|receipt|zugang|otrzym|doręcz", plain))
    is_sent = bool(re.search(r"відправ|надсил|надісл|отправ|sent|sending|dispatch|mailing|absend|wysłan", plain))
    if is_received == is_sent or _EXCEPT.search(plain):
        return None
    return NoticeCounts.RECEIVED if is_received else NoticeCounts.SENT


class StatusReading(NamedTuple):
    """What a status cell says: the stored status, and whether the contract is said to be terminated or closed."""

    status: Status
    is_terminated: bool = False
    is_closed: bool = False
    is_suspended: bool = False


_STATUSES: tuple[tuple[str, StatusReading], ...] = (
    (
        r"скасов|анульов|не уклад|неуклад|аннулир|отменен|відхилен|cancel|void|unsuccessful|withdrawn",
        StatusReading(Status.CANCELLED),
    ),
    (r"розірв|розірван|припинен|расторг|прекращ|terminat|достроков", StatusReading(Status.SIGNED, is_terminated=True)),
    (r"призупин|приостан|suspend|зупинен", StatusReading(Status.SIGNED, is_suspended=True)),
    (
        r"на підпис|підписується|підписанн|на подпис|signing|to be signed|out for sign|pending.?sign",
        StatusReading(Status.SIGNING),
    ),
    (
        r"на погодж|погоджується|на узгодж|на согласов|на візуванн|in_approval|in approval|review|under "
        r"negotiation|negotiat|у роботі|опрацюван",
        StatusReading(Status.IN_APPROVAL),
    ),
    (r"погоджен|узгоджен|согласован|approved|завізов", StatusReading(Status.APPROVED)),
    (r"проєкт|проект|чернетк|чорнов|draft|підготовк|planned|pending", StatusReading(Status.DRAFT)),
    (
        r"виконан|закрит|архів|завершен|исполнен|выполнен|completed|closed|archiv|fulfilled|performed",
        StatusReading(Status.SIGNED, is_closed=True),
    ),
    (
        r"чинн|ді[єюя]|діюч|дійсн|активн|підписан|укладен|зареєстр|пролонг|подовж|прострочен|закінч|сплив|истек|"
        r"действ|активен|подписан|заключен|просроч"
        r"|activ|in.?force|effective|signed|valid|current|executed|expired|expiring|ended|so far|нов(?:ий|а)|"
        r"upcoming|incomplete|notice",
        StatusReading(Status.SIGNED),
    ),
)


#: «не діє», «не виконано», “not signed” are not what the word behind them says.
_DENIED = re.compile(
    r"(?:(?<!\w)(?:не|ні|not|nicht|nie|без|never)(?: (?:є|був|була|було|ще|yet|been|be))?[ -]|(?<!\w)не)$"
)


@lru_cache(maxsize=4096)
def read_status(text: str) -> StatusReading | None:
    """The stored status a word stands for; phases («expired», «прострочений») follow from dates and are ``signed``.

    A negation leaves the word without a meaning, unless the negation itself is known («не укладено»).
    """
    plain = fold_words(text)
    for pattern, reading in _STATUSES:
        match = re.search(rf"(?<![^\W\d_])(?:{pattern})", plain)
        if match:
            return None if _DENIED.search(plain[max(match.start() - 16, 0) : match.start()]) else reading
    return None


_RATE = re.compile(r"(\d{1,3}(?:[.,]\d{1,6})?)\s*(?:%|відсотк|процент|per ?cent)", re.I)


def read_penalty(text: str) -> str | None:
    """The rule text of a penalty (core.contract.Conditions): ``per_day:0.1``, ``double_nbu``, or '' for none."""
    plain = " ".join(text.casefold().split())
    if plain in NO or re.search(r"не (?:передбач|встановл|нарахов|предусм)|без пені|no penalty", plain):
        return ""
    if re.fullmatch(r"per_day:\d+(?:\.\d+)?|double_nbu", plain):
        return plain
    rate = _RATE.search(plain)
    is_nbu = bool(re.search(r"нбу|nbu|облікової ставк", plain))
    if (
        is_nbu
        and not rate
        and re.search(
            r"подвійн|подвоєн|двойн|double|twice|2\s?(?:х\s?)?(?:обліков|ставк)|дві обліков|двократн|nbu2|двох обліков",
            plain,
        )
    ):
        return "double_nbu"
    # A rate that another rate bounds is two conditions, and a person enters them.
    if (
        rate
        and not is_nbu
        and len(_RATE.findall(plain)) == 1
        and re.search(r"д(?:ень|ня|ні)|щоден|доб|(?<!\w)day|daily", plain)
    ):
        return f"per_day:{rate[1].replace(',', '.')}"
    return None


def read_yes(text: str) -> bool | None:
    """Yes or no."""
    plain = text.strip().casefold().strip(" .")
    first = re.split(r"[\W_]", plain, maxsplit=1)[0]
    if plain in YES or first in ("так", "yes", "да", "ja", "tak") or first.startswith("конфіденц"):
        return True
    return False if plain in NO or first in ("ні", "не", "no", "not", "нет", "nein", "nie") else None


def fold_words(text: str) -> str:
    """Lower case, one apostrophe, single spaces; Latin letters stay Latin."""
    return " ".join(text.casefold().replace("’", "'").replace("ё", "е").split())
