"""Who stands on the other side of a CAMT entry: the creditor of money that went, the debtor of money that came.

Of a reversal the parties are those of the first booking, so the sides are exchanged; a side with our own account is
never the other.
"""

from contracts.kernel.money import Money
from contracts.money.statements.account import OtherSide
from contracts.money.statements.nodes import Node, all_of, line_of, node, text_at
from contracts.money.statements.values import exact_sum

_NOTHING = frozenset({"", "NOTPROVIDED", "NONREF", "NOT PROVIDED", "NONE"})


def details_of(entry: Node, part: Node | None, amount: Money, own_account: str, file: str) -> OtherSide:
    """What the part, or the entry alone, says of the other side."""
    is_reversal = "true" in (text_at(entry, "RvslInd"), text_at(part, "RvslInd")) or text_at(entry, "RvslInd") == "1"
    sides = ("Dbtr", "Cdtr") if (amount.minor > 0) != is_reversal else ("Cdtr", "Dbtr")
    parties, agents = node(part, "RltdPties"), node(part, "RltdAgts")
    side = sides[0]
    if own_account and _account(parties, sides[0]) == own_account and _account(parties, sides[1]) != own_account:
        side = sides[1]
    end_to_end = _reference(text_at(part, "Refs/EndToEndId"))
    return OtherSide(
        name=_name(parties, side) or _name(parties, f"Ultmt{side}"),
        code=_code(parties, side),
        account=_account(parties, side),
        bank=_bank(agents, f"{side}Agt"),
        purpose=_purpose(entry, part),
        document_no=end_to_end or _reference(text_at(part, "Refs/ChqNb")) or _reference(text_at(part, "Refs/InstrId")),
        end_to_end="/" + end_to_end if end_to_end else "",
        original=_original(part if part is not None else entry, amount, file),
    )


def _reference(text: str) -> str:
    return "" if text.upper() in _NOTHING else text


def _name(parties: Node | None, side: str) -> str:
    return text_at(parties, f"{side}/Nm") or text_at(parties, f"{side}/Pty/Nm")


def _code(parties: Node | None, side: str) -> str:
    for base in (f"{side}/Id", f"{side}/Pty/Id"):
        for kind in ("OrgId/Othr/Id", "PrvtId/Othr/Id", "OrgId/PrtryId/Id", "OrgId/TaxIdNb"):
            if found := text_at(parties, f"{base}/{kind}"):
                return found
    return ""


def _account(parties: Node | None, side: str) -> str:
    base = f"{side}Acct/Id"
    found = (
        text_at(parties, f"{base}/IBAN")
        or text_at(parties, f"{base}/Othr/Id")
        or text_at(parties, f"{base}/BBAN")
        or text_at(parties, f"{base}/PrtryAcct/Id")
    )
    return found.replace(" ", "")


def _bank(agents: Node | None, side: str) -> str:
    base = f"{side}/FinInstnId"
    for each in ("BICFI", "BIC", "ClrSysMmbId/MmbId", "CmbndId/BIC", "Nm", "Othr/Id"):
        if found := text_at(agents, f"{base}/{each}"):
            return found
    return ""


def _purpose(entry: Node, part: Node | None) -> str:
    remittance = node(part, "RmtInf")
    texts = []
    if remittance is not None:
        texts = [" ".join((each.text or "").split()) for each in all_of(remittance, "Ustrd")]
        for each in all_of(remittance, "Strd"):
            texts += [text_at(each, path) for path in ("RfrdDocInf/Nb", "CdtrRefInf/Ref", "CdtrRefInf/CdtrRef")]
            texts += [" ".join((more.text or "").split()) for more in all_of(each, "AddtlRmtInf")]
    found = " ".join(filter(None, texts))
    return found or text_at(part, "AddtlTxInf") or text_at(entry, "AddtlNtryInf")


def _original(holder: Node, amount: Money, file: str) -> Money | None:
    """The sum of the deal where it is in another currency."""
    for path in ("AmtDtls/InstdAmt/Amt", "AmtDtls/TxAmt/Amt"):
        found = node(holder, path)
        if found is not None and (currency := found.get("Ccy") or "") and currency != amount.currency:
            size = exact_sum(found.text or "", currency, file=file, line=line_of(found))
            return size if amount.minor > 0 else -size
    return None
