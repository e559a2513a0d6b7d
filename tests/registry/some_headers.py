"""The field a single header is taken for."""

from contracts.registry.exchange.headers import recogniser


def field_of(header: str) -> str | None:
    """The field of a register whose only column has this header."""
    return next(iter(recogniser().assign({0: header}).values()), None)
