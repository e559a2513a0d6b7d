"""A digest in words: one list of rows gives the text part and the HTML part, so both name the same things (§8)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from contracts.language import Words
from contracts.language.figures import date_weekday, day_month, weekday, weekday_genitive
from contracts.mail.layout import Figure, template, tidy
from contracts.mail.message import Rendered, one_line
from contracts.reminders.digest.closing import Hint, farewell, figures, proof, red_list, troubles
from contracts.reminders.digest.content import DigestContent
from contracts.reminders.digest.greeting import first_line, second_line
from contracts.reminders.digest.groups import Group, friday_after, grouped
from contracts.reminders.digest.rows import ItemRow, row
from contracts.reminders.digest.subject import subject

#: Rows told in full, which is as many as people read, and after them in one line each.
FULL, BRIEF = 7, 80
#: The same for failures, which share the lines.
TROUBLES = 20


@dataclass(frozen=True, slots=True)
class Section:
    """A group under its heading: rows in full, rows in one line, and a sentence about those left out."""

    code: str
    heading: str
    rows: tuple[ItemRow, ...]
    brief: tuple[ItemRow, ...]
    left_out: str


@dataclass(frozen=True, slots=True)
class DigestView:
    """Everything a template lays out."""

    language: str
    subject: str
    company: str
    day: str
    label: str
    first_line: str
    second_line: str
    #: Why this person reads several of the things, each said once.
    remarks: tuple[str, ...]
    sections: tuple[Section, ...]
    figures_heading: str
    figures: tuple[Figure, ...]
    red_heading: str
    red: tuple[str, ...]
    troubles_heading: str
    troubles: tuple[str, ...]
    proof: tuple[str, ...]
    farewell: tuple[Hint, ...]
    command_label: str


def render(content: DigestContent, words: Words) -> Rendered:
    """The mail in the language of the words."""
    shown = view(words, content)
    text, html = template("digest.txt"), template("digest.html")
    settings = f"{content.base_url.rstrip('/')}/settings/mail" if content.base_url else ""
    return Rendered(
        shown.subject, tidy(text.render(view=shown)), html.render(view=shown) + "\n", shown.language, settings
    )


def view(words: Words, content: DigestContent) -> DigestView:
    """What the mail says, before it is laid out."""
    groups = grouped(content)
    told = troubles(words, content)
    if len(told) > TROUBLES:
        more = words.count("and {n} more", "and {n} more", len(told) - TROUBLES)
        told = [*told[:TROUBLES], more]
    sections, remarks = _with_remarks(words, list(_sections(words, content, groups)))
    day = f"{weekday(content.business_on, words.language)}, {day_month(content.business_on, words.language)}"
    return DigestView(
        language=words.language,
        subject=subject(words, content, groups),
        company=one_line(content.company),
        day=f"{day} {content.business_on.year}",
        label=words.say("Morning mail, {day}", day=day_month(content.business_on, words.language)),
        first_line=first_line(words, content, groups),
        second_line=second_line(words, groups),
        remarks=tuple(remarks),
        sections=tuple(sections),
        figures_heading=words.say("Money and papers"),
        figures=tuple(figures(words, content.sums)),
        red_heading=words.say("Limitation runs out"),
        red=tuple(red_list(words, content.sums)),
        troubles_heading=words.say("What went wrong"),
        troubles=tuple(told),
        proof=tuple(proof(words, content.coverage)),
        farewell=tuple(farewell(words, content)),
        command_label=words.say("Command"),
    )


def _sections(words: Words, content: DigestContent, groups: list[Group]) -> Iterator[Section]:
    no, full, brief = 0, FULL, BRIEF
    for group in groups:
        rows = []
        for item, others in zip(group.items[: full + brief], group.others, strict=False):
            no += 1
            rows.append(row(words, content, item, others, no=no, group=group.code))
        in_full = 0 if group.code in ("long_past", "confirm_alive") else min(full, len(rows))
        in_brief = rows[in_full : in_full + brief]
        full, brief = full - in_full, brief - len(in_brief)
        left = len(group.items) - in_full - len(in_brief)
        left_out = words.count("And {n} more: contracts agenda", "And {n} more: contracts agenda", left) if left else ""
        no -= len(rows) - in_full - len(in_brief)
        yield Section(group.code, _heading(words, content, group), tuple(rows[:in_full]), tuple(in_brief), left_out)


def _with_remarks(words: Words, sections: list[Section]) -> tuple[list[Section], list[str]]:
    """A sentence about the reader that several things would repeat is said once, with their numbers."""
    told: dict[str, list[int]] = {}
    for each in sections:
        for one in each.rows:
            if one.role:
                told.setdefault(one.role, []).append(one.no)
    repeated = {role: numbers for role, numbers in told.items() if len(numbers) > 1}
    remarks = [
        words.say("{note}: things {numbers}.", note=role.rstrip("."), numbers=", ".join(map(str, numbers)))
        for role, numbers in repeated.items()
    ]
    bare = [
        replace(each, rows=tuple(replace(one, role="") if one.role in repeated else one for one in each.rows))
        for each in sections
    ]
    return bare, remarks


def _heading(words: Words, content: DigestContent, group: Group) -> str:
    language, today = words.language, content.business_on
    if group.code == "today":
        return words.say("Today is the last day, {day}", day=date_weekday(today, language))
    if group.code == "late":
        return words.say("Late")
    if group.code == "by_friday":
        friday = friday_after(today)
        return words.say(
            "By {weekday}, {day}", weekday=weekday_genitive(friday, language), day=day_month(friday, language)
        )
    if group.code == "later":
        return words.say("Later")
    if group.code == "long_past":
        return words.say("Long past: close them, or enter whether they renew")
    return words.say("Still in force? Their renewals are only presumed")
