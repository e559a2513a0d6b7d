"""`report claims`: the register of claims, also as a workbook."""

from contracts.cli.claims.card import case_wire, claim_table
from contracts.cli.shared.options import Output
from contracts.cli.shared.session import Session


def show_register(session: Session, output: Output = None) -> None:
    from contracts.claims.case.cases import list_claims
    from contracts.claims.case.report import write_claims

    claims = list_claims(session.ctx, session.call)
    if output is not None:
        write_claims(output, claims, session.words.language)
    data = [case_wire(each) for each in claims]
    session.show(data, claim_table(session, claims) if claims else session.say("No claims."))
