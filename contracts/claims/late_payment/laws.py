"""The parameters of the late-payment engine by law, from dated data (law §0–§4)."""

import tomllib
from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from pathlib import Path

from contracts.claims.late_payment.rules.law import FixedSum, LatePaymentLaw, Margin, Moratorium
from contracts.kernel.refusal import Refusal

#: Per cent a year where the contract agrees none: Civil Code of Ukraine, article 625.
STATUTORY_RATE = Fraction(3)
_DATA = Path(__file__).with_name("laws.toml")
#: What the rows of a law's tables are.
_ROWS = {"margins": Margin, "moratoria": Moratorium, "fixed_sums": FixedSum}


class LawUnknown(Refusal):
    """A law the engine has no parameters for."""

    code = "law_unknown"


def late_payment_law(code: str) -> LatePaymentLaw:
    """The parameters of a law by its code. Raises :class:`LawUnknown`."""
    laws = _laws()
    if code.upper() not in laws:
        raise LawUnknown("There are no rules for the law {law}; there are {known}.", law=code, known=", ".join(laws))
    return laws[code.upper()]


@cache
def _laws() -> Mapping[str, LatePaymentLaw]:
    """Decimals are read as exact fractions."""
    data = tomllib.loads(_DATA.read_text(encoding="utf-8"), parse_float=Fraction)
    for law in data.values():
        law |= {name: tuple(kind(**row) for row in law.get(name, ())) for name, kind in _ROWS.items()}
    return {code: LatePaymentLaw(code, **law) for code, law in data.items()}
