"""A letter to a counterparty by mail: what is owed, by when to pay, and the signed letter itself attached."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from contracts.kernel.context import Context
from contracts.kernel.money import money
from contracts.kernel.wire import wire
from contracts.language import Words, figures
from contracts.mail.layout import template, tidy
from contracts.mail.message import Attached, Rendered, one_line

if TYPE_CHECKING:
    from pydantic import TypeAdapter

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True, slots=True)
class LetterRow:
    """One document that is not paid: its name, day and last day for payment; what is open as wire and currency."""

    document: str
    issued_on: date
    due_on: date
    open: str
    currency: str


@dataclass(frozen=True, slots=True)
class LetterContent:
    """What the mail says, without words; ``file_sha`` is the letter in the file store, ``contact`` who answers.

    ``level`` counts the reminders. Totals are (wire, currency), one for each currency.
    """

    company: str
    number: str
    as_of: date
    pay_by: date
    level: int
    rows: tuple[LetterRow, ...]
    totals: tuple[tuple[str, str], ...]
    contact: str
    reply_to: str
    file_sha: str
    file_name: str


def to_json(content: LetterContent) -> dict[str, Any]:
    """The content as plain JSON, under a name no digest has."""
    return {"letter": wire(content)}


@cache
def _adapter() -> "TypeAdapter[LetterContent]":
    from pydantic import TypeAdapter

    return TypeAdapter(LetterContent)


def write_mail(ctx: Context, stored: Mapping[str, Any], language: str) -> Rendered:
    """The mail of what the outbox keeps of a letter, in ``uk`` or ``en``, with the letter attached.

    Answers go to people, not to the program.
    """
    content = _adapter().validate_python(stored["letter"])
    shown = _view(Words("uk" if language == "uk" else "en"), content)
    return Rendered(
        shown["subject"],
        tidy(template("letter.txt").render(view=shown)),
        template("letter.html").render(view=shown) + "\n",
        shown["language"],
        sender_name=one_line(content.company),
        reply_to=content.reply_to,
        attached=(Attached(content.file_name, DOCX, ctx.files.get(content.file_sha)),),
        is_personal=True,
    )


def _view(words: Words, content: LetterContent) -> dict[str, Any]:
    """What the templates lay out."""
    language = words.language
    sums = [figures.money_document(money(amount, code), language) for amount, code in content.totals]
    as_of = figures.date_words(content.as_of, language)
    opening = (
        words.say("According to our records, at {day} we have not received payment for:", day=as_of)
        if content.level == 1
        else words.say("We have written to you before, but at {day} payment has not arrived for:", day=as_of)
    )
    subject = words.say("Payment reminder No. {number}: {sum} overdue", number=content.number, sum=", ".join(sums))
    closing = [
        words.say("Please pay on or before {day}.", day=figures.date_words(content.pay_by, language)),
        words.say("The account to pay to is named in the letter attached."),
        words.say("If you have already paid, thank you: please send us a copy of the payment document."),
    ]
    if content.contact:
        closing.append(words.say("Questions are answered by {contact}.", contact=one_line(content.contact)))
    return {
        "language": language,
        "subject": one_line(subject),
        "company": one_line(content.company),
        "opening": opening,
        "heading": words.say("Dear Sir or Madam,"),
        "rows": [_row(words, each) for each in content.rows],
        "totals": [words.say("Total overdue: {sum}", sum=each) for each in sums],
        "closing": closing,
        "farewell": words.say("Yours faithfully,"),
    }


def _row(words: Words, row: LetterRow) -> str:
    language = words.language
    return words.say(
        "{document} of {day}: {sum}, payable by {due}",
        document=one_line(row.document),
        day=figures.date_document(row.issued_on, language),
        sum=figures.money_document(money(row.open, row.currency), language),
        due=figures.date_document(row.due_on, language),
    )
