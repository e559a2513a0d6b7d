"""What a CAMT entry holds: its elements, the payments of a batch, and who stands on the other side of each.

Elements are found by their local names: banks and versions differ in namespaces and prefixes. A batch is a line for
each payment where the sums of its parts, less bank charges, give the entry: charges taken out of each payment make its
line smaller, as the bank booked it; charges taken out of the batch as a whole are a line of their own. A batch that
cannot be split stays one payment. The other side is the creditor of money that went, the debtor of money that came; of
a reversal the parties are those of the first booking, so the sides are exchanged; a side with our own account is never
the other.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from contracts.kernel.money import Money
from contracts.money.rules.statement import Place, StatementLine, seams_of
from contracts.money.statements.values import exact_sum

if TYPE_CHECKING:
    from lxml import etree

    Node: TypeAlias = etree._Element
#: A payment of a batch and its sum; charges of the whole batch have no payment.
Part: TypeAlias = "tuple[Node | None, Money]"
_SUMS = ("Amt", "AmtDtls/TxAmt/Amt", "AmtDtls/CntrValAmt/Amt", "AmtDtls/InstdAmt/Amt")
_NOTHING = frozenset({"", "NOTPROVIDED", "NONREF", "NOT PROVIDED", "NONE"})
_ACCOUNTS = ("IBAN", "Othr/Id", "BBAN", "PrtryAcct/Id")
_BANKS = ("BICFI", "BIC", "ClrSysMmbId/MmbId", "CmbndId/BIC", "Nm", "Othr/Id")
_CODES = ("OrgId/Othr/Id", "PrvtId/Othr/Id", "OrgId/PrtryId/Id", "OrgId/TaxIdNb")


def local_name(element: Node) -> str:
    """The name of an element without its namespace; nothing of a comment."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def all_of(parent: Node, name: str) -> list[Node]:
    """The children with this local name, in order."""
    return [each for each in parent if local_name(each) == name]


def node(parent: Node | None, path: str) -> Node | None:
    """The first element along a path of local names."""
    for name in path.split("/"):
        if parent is None:
            return None
        parent = next(iter(all_of(parent, name)), None)
    return parent


def text_at(parent: Node | None, *paths: str) -> str:
    """The text along the first of the paths that has one, spaces squeezed."""
    found = (node(parent, path) for path in paths)
    return next(filter(None, (_squeezed(each) for each in found if each is not None)), "")


def place_of(element: Node, file: str) -> Place:
    """Where in the file an element begins."""
    return Place(file, int(element.sourceline or 0))


def sum_of(element: Node, currency: str, file: str) -> Money:
    """The sum an element holds."""
    return exact_sum(element.text or "", currency, place_of(element, file))


def account_at(parent: Node | None, name: str) -> str:
    """The number of an account, without spaces."""
    return text_at(parent, *(f"{name}/Id/{each}" for each in _ACCOUNTS)).replace(" ", "")


def reference_at(part: Node | None, *paths: str) -> str:
    """A reference that is one, and no word for none."""
    texts = (text_at(part, path) for path in paths)
    return next((each for each in texts if each.upper() not in _NOTHING), "")


def parts_of(entry: Node) -> list[Node]:
    """The payments an entry names."""
    found = [each for group in all_of(entry, "NtryDtls") for each in all_of(group, "TxDtls")]
    return found or all_of(entry, "TxDtls")


def split(entry: Node, parts: list[Node], amount: Money, file: str) -> list[Part]:
    """The payments of a batch with their sums, or nothing where they are unsaid or do not give the entry."""
    gross = [each for part in parts if (each := _sum_of_part(part, amount, file)) is not None]
    if len(gross) != len(parts):
        return []
    none, whole = Money(0, amount.currency), _charges(entry, amount, file)
    net = [sum_ + _charges(part, amount, file) for part, sum_ in zip(parts, gross, strict=True)]
    for found, charges in ((gross, none), (net, none), (gross, whole)):
        if all(found) and sum(each.minor for each in found) + charges.minor == amount.minor:
            rest: list[Part] = [(None, charges)] if charges.minor else []
            return [*zip(parts, found, strict=True), *rest]
    return []


def with_other_side(line: StatementLine, entry: Node, part: Node | None, own_account: str) -> StatementLine:
    """The line with what the part, or the entry alone, says of the other side."""
    is_reversal = "true" in (text_at(entry, "RvslInd"), text_at(part, "RvslInd")) or text_at(entry, "RvslInd") == "1"
    sides = ("Dbtr", "Cdtr") if (line.amount.minor > 0) != is_reversal else ("Cdtr", "Dbtr")
    parties, agents = node(part, "RltdPties"), node(part, "RltdAgts")
    accounts = [account_at(parties, f"{each}Acct") for each in sides]
    is_ours = own_account and accounts[0] == own_account != accounts[1]
    side, account = (sides[1], accounts[1]) if is_ours else (sides[0], accounts[0])
    purpose = " ".join(_pieces(part)) or text_at(part, "AddtlTxInf") or text_at(entry, "AddtlNtryInf")
    return replace(
        line,
        other_name=text_at(parties, f"{side}/Nm", f"{side}/Pty/Nm", f"Ultmt{side}/Nm", f"Ultmt{side}/Pty/Nm"),
        other_code=text_at(parties, *(f"{side}{of}/Id/{each}" for of in ("", "/Pty") for each in _CODES)),
        other_account=account,
        other_bank=text_at(agents, *(f"{side}Agt/FinInstnId/{each}" for each in _BANKS)),
        purpose=purpose,
        seams=seams_of(purpose, _pieces(part)),
        document_no=reference_at(part, "Refs/EndToEndId", "Refs/ChqNb", "Refs/InstrId"),
    )


def _pieces(part: Node | None) -> list[str]:
    """The pieces of the purpose, as the file cuts it."""
    remittance = node(part, "RmtInf")
    if remittance is None:
        return []
    texts = [_squeezed(each) for each in all_of(remittance, "Ustrd")]
    for each in all_of(remittance, "Strd"):
        texts += [text_at(each, path) for path in ("RfrdDocInf/Nb", "CdtrRefInf/Ref", "CdtrRefInf/CdtrRef")]
        texts += [_squeezed(more) for more in all_of(each, "AddtlRmtInf")]
    return [each for each in texts if each]


def _sum_of_part(part: Node, whole: Money, file: str) -> Money | None:
    """A part's sum in the entry's currency, with its own direction where it names one."""
    for path in _SUMS:
        amount = node(part, path)
        if amount is not None and (amount.get("Ccy") or "") == whole.currency:
            size = sum_of(amount, whole.currency, file)
            way = text_at(part, "CdtDbtInd") or ("CRDT" if whole.minor > 0 else "DBIT")
            return size if way == "CRDT" else -size
    return None


def _charges(holder: Node, whole: Money, file: str) -> Money:
    """Bank charges of a payment or a batch, signed: what the bank took is negative."""
    total = Money(0, whole.currency)
    for charges in all_of(holder, "Chrgs"):
        records = all_of(charges, "Rcrd") or ([charges] if node(charges, "Amt") is not None else [])
        found = [(node(each, "Amt"), text_at(each, "CdtDbtInd")) for each in records]
        for amount, way in found or [(node(charges, "TtlChrgsAndTaxAmt"), "")]:
            if amount is not None and (amount.get("Ccy") or whole.currency) == whole.currency:
                size = sum_of(amount, whole.currency, file)
                total += size if way == "CRDT" else -size
    return total


def _squeezed(element: Node) -> str:
    return " ".join((element.text or "").split())
