"""The subjects of the program in their order, lowest first: a higher one may use a lower one, never the other way."""

from importlib import import_module

#: Modules that hold tables: a schema is made and compared only when all are loaded.
_TABLES = (
    "contracts.kernel.tables",
    "contracts.people.tables",
    "contracts.parties.tables",
    "contracts.registry.tables.contract",
    "contracts.registry.tables.amendment",
    "contracts.registry.tables.derived",
    "contracts.money.tables.ledger",
    "contracts.money.tables.open",
    "contracts.money.tables.currency",
    "contracts.documents.tables_paper",
    "contracts.documents.tables_template",
    "contracts.claims.limitation.tables",
    "contracts.claims.dunning.tables",
    "contracts.claims.case.tables",
    "contracts.reminders.tables",
    "contracts.operations.tables",
)


def load_tables() -> None:
    """Load the tables of every subject."""
    for each in _TABLES:
        import_module(each)
