"""A contract is not closed in silence while money is open under it (domain §2, "the end")."""

from contracts.kernel.context import Work
from contracts.kernel.events import Closing
from contracts.money.queries import closing


def add_open_money(work: Work, event: Closing) -> None:
    """What is still owed to us and by us under the contract."""
    for direction, total in closing.open_money(work.conn, event.contract_id):
        event.still_open.append((f"open {direction}", f"{total.wire} {total.currency}"))
