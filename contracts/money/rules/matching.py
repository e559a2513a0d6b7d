"""Who paid and what for, in one order: the surest sign first; only a named document is sure (domain §6).

Who: account or tax code, else a contract number in the purpose, else the folded name; nobody: unidentified, never an
advance. What: the document named; the contract named (its exact open sum, else its oldest due); a single exact open
sum of the payer; the payer's oldest due.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from contracts.kernel.identity import fold, number_key
from contracts.kernel.money import Money
from contracts.kernel.subject import ContractId, PartyId
from contracts.money.rules.ledger import Charge, ChargeId, Payment, spread
from contracts.money.rules.mentions import PurposeReading, agreed, bare_name, readings


class Sign(StrEnum):
    """What a payer or a charge was recognised by."""

    ACCOUNT = "account"
    CODE = "code"
    CONTRACT = "contract"
    NAME = "name"
    DOCUMENT = "document"
    CONTRACT_EXACT = "contract_exact"
    CONTRACT_OLDEST = "contract_oldest"
    EXACT = "exact"
    OLDEST = "oldest"
    ADVANCE = "advance"
    BY_HAND = "by_hand"


@dataclass(frozen=True, slots=True)
class KnownContract:
    """A contract as a purpose may name it: our register number and the number on paper, folded."""

    id: ContractId
    counterparty_id: PartyId
    number_keys: frozenset[str]


@dataclass(frozen=True, slots=True)
class Directory:
    """Who may have paid: parties by account, code and folded name, and contracts by folded number.

    A key that several parties share names nobody.
    """

    by_account: Mapping[str, PartyId]
    by_code: Mapping[str, PartyId]
    by_name: Mapping[str, PartyId]
    contracts: tuple[KnownContract, ...] = ()


@dataclass(frozen=True, slots=True)
class Payer:
    """Who paid, by which sign, and the contract the purpose names."""

    party_id: PartyId
    sign: Sign
    contract_id: ContractId | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a payment may cover, and why; ``is_certain`` may be posted by rule, the rest a person confirms.

    Without parts the money is an advance of the contract named. What is not ``is_clear`` is read in several ways.
    """

    parts: tuple[tuple[ChargeId, Money], ...]
    sign: Sign
    is_certain: bool = False
    contract_id: ContractId | None = None
    is_clear: bool = True


def unique_keys(pairs: Iterable[tuple[str, PartyId]]) -> dict[str, PartyId]:
    """Keys that name one party only; empty keys are left out."""
    found: dict[str, PartyId | None] = {}
    for key, party_id in pairs:
        if key:
            found[key] = party_id if found.get(key, party_id) == party_id else None
    return {key: party_id for key, party_id in found.items() if party_id is not None}


def who_paid(payment: Payment, directory: Directory) -> Payer | None:
    """The payer, or ``None``: unidentified."""
    named = _contracts_named(payment, directory)
    for sign, key, table in (
        (Sign.ACCOUNT, account_key(payment.other_account), directory.by_account),
        (Sign.CODE, payment.other_code.strip(), directory.by_code),
    ):
        if key and (party_id := table.get(key)) is not None:
            return Payer(party_id, sign, _of_party(named, party_id))
    if len(named) == 1:
        return Payer(named[0].counterparty_id, Sign.CONTRACT, named[0].id)
    for key in (fold(payment.other_name), bare_name(payment.other_name)):
        if key and (party_id := directory.by_name.get(key)) is not None:
            return Payer(party_id, Sign.NAME, _of_party(named, party_id))
    return None


def propose(
    payer: Payer, payment: Payment, rest: Money, open_charges: Sequence[tuple[Charge, Money]]
) -> tuple[Proposal, ...]:
    """What the rest of a payment may cover, the best first; ``open_charges`` are the payer's, of the payment's side.

    Never more than is open, never more than is left, only in the payment's currency.
    """
    ordered = sorted(
        ((charge, still) for charge, still in open_charges if still.currency == rest.currency and still.minor > 0),
        key=lambda each: (each[0].due_on, each[0].issued_on, each[0].id),
    )
    if rest.minor <= 0:
        return ()
    named = readings(payment.purpose, payment.seams)
    found = [
        _by_document(payer, rest, ordered, named),
        *_by_contract(payer, rest, ordered),
        _by_exact(payer, rest, ordered),
        _proposal(rest, ordered, Sign.OLDEST, payer.contract_id) if ordered else None,
        Proposal((), Sign.ADVANCE, contract_id=payer.contract_id),
    ]
    return tuple(each for each in found if each is not None)


def account_key(account: str) -> str:
    """An account as it is compared: without spaces, upper case."""
    return "".join(account.split()).upper()


def _contracts_named(payment: Payment, directory: Directory) -> list[KnownContract]:
    """The contracts the purpose names; none where it names others read across a seam of the file."""
    all_ = readings(payment.purpose, payment.seams)
    known = {each.id: each for each in directory.contracts}
    ids, is_agreed = agreed(
        all_,
        lambda mentions: frozenset(
            each.id for each in directory.contracts if any(map(mentions.names_contract, each.number_keys))
        ),
    )
    return [known[id] for id in ids] if is_agreed else []


def _of_party(named: Sequence[KnownContract], party_id: PartyId) -> ContractId | None:
    own = [each.id for each in named if each.counterparty_id == party_id]
    return own[0] if len(own) == 1 else None


def _by_document(
    payer: Payer, rest: Money, ordered: Sequence[tuple[Charge, Money]], named: tuple[PurposeReading, ...]
) -> Proposal | None:
    keys = frozenset(number_key(charge.number) for charge, _ in ordered)
    numbers, is_agreed = agreed(named, lambda each: frozenset(filter(each.names_document, keys)))
    meant = [(charge, still) for charge, still in ordered if number_key(charge.number) in numbers]
    if payer.contract_id is not None and any(charge.contract_id == payer.contract_id for charge, _ in meant):
        meant = [(charge, still) for charge, still in meant if charge.contract_id == payer.contract_id]
    if not meant:
        return None
    documents = {(charge.number, charge.issued_on, charge.kind) for charge, _ in meant}
    is_plain = len({charge.number for charge, _ in meant}) == len(documents)
    is_clear = is_agreed and is_plain
    is_sure = is_clear and payer.sign in (Sign.ACCOUNT, Sign.CODE)
    found = _proposal(rest, meant, Sign.DOCUMENT, payer.contract_id or meant[0][0].contract_id, is_certain=is_sure)
    return replace(found, is_clear=is_clear)


def _by_contract(payer: Payer, rest: Money, ordered: Sequence[tuple[Charge, Money]]) -> list[Proposal]:
    if payer.contract_id is None:
        return []
    own = [(charge, still) for charge, still in ordered if charge.contract_id == payer.contract_id]
    exact = [(charge, still) for charge, still in own if still == rest]
    found = []
    if exact:
        found.append(_proposal(rest, exact[:1], Sign.CONTRACT_EXACT, payer.contract_id))
    if own:
        found.append(_proposal(rest, own, Sign.CONTRACT_OLDEST, payer.contract_id))
    return found


def _by_exact(payer: Payer, rest: Money, ordered: Sequence[tuple[Charge, Money]]) -> Proposal | None:
    exact = [(charge, still) for charge, still in ordered if still == rest]
    if len(exact) != 1:
        return None
    return _proposal(rest, exact, Sign.EXACT, exact[0][0].contract_id)


def _proposal(
    rest: Money,
    charges: Sequence[tuple[Charge, Money]],
    sign: Sign,
    contract_id: ContractId | None,
    *,
    is_certain: bool = False,
) -> Proposal:
    parts = spread(rest, ((charge.id, still) for charge, still in charges))
    return Proposal(parts, sign, is_certain, contract_id)
