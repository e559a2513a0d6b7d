"""Rows of many keys: keys that follow one another are asked for as a range, which binds two values, not hundreds."""

from collections.abc import Collection

from sqlalchemy import ColumnElement


def among(column: ColumnElement[int], keys: Collection[int]) -> ColumnElement[bool]:
    """Whether a column holds one of these keys."""
    ordered = sorted(set(keys))
    if len(ordered) > 2 and ordered[-1] - ordered[0] == len(ordered) - 1:
        return column.between(ordered[0], ordered[-1])
    return column.in_(ordered)
