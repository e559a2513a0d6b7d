"""What a clause says happens at the end of a contract: read by who may do what, never by a lucky word.

A negation counts wherever it stands; in the part of a clause that speaks of a notice it is the notice that is denied
(«якщо жодна зі сторін не заявить», “notice of non-renewal”), and the contract renews. A right or an agreement to
renew is renewal by consent. What says both, or neither, has no kind: a person is asked with its words.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from contracts.kernel.calendar import Duration
from contracts.registry.exchange.cells.words import NO, YES
from contracts.registry.rules.contract import Renewal
from contracts.tabular.lengths import FoundLength, is_as_long, lengths_in, read_length


class RenewalReading(NamedTuple):
    """What a renewal cell says beside the kind; ``is_assumed``: the kind is likely, and a person must say so."""

    kind: Renewal | None
    length: Duration | None = None
    notice: Duration | None = None
    cap: int | None = None
    is_assumed: bool = False


#: Kinds told by a phrase of their own.
_KINDS = (
    (Renewal.TACIT, r"мовчазн|(?<!\d)764(?!\d)|tacit|holding over|молчалив|за умовчанням"),
    (
        Renewal.UNTIL_FULFILLED,
        r"до (?:моменту )?(?:повного|повне|остаточного|полного|фактичного)? ?(?:виконання|завершення робіт|исполнен|"
        r"выполнен)|until (?:full|compl|perform|fulfil)|until_fulfilled|upon completion|bis zur (?:vollständigen )?"
        r"erfüllung|do (?:czasu )?(?:pełnego )?wykonania",
    ),
    (
        Renewal.EVERGREEN,
        r"безстрок|без строку|без обмеження строк|бессроч|evergreen|indefinite|perpetual|невизначен|неопредел|"
        r"until terminat|open[- ]?ended|unbefristet|необмежен(?!\w* кільк)|unlimited(?! (?:number|succ|renew|time|\d))"
        r"|постійно|^ongoing|^continuous|^rolling\W*$|no (?:end|expir)|never expire|in perpetuity|nieokreślon|"
        r"unbestimmte|until (?:further notice|cancel|either party)|month[- ]to[- ]month|till (?:terminat|cancel)",
    ),
)
_DENIED = re.compile(r"(?<!\w)(?:не|not|no|nicht|nie|без|non)[ -](?:є |is |a |an )?$")
_AGREED = re.compile(
    r"by (?:\w+ ){0,2}agreement|written agreement|agreement (?:of|between|by) |part(?:y|ies) (?:\w+ ){0,2}agree|"
    r"agreed (?:by|in)|if agreed|(?:upon|subject to|after) (?:\w+ )?(?:agreement|approv|negotiat|review|request)|"
    r"додатков\w+ угод|доп\w*\.? ?(?:угод|соглаш)|новий договір|новый договор"
)
#: «без укладення додаткової угоди» needs nobody's agreement.
_UNNEEDED = re.compile(
    r"(?:без|without|ohne|bez) (?:\w+ ){0,3}"
    r"(?:угод\w*|соглаш\w*|agreements?|consent|vereinbarung\w*|zustimmung|aneks\w*)"
)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|[,;.()\n]")
_STOPS = frozenset(",;.()\n")
#: «за місяць до закінчення», «на рік», «щороку»: one of the unit, without a number.
_ONE = (
    r"(?P<unit>місяць|тиждень|квартал|рік|півроку|месяц|неделю|год|year|month|quarter|jahr|monat|rok|miesiąc)"
    r"(?![^\W\d_])"
)
_ONE_BEFORE = re.compile(rf"(?<!\w)за {_ONE}")
_ONE_MORE = re.compile(
    rf"(?<!\w)(?:на|кож[не]\w+|каждый|each|every|per|um ein|o) (?:(?:кож[не]|кажд|наступн|следующ|календарн)\w+ |"
    rf"another |further |weiteres ){{0,4}}{_ONE}"
)
_YEARLY = re.compile(
    r"(?<!\w)(?:щороку|щорічн|ежегодн|annual(?:ly)?|every year|year[- ]to[- ]year|yearly|jährlich|corocznie)"
)
_NOTICE_BEFORE = re.compile(
    r"(?:(?<!\w)за|не пізніше\w*|не менше?\w*|не позднее|не менее|at least|not less than|upon|prior|within|"
    r"минимум|мінімум|no later than|notice of|spätestens|mindestens|co najmniej)(?: \w+){0,3} ?$"
)
_NOTICE_AFTER = re.compile(
    r"^[ ,’']*(?:\w+ ){0,2}(?:prior|before|notice|advance|vor (?:dem |ablauf|ende)|przed|written"
    r"|до (?:закінч|заверш|кінц|оконч|дати|спливу|припин)|повідомл|попередж|уведомл|kündig|wypowied)"
)
_CAPS = tuple(
    map(
        re.compile,
        (
            r"(?:не більше|не более|максимум|max\w{0,5}|up to|до|no more than) (\d{1,2}) ?(?:\(\w+\) )?(?:раз|подовж|"
            r"пролонг|times|renewal|success|additional|extension|further)",
            r"^(\d{1,2}) (?:additional|success?ive|succsive|consecutive|послідовн\w{1,3}|further) (?:one|\d)",
            r"^(\d{1,2}) \d{1,4} (?:year|month|рок|рік|міс)",
            r"(?<!\w)(\d{1,2}) ?(?:раз(?:и|ів|а)?|options?|опці\w{1,3}|mal|razy)(?!\w)",
        ),
    )
)
_ONCE, _TWICE = (
    re.compile(r"одноразово|один раз|(?<!\w)once(?!\w)|einmalig|jednorazowo"),
    re.compile(r"двічі|дважды|twice"),
)
#: Words of a clause that is more than a label.
_SENTENCE = 14
#: As far as a negation reaches to the word it denies.
_REACH, _BEHIND = 6, 4


@dataclass(slots=True)
class _Clause:
    """What the parts of a clause say."""

    is_renewed: bool = False
    is_automatic: bool = False
    is_repeated: bool = False
    is_denied: bool = False
    is_optional: bool = False
    is_agreed: bool = False
    is_unless: bool = False
    is_yes: bool = False
    is_ending: bool = False
    is_doubtful: bool = False


@cache
def _stems() -> Mapping[str, tuple[tuple[str, ...], frozenset[str]]]:
    """By what it means: beginnings of words, and whole words."""
    text = files("contracts.registry.exchange.cells").joinpath("renewal_words.toml").read_text(encoding="utf-8")
    return {
        name: (
            tuple(each for each in stems.split() if not each.endswith("=")),
            frozenset(each.removesuffix("=") for each in stems.split() if each.endswith("=")),
        )
        for name, stems in tomllib.loads(text).items()
    }


@lru_cache(maxsize=65536)
def is_word(word: str, *names: str) -> bool:
    """Whether a word in lower case belongs to one of these lists of renewal_words.toml."""
    return any(word in whole or word.startswith(stems) for stems, whole in map(_stems().__getitem__, names))


@lru_cache(maxsize=16384)
def read_renewal(text: str, *, is_automatic_column: bool = False) -> RenewalReading:
    """What happens at the end: kind, length, notice and cap, as far as the words say.

    A bare «так» is automatic: assumed, unless the header asks about automatic renewal. A bare number of renewals before
    a length («3 successive 1 year») is a cap.
    """
    plain = " ".join(text.replace("\xa0", " ").replace("’", "'").split()).casefold()
    bare = plain.strip(" .!")
    if plain in NO or bare in NO:
        return RenewalReading(Renewal.NONE)
    if bare in YES:
        return RenewalReading(Renewal.AUTOMATIC, is_assumed=not is_automatic_column)
    notice, rest = _notice_among(plain, lengths_in(plain))
    rest = _of_renewal(plain, rest)
    yearly = Duration(1, "year") if _YEARLY.search(plain) else None
    one = _one(_ONE_MORE, plain) or yearly if not rest else yearly
    distinct = {each.length for each in rest} | ({one} if one else set())
    length = distinct.pop() if len(distinct) == 1 else None
    kind, is_assumed = (Renewal(plain), False) if plain in {each.value for each in Renewal} else _kind(plain, rest)
    is_assumed = is_assumed and not (is_automatic_column and kind is Renewal.AUTOMATIC)
    return RenewalReading(kind, length, notice or _one(_ONE_BEFORE, plain), _cap(plain), is_assumed)


def _kind(plain: str, lengths: Sequence[FoundLength]) -> tuple[Renewal | None, bool]:
    """The kind, and whether it is only likely."""
    clause = _read_clause(plain)
    own = _own_kind(plain)
    is_moving = clause.is_automatic or (clause.is_renewed and bool(lengths))
    if own is Renewal.EVERGREEN and is_moving and not clause.is_denied:
        own = None
    if own is not None:
        is_both = clause.is_automatic or clause.is_optional or (clause.is_agreed and own is not Renewal.TACIT)
        return (None, False) if is_both or clause.is_doubtful else (own, False)
    return _kind_of(clause)


def _kind_of(clause: _Clause) -> tuple[Renewal | None, bool]:
    is_by_people = clause.is_optional or clause.is_agreed
    if clause.is_doubtful:
        return None, False
    if clause.is_denied:
        if is_by_people:
            return Renewal.BY_CONSENT, False
        is_both = clause.is_automatic or clause.is_renewed or clause.is_unless or clause.is_yes
        return (None, False) if is_both else (Renewal.NONE, False)
    if is_by_people:
        return (None, False) if clause.is_automatic else (Renewal.BY_CONSENT, False)
    if clause.is_automatic:
        return Renewal.AUTOMATIC, False
    if clause.is_ending and not clause.is_renewed:
        return (None, False) if clause.is_unless else (Renewal.NONE, False)
    if clause.is_unless and (clause.is_renewed or clause.is_yes or clause.is_repeated):
        return Renewal.AUTOMATIC, False
    if clause.is_repeated:
        return Renewal.AUTOMATIC, False
    return (Renewal.AUTOMATIC, True) if clause.is_renewed or clause.is_unless or clause.is_yes else (None, False)


def _own_kind(plain: str) -> Renewal | None:
    for kind, pattern in _KINDS:
        match = re.search(pattern, plain)
        if match and not _DENIED.search(plain[max(match.start() - 12, 0) : match.start()]):
            return kind
    return None


def _read_clause(plain: str) -> _Clause:
    """The parts of a clause, each as what it is: the rule, or the condition that stops it."""
    clause = _Clause()
    is_conditional = False
    for no, words in enumerate(_parts(plain)):
        begins = next((place for place, word in enumerate(words) if is_word(word, "condition", "unless")), None)
        is_notice = any(is_word(word, "notice") for word in words)
        rule = words if begins is None else words[:begins]
        if begins is None and is_notice and is_conditional:
            rule, begins = [], 0
        elif begins is None and is_conditional and not _has(words, "renewal", "automatic", "repeated", "consent"):
            begins, rule = 0, []
        if rule:
            _read_rule(clause, rule, is_first=no == 0, is_notice=is_notice and begins is None)
        if begins is not None:
            is_conditional = True
            _read_condition(clause, words[begins:])
        else:
            is_conditional = False
    return clause


def _parts(plain: str) -> list[list[str]]:
    """The words between commas, brackets and «але»."""
    parts: list[list[str]] = [[]]
    for match in _WORD.finditer(plain):
        word = match[0]
        if word in _STOPS or is_word(word, "boundary"):
            parts.append([])
        else:
            parts[-1].append("not" if word.endswith("n't") else word)
    return [each for each in parts if each]


def _has(words: Sequence[str], *names: str) -> bool:
    return any(is_word(word, *names) for word in words)


def _read_rule(clause: _Clause, words: list[str], *, is_first: bool, is_notice: bool) -> None:
    acts = [place for place, word in enumerate(words) if is_word(word, "renewal", "automatic")]
    states = {place: _denial(words, place) for place in acts}
    renewed = [place for place, state in states.items() if state == "no"]
    denied = [place for place, state in states.items() if state == "yes"]
    text = " ".join(words)
    clause.is_yes |= is_first and is_word(words[0], "yes")
    if is_notice and denied and not renewed:
        clause.is_unless = True  # a notice of non-renewal is what stops a renewal
        return
    clause.is_denied |= bool(denied) or (not acts and _is_refusal(words, is_first=is_first))
    clause.is_doubtful |= "maybe" in states.values()
    clause.is_agreed |= _agrees(words)
    clause.is_optional |= _option(words, renewed) and not (denied and not renewed)
    clause.is_automatic |= any(is_word(words[place], "automatic") for place in renewed)
    clause.is_renewed |= bool(renewed)
    clause.is_repeated |= _has(words, "repeated") or "кожний наступний" in text or bool(_YEARLY.search(text))
    clause.is_repeated |= bool(re.search(r"кож[не]\w+ наступн|each (?:year|succ)|на тих самих умовах", text))
    clause.is_repeated |= is_as_long(text)
    clause.is_ending |= _has(words, "expiry") or text in ("fixed term", "строковий")
    clause.is_doubtful |= clause.is_automatic and bool(re.search(r"(?:shall|will) terminate(?! auto)|terminates", text))
    clause.is_unless |= is_notice and not renewed and _has(words, "notice") and _has(words, "negator")


def _agrees(words: list[str]) -> bool:
    text = _UNNEEDED.sub(" ", " ".join(words))
    return _has(text.split(), "consent") or bool(_AGREED.search(text))


def _is_refusal(words: list[str], *, is_first: bool) -> bool:
    """«Ні», «не передбачено», “None”: a part that says no without naming what."""
    if not is_word(words[0], "negator") or not (is_first or len(words) <= 2):
        return False
    return words[0] not in ("не", "not", "nicht", "nie") or _has(words[1:3], "predicate")


def _option(words: list[str], renewed: Sequence[int]) -> bool:
    """A right or a possibility to renew, as against one to end."""
    if _has(words, "option"):
        return True
    for place, word in enumerate(words):
        is_near = any(place < act <= place + _REACH or act < place <= act + 3 for act in renewed)
        if is_near and is_word(word, "may") and not _has(words[place : place + _REACH], "ending"):
            return True
    return False


def _denial(words: list[str], place: int) -> str:
    """Whether a negation denies the word: yes, no, or maybe."""
    if is_word(words[place], "negated"):
        return "yes"
    state = "no"
    for at in range(max(place - _REACH, 0), place):
        if not is_word(words[at], "negator", "without") or is_word(words[at + 1], "measure"):
            continue
        between = words[at + 1 : place]
        if all(is_word(word, "between", "renewal", "automatic", "option", "may") for word in between):
            return "yes"
        state = "no" if is_word(words[at], "without") else "maybe"
    for at in range(place + 1, min(place + _BEHIND + 1, len(words))):
        if not is_word(words[at], "negator") or is_word(words[min(at + 1, len(words) - 1)], "measure"):
            continue
        rest = words[at + 1 : at + 3]
        if not rest or _has(rest, "predicate") or is_word(rest[0], "renewal"):
            return "yes"
        state = "yes" if _stands_alone(words[at]) else "maybe"
    return state


def _stands_alone(word: str) -> bool:
    """«відсутня», «виключена», “excluded” deny without another word."""
    return not is_word(word, "between") and len(word) > 3 and word not in ("never", "nicht", "none", "kein", "keine")


def _read_condition(clause: _Clause, words: list[str]) -> None:
    """What stops or allows a renewal: a notice nobody gives, or an agreement somebody must reach."""
    is_negative = _has(words, "negator", "without", "negated")
    is_about, is_agreement = _has(words, "notice", "ending"), _agrees(words) or _has(words, "reaching")
    if is_agreement and not is_about:
        clause.is_agreed |= not is_negative
    elif is_negative or _has(words, "unless"):
        clause.is_unless = True
    elif is_about and _has(words, "renewal", "option"):
        clause.is_optional = True  # renews where somebody asks for it
    elif _has(words, "renewal") and _has(words, "may"):
        clause.is_optional = True


def _one(pattern: "re.Pattern[str]", text: str) -> Duration | None:
    match = pattern.search(text)
    return read_length(match["unit"]) if match else None


def _notice_among(text: str, found: tuple[FoundLength, ...]) -> tuple[Duration | None, list[FoundLength]]:
    notices: list[FoundLength] = []
    rest: list[FoundLength] = []
    for each in found:
        before = text[max(each.start - 80, 0) : each.start]
        is_notice = _NOTICE_BEFORE.search(before) or _NOTICE_AFTER.search(text[each.end : each.end + 80])
        (notices if is_notice else rest).append(each)
    return (notices[0].length if len({each.length for each in notices}) == 1 else None), rest


def _of_renewal(text: str, found: list[FoundLength]) -> list[FoundLength]:
    """Of a whole clause the lengths behind its first word of renewal: those before it are of the first term."""
    if text.count(" ") < _SENTENCE:
        return found
    first = next((match.start() for match in _WORD.finditer(text) if is_word(match[0], "renewal", "automatic")), 0)
    return [each for each in found if each.start > first]


def _cap(text: str) -> int | None:
    for pattern in _CAPS:
        if match := pattern.search(text):
            return int(match[1])
    return 1 if _ONCE.search(text) else 2 if _TWICE.search(text) else None
