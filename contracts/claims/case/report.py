"""The register of claims as a workbook."""

from collections.abc import Sequence
from pathlib import Path

from contracts.claims.case.claim_cases import Case
from contracts.kernel.files import write_aside
from contracts.kernel.refusal import N_
from contracts.language import Words
from contracts.money.reports import STATUSES
from contracts.tabular.report_out import write_report


def write_claims(target: Path, cases: Sequence[Case], language: str) -> None:
    """The register of claims as a workbook."""
    words = Words(language)
    titles = (
        *(N_("Claim"), N_("Counterparty"), N_("Contract"), N_("Of"), N_("Status"), N_("Principal"), N_("Total")),
        *(N_("Currency"), N_("Answer by")),
    )
    table = [
        [
            each.row.number,
            each.row.counterparty_short or each.row.counterparty,
            each.row.contract or "",
            each.row.as_of,
            words.say(STATUSES[each.status]),
            each.principal,
            each.total,
            each.row.currency,
            each.row.answer_by,
        ]
        for each in cases
    ]
    write_aside(target.absolute(), write_report(words.say(N_("Claims")), [words.say(each) for each in titles], table))
