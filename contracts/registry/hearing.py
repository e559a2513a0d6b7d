"""What contracts do when another subject tells of a change: a party renamed, a person leaving."""

from contracts.kernel.context import Work
from contracts.kernel.events import Leaving, PartyRenamed
from contracts.registry.queries import derived, owners


def show_new_name(work: Work, event: PartyRenamed) -> None:
    """The lists show and find contracts by the names of their sides: those rows are derived anew by the next roll."""
    derived.make_late(work.conn, owners.contracts_of(work.conn, event.party_id))


def add_owned(work: Work, event: Leaving) -> None:
    """The contracts that the person still owns."""
    event.contract_ids.extend(owners.owned(work.conn, event.person_id))
