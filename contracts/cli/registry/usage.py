"""How much of an agreed amount is used, as JSON and for people."""

from typing import TYPE_CHECKING

from contracts.cli.shared.session import Session

if TYPE_CHECKING:
    from contracts.money.rules.amount_used import AmountUsed


def usage_wire(usage: "AmountUsed") -> dict[str, object]:
    """What is used of an amount, as JSON."""
    return {
        "amount": usage.amount.wire,
        "charged": usage.charged.wire,
        "paid": usage.paid.wire,
        "used": usage.used.wire,
        "percent": usage.percent,
        "over": usage.is_over,
    }


def usage_text(session: Session, usage: "AmountUsed") -> str:
    """How much of an amount is used: «85 %: charged 850,00 грн, paid 600,00 грн», and whether it is too much."""
    facts = {"percent": usage.percent, "charged": usage.charged, "paid": usage.paid}
    text = session.say("{percent} %: charged {charged}, paid {paid}", **facts)
    return f"{text}. {session.say('That is more than was agreed!')}" if usage.is_over else text
