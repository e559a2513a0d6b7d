"""The first lines of a digest: who is spoken to, how many last days are today, and what else waits."""

import re
from collections.abc import Sequence

from contracts.language import Words
from contracts.reminders.digest.content import DigestContent
from contracts.reminders.digest.groups import Group

#: Endings that only family names have: «Олена Марченко» was entered the other way round.
_FAMILY = re.compile(r"(енко|єнко|чук|щук|юк|ський|цький|зький|ська|цька|зька|ова|єва|ева)$", re.I)


def first_line(words: Words, content: DigestContent, groups: Sequence[Group]) -> str:
    """«Олено, сьогодні останній день для однієї справи», without a full stop; it is the heading of the mail too."""
    code = groups[0].code if groups else ""
    n = len(groups[0].items) if groups else 0
    name = called(content.recipient, words.language)
    said = _said(words, code, n)
    return f"{name}, {said}" if name else said[:1].upper() + said[1:]


def second_line(words: Words, groups: Sequence[Group]) -> str:
    """«Ще 2 прострочено, 4 треба встигнути до п’ятниці.»; empty where nothing else waits."""
    rest = [_more(words, each.code, len(each.items)) for each in groups[1:]]
    return words.say("And {rest}.", rest=", ".join(rest)) if rest else ""


def called(name: str, language: str) -> str:
    """How a mail addresses a person: the given name, in Ukrainian in the vocative; empty where it is not known."""
    if language != "uk":
        return _english(name)
    from contracts.language.names import FullName, decline, parts

    whole = parts(name, "uk")
    if "." in name or not whole.given:
        return ""
    given = whole.family if not whole.patronymic and _FAMILY.search(whole.given) else whole.given
    first = FullName("", given, whole.patronymic)
    called_so = decline(first, "uk", "vocative")[0]
    return called_so.given if len(given) > 1 and called_so != first else ""


def _english(name: str) -> str:
    """A Latin name is taken as written, given name first; a Cyrillic one is not guessed at."""
    parts = name.split()
    return parts[0] if len(parts) > 1 and name.isascii() and len(parts[0]) > 1 and "." not in name else ""


def _said(words: Words, code: str, n: int) -> str:
    if not code:
        return words.say("there is nothing to do this week")
    if code == "today":
        one = words.say("today is the last day for one thing")
        return (
            one
            if n == 1
            else words.count("today is the last day for {n} thing", "today is the last day for {n} things", n)
        )
    if code == "late":
        return words.count("{n} thing is late", "{n} things are late", n)
    if code == "by_friday":
        return words.count("{n} thing to do by Friday", "{n} things to do by Friday", n)
    if code == "later":
        return words.count("{n} thing to do later", "{n} things to do later", n)
    if code == "long_past":
        return words.count("{n} contract is long past its day", "{n} contracts are long past their day", n).lower()
    return words.count("{n} contract has to be confirmed", "{n} contracts have to be confirmed", n)


def _more(words: Words, code: str, n: int) -> str:
    if code == "late":
        return words.count("{n} late", "{n} late", n)
    if code == "by_friday":
        return words.count("{n} to do by Friday", "{n} to do by Friday", n)
    if code == "later":
        return words.count("{n} later", "{n} later", n)
    if code == "long_past":
        return words.count("{n} long past", "{n} long past", n)
    return words.count("{n} to be confirmed", "{n} to be confirmed", n)
