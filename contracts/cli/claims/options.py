"""What a claim is about and how it is calculated, as options of the commands that make one."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from contracts.claims.case.rules.terms import ClaimTerms
from contracts.claims.late_payment.rules.inflation import Beyond
from contracts.claims.late_payment.rules.inflation import Method as InflationMethod
from contracts.cli.shared.options import (
    LANGUAGES,
    Company,
    Counterparty,
    FactsOfLetter,
    Output,
    choice_option,
    day_option,
    duration_option,
    text_option,
    which_contract,
)
from contracts.cli.shared.translation import _
from contracts.cli.shared.values import one_of, read_day, read_pairs, read_sum
from contracts.kernel.calendar import Duration

if TYPE_CHECKING:
    from contracts.claims.case.contexts.answer import Demanded
    from contracts.claims.case.outgoing import ClaimRequest
    from contracts.claims.case.queries.claims import WhichClaim
    from contracts.claims.late_payment.rules.debt import Paid
    from contracts.kernel.money import Money

#: By what a claim or its answer is sent.
Method = Annotated[str, choice_option(_("How."), "letter|courier|edoc|email|hand")]
Claim = Annotated[str, typer.Argument(metavar="CLAIM", help=_("Number of the claim."))]
NumberOrNone = Annotated[
    str | None, typer.Argument(metavar="NUMBER", help=_("The contract; or name its counterparty by --counterparty."))
]
DueKind = Annotated[
    Literal["period", "date"], choice_option(_("Whether a period ends then."), "period|date", "--due-kind")
]
Payments = Annotated[
    list[str] | None, typer.Option("--payment", metavar="D=M", help=_("A payment: 2026-05-10=5000.00."))
]
Language = Annotated[
    str | None,
    typer.Option(
        "--language", parser=one_of(*LANGUAGES), metavar="L", help=_("uk, en, ru, de or en_gb; the law follows.")
    ),
]
WhichCurrency = Annotated[
    str | None, typer.Option("--currency", metavar="C", help=_("Which currency, where there are several."))
]
Law = Annotated[str | None, choice_option(_("Whose law."), "UA|RU|DE|GB", "--law")]
Penalty = Annotated[
    str | None,
    typer.Option(
        "--penalty", metavar="RULE", help=_("Instead of the contract's clause: per_day:0.1, double_nbu, or none.")
    ),
]
RatePerYear = Annotated[
    str | None,
    typer.Option("--rate-per-year", metavar="R", help=_("Agreed interest, per cent a year; by default 3.")),
]
AnswerTime = Annotated[Duration | None, duration_option("--answer", _("Time for the answer: 30d, 14d."))]
BeyondTable = Annotated[
    Beyond | None,
    choice_option(
        _("Past the last sure day of a table: refuse the item, stop there, or use the last known rate."),
        "refuse|stop|last_known",
        "--beyond",
    ),
]
Advances = Annotated[
    list[int] | None,
    typer.Option(
        "--advance",
        metavar="PAYMENT",
        help=_("Demand back what is left of this payment of ours; may be given several times."),
    ),
]
ReturnBy = Annotated[
    date | None,
    day_option(
        "--return-by", _("The day an advance was to be returned by, where the contract or an earlier demand names it.")
    ),
]
DeliverBy = Annotated[
    date | None, day_option("--deliver-by", _("The last day for the delivery an advance was paid for."))
]
Instead = Annotated[
    str,
    text_option("--instead", _("The claim whose place this one takes: it is withdrawn. A debt is not claimed twice.")),
]


@dataclass(frozen=True)
class LetterOptions:
    """The claim letter of a debt given by hand, or of everything overdue in the ledger."""

    principal: Annotated[str | None, typer.Option(metavar="M", help=_("The debt, such as 100000.00."))] = None
    due: Annotated[date | None, typer.Option(parser=read_day, metavar="D", help=_("The last day for payment."))] = None
    due_kind: DueKind = "period"
    payment: Payments = None
    currency: WhichCurrency = None
    document: Annotated[str, text_option("--document", _("The unpaid document, as the letter names it."))] = ""
    document_date: Annotated[
        date | None, typer.Option(parser=read_day, metavar="D", help=_("The date of that document."))
    ] = None
    language: Language = None
    law: Law = None
    penalty: Penalty = None
    rate_per_year: RatePerYear = None
    answer: AnswerTime = None
    beyond: BeyondTable = None
    advance: Advances = None
    return_by: ReturnBy = None
    deliver_by: DeliverBy = None
    instead: Instead = ""
    set_: FactsOfLetter = None
    output: Output = None
    counterparty: Counterparty = None
    company: Company = None


@dataclass(frozen=True)
class PackOptions:
    """A claim with its enclosures, drafted from the ledger or before."""

    output: Output = None
    claim: Annotated[
        str | None, typer.Option(metavar="CLAIM", help=_("A claim drafted before: approve and pack it."))
    ] = None
    enclose: Annotated[
        list[Path] | None, typer.Option(metavar="FILE", help=_("A copy to enclose; may be given several times."))
    ] = None
    language: Language = None
    currency: WhichCurrency = None
    law: Law = None
    penalty: Penalty = None
    rate_per_year: RatePerYear = None
    answer: AnswerTime = None
    beyond: BeyondTable = None
    inflation: Annotated[
        InflationMethod | None,
        choice_option(_("How parts paid are indexed; by default as the settings say."), "tranche|chain", "--inflation"),
    ] = None
    with_settled: Annotated[
        bool, typer.Option("--with-settled", help=_("Also what was paid late in full: its interest is still due."))
    ] = False
    advance: Advances = None
    return_by: ReturnBy = None
    deliver_by: DeliverBy = None
    instead: Instead = ""
    set_: FactsOfLetter = None
    counterparty: Counterparty = None
    company: Company = None


def which_claim(claim: str, counterparty: str | None = None) -> "WhichClaim":
    """The claim meant by CLAIM, narrowed by its counterparty."""
    from contracts.claims.case.queries.claims import WhichClaim

    return WhichClaim(claim, counterparty)


def claim_request(number: str | None, options: LetterOptions | PackOptions) -> "ClaimRequest":
    """What is claimed from the ledger; nothing of it where a claim drafted before is meant."""
    from contracts.claims.case.outgoing import ClaimRequest

    terms = claim_terms(options)
    if isinstance(options, PackOptions) and options.claim:
        return ClaimRequest()
    if not number and not options.counterparty and not options.advance:
        raise typer.BadParameter(_("Name the contract by NUMBER, or its counterparty by --counterparty."))
    return ClaimRequest(
        which_contract(number, options.counterparty, options.company) if number else None,
        options.counterparty,
        options.company,
        currency=options.currency.upper() if options.currency else None,
        language=options.language,
        law=options.law,
        terms=terms,
        advances=tuple(options.advance or ()),
        instead=options.instead.strip(),
    )


def claim_terms(options: LetterOptions | PackOptions) -> ClaimTerms:
    """What a claim is calculated by; a penalty that is not a clause is misuse of one sentence."""
    facts = read_pairs(options.set_, "--set")
    if options.deliver_by:
        facts["advance.deliver_by"] = options.deliver_by.isoformat()
    pack = options if isinstance(options, PackOptions) else PackOptions()
    return ClaimTerms(
        "" if options.penalty == "none" else options.penalty,
        read_rate(options.rate_per_year),
        options.answer,
        pack.with_settled,
        options.beyond,
        pack.inflation,
        due_on=options.return_by,
        given=tuple(facts.items()),
    )


def read_debt(text: str, currency: str) -> "Money":
    """A sum with a point or a comma in this currency; anything else is misuse."""
    from contracts.kernel.money import MoneyFault, money

    code = currency.upper()
    try:
        return money(text.replace(" ", "").replace("\u00a0", "").replace(",", "."), code)
    except MoneyFault:
        sentence = _("{text} is not a sum in {currency}: write 100000.00.")
        raise typer.BadParameter(sentence.format(text=repr(text), currency=code)) from None


def read_payment(text: str, currency: str) -> "Paid":
    """A payment `2026-05-10=5000.00`; anything else is misuse."""
    from contracts.claims.late_payment.rules.debt import Paid

    day, separator, amount = text.partition("=")
    if not separator:
        raise typer.BadParameter(_("{text} is not a payment: write 2026-05-10=5000.00.").format(text=repr(text)))
    return Paid(read_day(day), read_debt(amount, currency))


def read_rate(text: str | None) -> Fraction | None:
    """Per cent a year as a fraction; anything else is misuse."""
    if text is None:
        return None
    try:
        rate = Fraction(text.replace(",", ".").removesuffix("%").strip())
    except (ValueError, ZeroDivisionError):
        rate = Fraction(-1)
    if not 0 < rate <= 1000:
        raise typer.BadParameter(_("{text} is not a per cent a year such as 3 or 12.5.").format(text=repr(text)))
    return rate


def read_demand(text: str, currency: str) -> "Demanded":
    """A demand with its sum and what is accepted of it, `TEXT=500.00:120.00`; a demand of no sum is a text."""
    from contracts.claims.case.contexts.answer import Demanded

    subject, equals, sums = text.rpartition("=")
    if not equals:
        return Demanded(text.strip())
    claimed, _colon, accepted = sums.partition(":")
    return Demanded(subject.strip(), read_sum(claimed, currency), read_sum(accepted or "0", currency))
