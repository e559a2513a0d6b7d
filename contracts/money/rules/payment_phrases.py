"""Payment terms as registers word them («10 банківських днів після підписання акта») become parts, or nothing.

A phrase that says more than one period and one event is left to a person: a guess would date a debt wrongly.
"""

import re

from contracts.kernel.calendar import Duration, Unit
from contracts.kernel.identity import fold
from contracts.money.rules.payment_terms import TermsPart

_Events = tuple[tuple[tuple[str, ...], str], ...]
_PERIOD = re.compile(
    r"(\d{1,3})(?:-?ти|-?и)?\s*+(?:\([^)]{0,60}\)\s*+)?(банк\S*|роб\S*|календ\S*|раб\S*)?\s*+(дн\S*|ден\S*|тиж\S*|міс\S*|мес\S*)"
)
_ENGLISH = re.compile(r"(\d{1,3})\s*+(banking|working|business|calendar)?\s*+(days?|weeks?|months?)", re.IGNORECASE)
#: Beginnings of words, folded as :func:`fold` folds, and the event each names; the first found prevails.
_EVENTS: _Events = (
    (("акт", "приймання робіт", "приемки"), "act_signed"),
    (("отримання рахун", "виставлення рахун", "получения счета"), "invoice_received"),
    (("постав", "отриманн", "відвантаж", "накладн", "товар", "получени"), "delivered"),
    (("рахун", "счет", "счёт"), "invoice_received"),
    (("підписанн договор", "укладенн", "дати договор", "подписани договор"), "contract_signed"),
    (("кінц місяц", "закінченн місяц"), "month_end"),
)
_ENGLISH_EVENTS: _Events = (
    (("act", "acceptance"), "act_signed"),
    (("deliver", "receipt of the goods"), "delivered"),
    (("invoice",), "invoice_received"),
    (("signing", "signature"), "contract_signed"),
)


def read_phrase(text: str) -> tuple[TermsPart, ...]:
    """The one part a phrase means; empty where it says nothing, more than one thing, or nothing certain."""
    folded = fold(text)
    found, events = _PERIOD.findall(folded), _EVENTS
    if not found:
        found, events = _ENGLISH.findall(text.casefold()), _ENGLISH_EVENTS
        folded = text.casefold()
    if len(found) != 1 or "%" in text:
        return ()
    count, qualifier, noun = found[0]
    return (TermsPart(event=_event(folded, events), wait=Duration(int(count), _unit(qualifier, noun))),)


def _unit(qualifier: str, noun: str) -> Unit:
    if noun.startswith(("тиж", "week")):
        return "week"
    if noun.startswith(("міс", "мес", "month")):
        return "month"
    if qualifier.startswith(("банк", "bank")):
        return "banking_day"
    return "working_day" if qualifier.startswith(("роб", "раб", "work", "busi")) else "day"


def _event(text: str, events: _Events) -> str:
    return next((event for words, event in events if any(word in text for word in words)), "issued")
