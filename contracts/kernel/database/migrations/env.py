"""Runs revisions over the connection :mod:`~contracts.kernel.database.schema` opened: it owns the transaction."""

from typing import Any

from alembic import context
from sqlalchemy import BigInteger, DateTime, Integer, String

from contracts.kernel.database.naming import metadata
from contracts.kernel.database.types import Moment


def plain_type(kind: str, item: Any, autogen_context: Any) -> Any:
    """Revisions hold plain SQLAlchemy types only: they must run when our own types have changed."""
    if kind != "type":
        return False
    if isinstance(item, Moment):
        return f"sa.{DateTime.__name__}(timezone=True)"
    if isinstance(item, String):
        return f"sa.{String.__name__}({item.length})"
    if isinstance(item, BigInteger) and item._variant_mapping:
        return f"sa.{BigInteger.__name__}().with_variant(sa.{Integer.__name__}(), 'sqlite')"
    return False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=True,
    compare_type=True,
    transactional_ddl=True,
    render_item=plain_type,
)
with context.begin_transaction():
    context.run_migrations()
