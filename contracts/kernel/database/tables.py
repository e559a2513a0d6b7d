"""What every table shares: constraint names by one convention, codes and lengths checked on both engines."""

from collections.abc import Iterable
from typing import Any, TypeVar

from sqlalchemy import CheckConstraint, Connection, Row, String, Table, event, insert
from sqlmodel import AutoString, SQLModel

from contracts.kernel.database.naming import length_of, metadata
from contracts.kernel.database.types import Code

Model = TypeVar("Model", bound=SQLModel)


def table_of(model: type[SQLModel]) -> Table:
    """The table of a model, for set queries."""
    return metadata.tables[str(model.__tablename__)]


def models_of(model: type[Model], rows: Iterable[Row[Any]]) -> list[Model]:
    """Whole rows of one table as its model: what a query of one thing answers with."""
    return [model(**row._mapping) for row in rows]


def add_row(conn: Connection, row: SQLModel) -> int:
    """Store a row under the next key of its table; returns the key."""
    table = table_of(type(row))
    values = {each.name: getattr(row, each.name) for each in table.columns if each.name != "id"}
    return int(conn.execute(insert(table).values(**values).returning(table.c.id)).scalar_one())


@event.listens_for(Table, "after_parent_attach")
def _check_codes_and_lengths(table: Table, parent: Any) -> None:
    """SQLite checks neither codes nor lengths by itself: each gets a constraint when its table is defined."""
    if parent is not metadata:
        return
    for column in table.columns:
        if isinstance(column.type, Code):
            allowed = ", ".join(f"'{each}'" for each in column.type.allowed)
            table.append_constraint(CheckConstraint(f"{column.name} IN ({allowed})", name=f"{column.name}_code"))
        elif isinstance(column.type, String | AutoString) and (longest := length_of(column.type)):
            rule = f"length({column.name}) <= {longest}"
            table.append_constraint(CheckConstraint(rule, name=f"{column.name}_length"))
