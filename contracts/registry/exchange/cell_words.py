"""What registers call renewals, ways of sending, statuses and penalties, and the code each is known by.

A wording nobody foresaw is no error of the row: the reader gets ``None`` and the cell is kept as words with a warning.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from contracts.kernel.calendar import Duration
from contracts.registry.rules.contract import NoticeCounts, Renewal, Status
from contracts.tabular.lengths import FoundLength, lengths_in, read_length

#: Cells that say «nothing here»; the last are empty days, as programs write them.
NOTHING = frozenset(
    {
        *("", "-", "–", "—", "н/д", "n/a", "na", "nan", "none", "null", "#n/a", "#н/д", "?", "x", "х", "tbd", "tba"),
        *("tbc", "не вказано", "не указано"),
        *(".  .", ". .", "..", "01.01.0001", "01.01.0001 0:00:00", "01.01.0001 00:00:00", "0001-01-01"),
        *("0001-01-01t00:00:00", "00.00.0000", "0000-00-00", "0000-00-00 00:00:00"),
    }
)
_YES = frozenset({"так", "yes", "y", "да", "true", "1", "1.0", "+", "є", "v", "✓", "✔", "x", "х", "ja", "істина"})
_NO = frozenset(
    {"ні", "no", "n", "нет", "false", "0", "0.0", "-", "немає", "відсутня", "відсутній", "nein", "хибність", "хиба"}
)


class RenewalReading(NamedTuple):
    """What a renewal cell says beside the kind."""

    kind: Renewal | None
    length: Duration | None = None
    notice: Duration | None = None
    cap: int | None = None
    is_assumed: bool = False


_KINDS: tuple[tuple[str, Renewal], ...] = (
    (
        r"не\s?автомат|без (?:авто|пролонг|подовж|продл|права)|не (?:пролонг|подовж|передбач|продл|предусм|"
        r"підляга)|^відсутн"
        r"|no (?:auto|renew|exten)|not (?:auto|renew|be renew|extend)|non[- ]?renew|without (?:auto|renew|exten)"
        r"|закінчується|^none|^expires|fixed term",
        Renewal.NONE,
    ),
    (r"мовчазн|764|tacit|holding over|молчалив|за умовчанням", Renewal.TACIT),
    (
        r"до (?:повного|повне|остаточного|полного|фактичного)?\s*(?:виконання|завершення робіт|исполнен|"
        r"выполнен)|until (?:full|compl|perform|fulfil)"
        r"|until_fulfilled|upon completion",
        Renewal.UNTIL_FULFILLED,
    ),
    (
        r"безстрок|без строку|без обмеження строк|бессроч|evergreen|indefinite|perpetual|невизначен|неопредел|"
        r"until terminat|open[- ]?ended"
        r"|unbefristet|необмежен(?!\w* кільк)|unlimited(?! (?:number|succ|renew|time|\d))"
        r"|постійно|^ongoing|^continuous|^rolling\W*$|no (?:end|expir)|never expire"
        r"|in perpetuity|until (?:further notice|cancel|either party)|month[- ]to[- ]month|till (?:terminat|cancel)",
        Renewal.EVERGREEN,
    ),
    (
        r"авто|auto|success?ive|succsive|кожн\w+ наступн|на той самий строк|на такий самий|на той же|на тих "
        r"самих умовах|жодна (?:із |зі |з |сторона)|якщо жодна|якщо сторони не|ни одна|if neither|neither party"
        r"|unless (?:either|terminated|a party|one|notice)|відбувається щороку|щорічн",
        Renewal.AUTOMATIC,
    ),
    (
        r"за (?:взаємн\w+ )?(?:згод|домовл|погодж|письмов|бажанн)|додатков\w+ угод|доп\w*\.? (?:угод|соглаш)|"
        r"(?<!\w)ду(?!\w)|by_consent|consent"
        r"|mutual|by agreement|written agreement|по (?:взаимн\w+ )?соглас|соглашени|option|можлив|переукладан|"
        r"новий договір",
        Renewal.BY_CONSENT,
    ),
)
#: What a contract does by itself, though nobody wrote «автоматично»: said as assumed.
_BY_ITSELF = re.compile(
    r"(?:пролонгу[єю]ться|подовжу[єю]ться|продовжу[єю]ться|продлевается|пролонгируется|renews)|"
    r"(?:вважається|считается) (?:продовж|пролонг|подовж|продл)|так[,;]? на (?:наступн|кожн|рік)"
)
#: «за місяць до закінчення», «на рік», «щороку»: one of the unit, without a number.
_ONE = r"(?P<unit>місяць|тиждень|квартал|рік|півроку|месяц|неделю|год)(?![^\W\d_])"
_ONE_BEFORE = re.compile(rf"(?<!\w)за\s+{_ONE}")
_ONE_MORE = re.compile(
    rf"(?<!\w)(?:на|кож[не]\w+|каждый)\s+(?:кож[не]\w+\s+|кажд\w+\s+|наступн\w+\s+|следующ\w+\s+|календарн\w+\s+)*{_ONE}"
)
_YEARLY = re.compile(r"(?<!\w)(?:щороку|щорічн|ежегодн|annual(?:ly)?|every year)")
_NOTICE_BEFORE = re.compile(
    r"(?:(?<!\w)за|не пізніше\w*|не менше?\w*|не позднее|не менее|at least|not less than|upon|prior|within|"
    r"минимум|мінімум)(?:\s+\w+){0,3}\s*$",
    re.I,
)
_NOTICE_AFTER = re.compile(
    r"^[\s,’']*(?:\w+\s+){0,2}(?:prior|before|notice|до (?:закінч|заверш|кінц|оконч|дати|спливу|припин)|written)", re.I
)


@lru_cache(maxsize=16384)
def read_renewal(text: str, *, is_automatic_column: bool = False) -> RenewalReading:
    """What happens at the end: kind, length, notice and cap, as far as the words say.

    A bare «так» is automatic: assumed, unless the header asks about automatic renewal. A bare number of renewals before
    a length («3 successive 1 year») is a cap.
    """
    plain = " ".join(text.replace("\xa0", " ").split()).casefold()
    if plain in _NO or plain.strip(" .") in _NO:
        return RenewalReading(Renewal.NONE)
    if plain.strip(" .") in _YES:
        return RenewalReading(Renewal.AUTOMATIC, is_assumed=not is_automatic_column)
    kind = next((kind for pattern, kind in _KINDS if re.search(pattern, plain)), None)
    if kind is None and plain in {each.value for each in Renewal}:
        kind = Renewal(plain)
    notice, rest = _notice_among(plain, lengths_in(plain))
    length = rest[0].length if len({each.length for each in rest}) == 1 else None
    if length is None and not rest:
        length = _one(_ONE_MORE, plain) or (Duration(1, "year") if _YEARLY.search(plain) else None)
    notice = notice or _one(_ONE_BEFORE, plain)
    cap = _cap(plain)
    if kind is None and _BY_ITSELF.search(plain):
        return RenewalReading(Renewal.AUTOMATIC, length, notice, cap, is_assumed=not is_automatic_column)
    if kind is None and plain.startswith(("так", "yes", "да ", "да,")):
        return RenewalReading(Renewal.AUTOMATIC, length, notice, cap, is_assumed=not is_automatic_column)
    return RenewalReading(kind, length, notice, cap)


def _one(pattern: "re.Pattern[str]", text: str) -> Duration | None:
    match = pattern.search(text)
    return read_length(match["unit"]) if match else None


def _notice_among(text: str, found: tuple[FoundLength, ...]) -> tuple[Duration | None, list[FoundLength]]:
    notices: list[FoundLength] = []
    rest: list[FoundLength] = []
    for each in found:
        is_notice = _NOTICE_BEFORE.search(text[: each.start]) or _NOTICE_AFTER.search(text[each.end :])
        (notices if is_notice else rest).append(each)
    return (notices[0].length if len({each.length for each in notices}) == 1 else None), rest


def _cap(text: str) -> int | None:
    for pattern in (
        r"(?:не більше|не более|максимум|max\w*|up to|до)\s+(\d{1,2})\s*(?:раз|подовж|пролонг|times|renewal|"
        r"success|additional)",
        r"^(\d{1,2})\s+(?:additional|success?ive|succsive|consecutive|послідовн\w+)\s+(?:one|\d)",
        r"^(\d{1,2})\s+\d+\s*(?:year|month|рок|рік|міс)",
        r"(?<!\w)(\d{1,2})\s*раз(?:и|ів|а)?(?!\w)",
    ):
        if match := re.search(pattern, text):
            return int(match[1])
    return 1 if re.search(r"одноразово|один раз|(?<!\w)once(?!\w)", text) else None


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


@lru_cache(maxsize=4096)
def read_methods(text: str) -> tuple[str, ...]:
    """Ways of sending a notice, in the order they are named; «електронна пошта» is no letter."""
    plain = " ".join(text.casefold().split())
    found: list[tuple[int, str]] = []
    for method, pattern in _METHODS:
        if match := re.search(pattern, plain):
            found.append((match.start(), method))
            plain = re.sub(pattern, lambda hit: " " * len(hit[0]), plain)
    return tuple(method for _, method in sorted(found))


def read_counts(text: str) -> NoticeCounts | None:
    """Whether receipt or sending counts."""
    plain = text.casefold()
    if re.search(r"отрим|одерж|получ|вручен|receiv|receipt", plain):
        return NoticeCounts.RECEIVED
    return (
        NoticeCounts.SENT if re.search(r"відправ|надсил|надісл|отправ|sent|sending|dispatch|mailing", plain) else None
    )


class StatusReading(NamedTuple):
    """What a status cell says: the stored status, and whether the contract is said to be terminated or closed."""

    status: Status
    is_terminated: bool = False
    is_closed: bool = False
    is_suspended: bool = False


_STATUSES: tuple[tuple[str, StatusReading], ...] = (
    (
        r"скасов|анульов|не уклад|неуклад|не підпис|аннулир|отменен|відхилен|cancel|void|unsuccessful|withdrawn",
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


@lru_cache(maxsize=4096)
def read_status(text: str) -> StatusReading | None:
    """The stored status a word stands for; phases («expired», «прострочений») follow from dates and are ``signed``."""
    plain = fold_words(text)
    return next((reading for pattern, reading in _STATUSES if re.search(pattern, plain)), None)


_RATE = re.compile(r"(\d{1,3}(?:[.,]\d{1,6})?)\s*(?:%|відсотк|процент|per ?cent)", re.I)


def read_penalty(text: str) -> str | None:
    """The rule text of a penalty (core.contract.Conditions): ``per_day:0.1``, ``double_nbu``, or '' for none."""
    plain = " ".join(text.casefold().split())
    if plain in _NO or re.search(r"не (?:передбач|встановл|нарахов|предусм)|без пені|no penalty", plain):
        return ""
    if re.fullmatch(r"per_day:\d+(?:\.\d+)?|double_nbu", plain):
        return plain
    if re.search(r"нбу|nbu|облікової ставк", plain) and re.search(
        r"подвійн|подвоєн|двойн|double|twice|2\s?(?:х\s?)?(?:обліков|ставк)|дві обліков|двократн|nbu2|двох обліков",
        plain,
    ):
        return "double_nbu"
    rate = _RATE.search(plain)
    if rate and len(_RATE.findall(plain)) == 1 and re.search(r"д(?:ень|ня|ні)|щоден|доб|(?<!\w)day|daily", plain):
        return f"per_day:{rate[1].replace(',', '.')}"
    return None


def read_yes(text: str) -> bool | None:
    """Yes or no."""
    plain = text.strip().casefold().strip(" .")
    if plain in _YES or plain.startswith(("так", "конфіденц", "yes")):
        return True
    return False if plain in _NO or plain.startswith(("ні", "не ", "no", "нет")) else None


def fold_words(text: str) -> str:
    """Lower case, one apostrophe, single spaces; Latin letters stay Latin."""
    return " ".join(text.casefold().replace("’", "'").replace("ё", "е").split())
