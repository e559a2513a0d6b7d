"""Runs revisions over the connection :mod:`contracts.store.schema` opened: it owns the transaction and the checks."""

from alembic import context

from contracts.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
