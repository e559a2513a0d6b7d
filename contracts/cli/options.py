"""Options and arguments several commands take, each written once: a day, a text, a choice, NUMBER, the reason."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from contracts.cli.kit import _, number_option, read_day, read_duration

Number = Annotated[str, number_option()]
Reason = Annotated[str, typer.Option("--reason", metavar="T", help=_("Why."))]
Version = Annotated[
    int | None, typer.Option("--version", metavar="N", help=_("Refuse where somebody saved another version meanwhile."))
]
Output = Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help=_("Where to write it."))]
FactsOfLetter = Annotated[
    list[str] | None, typer.Option("--set", metavar="NAME=TEXT", help=_("Say a fact of the letter yourself."))
]
Clear = Annotated[list[str] | None, typer.Option("--clear", metavar="FIELD", help=_("Empty this field."))]

#: Languages of documents.
LANGUAGES = ("uk", "en", "ru", "de", "en_gb")


def day_option(flag: str, text: str) -> Any:
    """An option that takes a day."""
    return typer.Option(flag, parser=read_day, metavar="DATE", help=text)


def duration_option(flag: str, text: str) -> Any:
    """An option that takes a duration: 60d, 5wd, 2w, 3m, 1y."""
    return typer.Option(flag, parser=read_duration, metavar="DUR", help=text)


def text_option(flag: str, text: str) -> Any:
    """An option that takes any text."""
    return typer.Option(flag, metavar="TEXT", help=text)


def one_of(*known: str) -> Callable[[str], str]:
    """Reads one of a few words in any case; another word is misuse and names those that are known."""
    by_text = {each.lower(): each for each in known}

    def read(given: str) -> str:
        if given.lower() not in by_text:
            values = ", ".join(known)
            raise typer.BadParameter(_("{text} is not one of {values}.").format(text=repr(given), values=values))
        return by_text[given.lower()]

    return read


def choice_option(text: str, values: str, *flags: str) -> Any:
    """An option of a few words, ``values`` parted by bars as the help shows them."""
    return typer.Option(*flags, parser=one_of(*values.split("|")), metavar=values, help=text)


def pairs(given: list[str] | None, option: str) -> dict[str, str]:
    """NAME=TEXT options as a dictionary; anything else is misuse (exit 2)."""
    found: dict[str, str] = {}
    for each in given or []:
        name, equals, text = each.partition("=")
        if not equals or not name.strip():
            raise typer.BadParameter(_("{text} is not NAME=TEXT.").format(text=repr(each)), param_hint=option)
        found[name.strip()] = text.strip()
    return found


def no_such_field(name: str, choices: "list[str] | tuple[str, ...]") -> typer.BadParameter:
    """The misuse of a field's name that is not known; ``choices`` are the names as options write them."""
    sentence = _("There is no field {name}; fields are: {choices}.")
    return typer.BadParameter(sentence.format(name=name, choices=", ".join(choices)))


def nothing_to_change() -> typer.BadParameter:
    """The misuse of a command that changes fields and was told none."""
    return typer.BadParameter(_("Say what to change: an option of a field, or --clear FIELD."))


def known_fields(names: list[str], fields: tuple[str, ...]) -> list[str]:
    """Fields by their option names, ``--post-address`` or ``post-address``; an unknown one is misuse."""
    found = [each.strip().removeprefix("--").replace("-", "_") for each in names]
    for name in found:
        if name not in fields:
            raise no_such_field(name, [each.replace("_", "-") for each in fields])
    return found


#: Details a party and a person both have.
Name = Annotated[str | None, text_option("--name", _("Full name."))]
Email = Annotated[str | None, text_option("--email", _("E-mail."))]
Phone = Annotated[str | None, text_option("--phone", _("Telephone."))]
