"""Options and arguments several commands take, each written once: NUMBER and whose, the reason, the fields to empty."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from contracts.cli.shared.translation import _
from contracts.cli.shared.values import one_of, read_day, read_duration

if TYPE_CHECKING:
    from contracts.registry.lookup import Which

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


def choice_option(text: str, values: str, *flags: str) -> Any:
    """An option of a few words, ``values`` parted by bars as the help shows them."""
    return typer.Option(*flags, parser=one_of(*values.split("|")), metavar=values, help=text)


_NUMBER = typer.Argument(metavar="NUMBER", help=_("Register number, or the number on paper if only one has it."))
Number = Annotated[str, _NUMBER]
NumberOrNone = Annotated[str | None, _NUMBER]
Counterparty = Annotated[str | None, text_option("--counterparty", _("Counterparty by name or code."))]
Company = Annotated[str | None, text_option("--company", _("Own company by name or code."))]
UnderContract = Annotated[str | None, typer.Option("--contract", metavar="NUMBER", help=_("The contract it is under."))]
Reason = Annotated[str, typer.Option("--reason", metavar="T", help=_("Why."))]
ReasonText = Annotated[str, text_option("--reason", _("Why."))]
Currency = Annotated[str, typer.Option("--currency", metavar="C", help=_("Currency."))]
HryvniaOr = Annotated[str, typer.Option("--currency", metavar="C", help=_("Currency; hryvnia by default."))]
Version = Annotated[
    int | None, typer.Option("--version", metavar="N", help=_("Refuse where somebody saved another version meanwhile."))
]
Limit = Annotated[int | None, typer.Option("--limit", min=1, metavar="N", help=_("At most so many."))]
DryRun = Annotated[bool, typer.Option("--dry-run", help=_("Show the same result; change nothing."))]
Payable = Annotated[bool, typer.Option("--payable", help=_("What we owe."))]
Output = Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help=_("Where to write it."))]
FactsOfLetter = Annotated[
    list[str] | None, typer.Option("--set", metavar="NAME=TEXT", help=_("Say a fact of the letter yourself."))
]
Clear = Annotated[list[str] | None, typer.Option("--clear", metavar="FIELD", help=_("Empty this field."))]
#: Details a party and a person both have.
Name = Annotated[str | None, text_option("--name", _("Full name."))]
RequiredName = Annotated[str, text_option("--name", _("Full name."))]
Email = Annotated[str | None, text_option("--email", _("E-mail."))]
Phone = Annotated[str | None, text_option("--phone", _("Telephone."))]


def which_contract(number: str, counterparty: str | None = None, company: str | None = None) -> "Which":
    """The contract meant by NUMBER, narrowed by its parties."""
    from contracts.registry.lookup import Which

    return Which(number, counterparty, company)


@dataclass(frozen=True)
class ContractParties:
    """By whom a contract is told from others of its number, where other groups of options stand before."""

    counterparty: Counterparty = None
    company: Company = None

    def which(self, number: str) -> "Which":
        """The contract meant by NUMBER."""
        return which_contract(number, self.counterparty, self.company)


def no_such_field(name: str, choices: "list[str] | tuple[str, ...]") -> typer.BadParameter:
    """The misuse of a field's name that is not known; ``choices`` are the names as options write them."""
    sentence = _("There is no field {name}; fields are: {choices}.")
    return typer.BadParameter(sentence.format(name=name, choices=", ".join(choices)))


def nothing_to_change() -> typer.BadParameter:
    """The misuse of a command that changes fields and was told none."""
    return typer.BadParameter(_("Say what to change: an option of a field, or --clear FIELD."))


def known_fields(names: list[str], fields: tuple[str, ...]) -> list[str]:
    """Fields by their option names, ``--post-address`` or ``post-address``; an unknown one is misuse."""
    known = [each.strip().removeprefix("--").replace("-", "_") for each in names]
    for name in known:
        if name not in fields:
            raise no_such_field(name, [each.replace("_", "-") for each in fields])
    return known
