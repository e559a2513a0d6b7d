"""In which order an insufficient payment covers what is owed, where the statutory order is asked for (law §0).

The ledger's own order is the purpose of the payment, else the principal; these are only shown on request.
"""

from collections.abc import Mapping

#: What is covered first to last. Interest for use and penal interest are told apart where the law does (RU 319).
ORDERS: Mapping[str, tuple[str, ...]] = {
    "principal": ("principal",),
    "UA.534": ("costs", "interest", "penalty", "principal"),
    "RU.319": ("costs", "use", "principal", "interest", "penalty"),
    "DE.367": ("costs", "interest", "penalty", "principal"),
    "DE.497": ("costs", "principal", "interest", "penalty"),
    "GB.interest-first": ("costs", "interest", "penalty", "principal"),
    "EU.interest-first": ("costs", "interest", "penalty", "principal"),
    "PL.451": ("costs", "interest", "penalty", "principal"),
    "AT.1416": ("costs", "interest", "penalty", "principal"),
}


def allocate(amount: int, owed: Mapping[str, int], order: str) -> dict[str, int]:
    """How ``amount`` minor units cover ``owed`` by an order's name; ``rest`` is what nothing owed took.

    Raises ``KeyError`` for an order nobody knows.
    """
    parts: dict[str, int] = {}
    for name in ORDERS[order]:
        part = min(amount, max(owed.get(name, 0), 0))
        if part:
            parts[name] = part
            amount -= part
    return parts | {"rest": amount}
