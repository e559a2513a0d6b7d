"""The reconciliation statement with a counterparty."""
