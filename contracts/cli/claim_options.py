"""What a claim is about and how it is reckoned, as options of several commands."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from contracts.cli.fields import read_sum
from contracts.cli.kit import _, read_day
from contracts.cli.options import LANGUAGES, choice_option, duration_option, one_of, pairs
from contracts.kernel.calendar import Duration

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from contracts.claims.case.claim_cases import ClaimRequest
    from contracts.claims.case.contexts.claim_answer import Demanded
    from contracts.claims.case.rules.claim_terms import ClaimTerms

#: By what a claim or its answer is sent.
Method = Annotated[str, choice_option(_("How."), "letter|courier|edoc|email|hand")]
Claim = Annotated[str, typer.Argument(metavar="CLAIM", help=_("Number of the claim."))]
NumberOrNone = Annotated[
    str | None, typer.Argument(metavar="NUMBER", help=_("The contract; or name its counterparty by --counterparty."))
]
Language = Annotated[
    str | None,
    typer.Option(
        "--language", parser=one_of(*LANGUAGES), metavar="L", help=_("uk, en, ru, de or en_gb; the law follows.")
    ),
]
Currency = Annotated[
    str | None,
    typer.Option("--currency", metavar="C", help=_("Which currency, where there are several.")),
]
DocumentText = Annotated[
    str, typer.Option("--document", metavar="TEXT", help=_("The unpaid document, as the letter names it."))
]
Penalty = Annotated[
    str | None,
    typer.Option(
        "--penalty", metavar="RULE", help=_("Instead of the contract's clause: per_day:0.1, double_nbu, or none.")
    ),
]
DocumentDay = Annotated[
    date | None,
    typer.Option("--document-date", parser=read_day, metavar="D", help=_("The date of that document.")),
]
RatePerYear = Annotated[
    str | None,
    typer.Option("--rate-per-year", metavar="R", help=_("Agreed interest, per cent a year; by default 3.")),
]
Law = Annotated[str | None, choice_option(_("Whose law."), "UA|RU|DE|GB", "--law")]
Answer = Annotated[Duration | None, duration_option("--answer", _("Time for the answer: 30d, 14d."))]
Beyond = Annotated[
    str | None,
    choice_option(
        _("Past the last sure day of a table: refuse the item, stop there, or use the last known rate."),
        "refuse|stop|last_known",
        "--beyond",
    ),
]
Inflation = Annotated[
    str | None,
    choice_option(_("How parts paid are indexed; by default as the settings say."), "tranche|chain", "--inflation"),
]
Advance = Annotated[
    list[int] | None,
    typer.Option(
        "--advance",
        metavar="PAYMENT",
        help=_("Demand back what is left of this payment of ours; may be given several times."),
    ),
]
ReturnBy = Annotated[
    date | None,
    typer.Option(
        "--return-by",
        parser=read_day,
        metavar="DATE",
        help=_("The day an advance was to be returned by, where the contract or an earlier demand names it."),
    ),
]
DeliverBy = Annotated[
    date | None,
    typer.Option(
        "--deliver-by",
        parser=read_day,
        metavar="DATE",
        help=_("The last day for the delivery an advance was paid for."),
    ),
]
WithSettled = Annotated[
    bool, typer.Option("--with-settled", help=_("Also what was paid late in full: its interest is still due."))
]


def terms_of(
    penalty: str | None,
    rate_per_year: str | None,
    answer: Duration | None,
    *,
    beyond: str | None = None,
    inflation: str | None = None,
    with_settled: bool = False,
    return_by: date | None = None,
    given: "Mapping[str, str] | None" = None,
) -> "ClaimTerms":
    """What a claim is reckoned by, from the options; a penalty that is not a clause is misuse of one sentence."""
    from contracts.claims.case.rules.claim_terms import ClaimTerms

    clause = "" if penalty == "none" else penalty
    rate = read_rate(rate_per_year)
    said = tuple((given or {}).items())
    return ClaimTerms(clause, rate, answer, with_settled, beyond, inflation, due_on=return_by, given=said)  # type: ignore[arg-type]


def said_of(set_: list[str] | None, deliver_by: date | None) -> dict[str, str]:
    """The facts of the letter a person says, the day of delivery among them."""
    found = pairs(set_, "--set")
    return found | {"advance.deliver_by": deliver_by.isoformat()} if deliver_by else found


def request_of(
    number: str | None,
    counterparty: str | None,
    company: str | None,
    *,
    language: str | None = None,
    currency: str | None = None,
    law: str | None = None,
    terms: "ClaimTerms | None" = None,
    advances: "Sequence[int] | None" = None,
) -> "ClaimRequest":
    """What is claimed from the ledger."""
    from contracts.claims.case.claim_cases import ClaimRequest
    from contracts.claims.case.rules.claim_terms import ClaimTerms
    from contracts.registry.which import Which

    if not number and not counterparty and not advances:
        raise typer.BadParameter(_("Name the contract by NUMBER, or its counterparty by --counterparty."))
    which = Which(number, counterparty, company) if number else None
    code = currency.upper() if currency else None
    return ClaimRequest(
        which,
        counterparty,
        company,
        currency=code,
        language=language,
        law=law,
        terms=terms or ClaimTerms(),
        advances=tuple(advances or ()),
    )


def read_rate(text: str | None) -> Any:
    """Per cent a year as a fraction; anything else is misuse."""
    from fractions import Fraction

    if text is None:
        return None
    try:
        found = Fraction(text.replace(",", ".").removesuffix("%").strip())
    except (ValueError, ZeroDivisionError):
        found = Fraction(-1)
    if not 0 < found <= 1000:
        raise typer.BadParameter(_("{text} is not a per cent a year such as 3 or 12.5.").format(text=repr(text)))
    return found


def read_demand(text: str, currency: str) -> "Demanded":
    """A demand with its sum and what is accepted of it, `TEXT=500.00:120.00`; a demand of no sum is a text."""
    from contracts.claims.case.contexts.claim_answer import Demanded

    subject, equals, sums = text.rpartition("=")
    if not equals:
        return Demanded(text.strip())
    claimed, _colon, accepted = sums.partition(":")
    return Demanded(subject.strip(), read_sum(claimed, currency), read_sum(accepted or "0", currency))
