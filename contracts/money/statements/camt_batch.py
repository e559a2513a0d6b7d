"""A batch of a CAMT file is a line for each payment where the sums of its parts, less bank charges, give the entry.

Charges taken out of each payment make its line smaller, as the bank booked it; charges taken out of the batch as a
whole are a line of their own. A batch that cannot be split stays one payment.
"""

from contracts.kernel.money import Money
from contracts.money.statements.nodes import Node, all_of, line_of, node, text_at
from contracts.money.statements.values import exact_sum

#: A payment of a batch and its sum; charges of the whole batch have no payment.
Part = tuple[Node | None, Money]
_SUMS = ("Amt", "AmtDtls/TxAmt/Amt", "AmtDtls/CntrValAmt/Amt", "AmtDtls/InstdAmt/Amt")


def parts_of(entry: Node) -> list[Node]:
    """The payments an entry names."""
    found = [each for group in all_of(entry, "NtryDtls") for each in all_of(group, "TxDtls")]
    return found or all_of(entry, "TxDtls")


def split(entry: Node, parts: list[Node], amount: Money, file: str) -> list[Part]:
    """The payments of a batch with their sums, or nothing where they are unsaid or do not give the entry."""
    sums = [_sum_of(part, amount, file) for part in parts]
    gross = [each for each in sums if each is not None]
    if len(gross) != len(parts):
        return []
    net = [sum_ + _charges(part, amount, file) for part, sum_ in zip(parts, gross, strict=True)]
    whole = _charges(entry, amount, file)
    for found, charges in ((gross, Money(0, amount.currency)), (net, Money(0, amount.currency)), (gross, whole)):
        if all(found) and sum(each.minor for each in found) + charges.minor == amount.minor:
            rest: list[Part] = [(None, charges)] if charges.minor else []
            return [*zip(parts, found, strict=True), *rest]
    return []


def _sum_of(part: Node, whole: Money, file: str) -> Money | None:
    """A part's sum in the entry's currency, with its own direction where it names one."""
    for path in _SUMS:
        amount = node(part, path)
        if amount is not None and (amount.get("Ccy") or "") == whole.currency:
            size = exact_sum(amount.text or "", whole.currency, file=file, line=line_of(amount))
            way = text_at(part, "CdtDbtInd") or ("CRDT" if whole.minor > 0 else "DBIT")
            return size if way == "CRDT" else -size
    return None


def _charges(holder: Node, whole: Money, file: str) -> Money:
    """Bank charges of a payment or a batch, signed: what the bank took is negative."""
    total = Money(0, whole.currency)
    for charges in all_of(holder, "Chrgs"):
        records = all_of(charges, "Rcrd") or ([charges] if node(charges, "Amt") is not None else [])
        for record in records:
            total += _signed(node(record, "Amt"), text_at(record, "CdtDbtInd"), whole, file)
        if not records:
            total += _signed(node(charges, "TtlChrgsAndTaxAmt"), "", whole, file)
    return total


def _signed(amount: Node | None, way: str, whole: Money, file: str) -> Money:
    if amount is None or (amount.get("Ccy") or whole.currency) != whole.currency:
        return Money(0, whole.currency)
    size = exact_sum(amount.text or "", whole.currency, file=file, line=line_of(amount))
    return size if way == "CRDT" else -size
