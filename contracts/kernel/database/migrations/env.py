"""Runs revisions over the connection :mod:`~contracts.kernel.database.schema` opened: it owns the transaction."""

from alembic import context

from contracts.kernel.database.naming import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
