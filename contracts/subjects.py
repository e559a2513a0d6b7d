"""The subjects in their order, lowest first, and all that each plugs into the program: here alone they are wired.

Each part is loaded when it is first asked for, so that a start reads only what the command needs.
"""

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from contracts.kernel.context import Check, Deriver, DocumentBuilder, Handler, MailWriter
from contracts.kernel.sockets import ContractTables, DeadlineSource
from contracts.kernel.subject import SubjectKind
from contracts.kernel.vocabulary import Vocabulary, merged, vocabulary_of


class Plugged:
    """What the subjects plug into the sockets of the kernel."""

    @cached_property
    def derivers(self) -> tuple[Deriver, ...]:
        """Contracts first, then what is open of the ledger, then the deadlines that follow from both."""
        from contracts.money.derivation import derive_open_amounts
        from contracts.registry.derivation import derive_contracts, derive_deadlines

        return derive_contracts, derive_open_amounts, derive_deadlines

    @cached_property
    def deadline_sources(self) -> tuple[DeadlineSource, ...]:
        """Deadlines beside those of the terms of contracts."""
        from contracts.claims.case.derivation import SOURCE as CLAIMS
        from contracts.claims.limitation.derivation import SOURCE as LIMITATION
        from contracts.money.derivation import SOURCES as MONEY

        return *MONEY, LIMITATION, CLAIMS

    @cached_property
    def handlers(self) -> Mapping[type, tuple[Handler, ...]]:
        """Who hears of which event, in this order."""
        from contracts.claims.case.moves import settle_covered
        from contracts.claims.dunning.runs import close_covered
        from contracts.kernel.events import Closing, Covered, Leaving, PartyRenamed
        from contracts.money.derivation import add_open_money
        from contracts.registry.derivation import add_owned, show_new_name

        return {
            Covered: (settle_covered, close_covered),
            Closing: (add_open_money,),
            Leaving: (add_owned,),
            PartyRenamed: (show_new_name,),
        }

    @cached_property
    def contract_tables(self) -> ContractTables:
        """What is kept with these is shown to whom their contract is shown."""
        from contracts.claims.case.tables import ClaimRow
        from contracts.money.tables import ChargeRow

        return {SubjectKind.CHARGE: ChargeRow, SubjectKind.CLAIM: ClaimRow}

    @cached_property
    def document_builders(self) -> Mapping[str, DocumentBuilder]:
        """Builders of documents that tell of subjects above the documents themselves."""
        from contracts.claims.case.demand_letters import BUILDERS
        from contracts.overview.handover_document import handover, open_claims

        return {"handover": handover, "renewal_brief": open_claims, **BUILDERS}

    @cached_property
    def mail_writers(self) -> Mapping[str, MailWriter]:
        """Who words which mail when it is sent."""
        from contracts.claims.dunning.mail import write_mail as write_letter
        from contracts.reminders.digests import write_mail as write_digest

        return {"letter": write_letter, "": write_digest}

    @cached_property
    def words(self) -> Vocabulary:
        """What each subject says: names of codes, steps of "why"."""
        here = Path(__file__).parent
        claims = [here / "claims" / each for each in ("limitation", "dunning", "case")]
        subjects = [here / each for each in ("registry", "money", "documents", "reminders", "overview")]
        return merged(vocabulary_of(each) for each in (*subjects, *claims))

    @cached_property
    def checks(self) -> tuple[Check, ...]:
        """What the doctor looks at, in this order."""
        from contracts.law.own_rates import check_own_rates
        from contracts.money.derivation import check_open_amounts
        from contracts.operations.derived_check import check_derived
        from contracts.operations.store_check import check_audit, check_files, check_keys, check_leftovers
        from contracts.people.check import check_people
        from contracts.registry.check import check_counters
        from contracts.registry.derivation import check_deadlines
        from contracts.reminders.check import check_messages

        return (
            *(check_derived, check_counters, check_messages, check_files, check_people, check_audit, check_keys),
            *(check_open_amounts, check_deadlines, check_leftovers, check_own_rates),
        )
