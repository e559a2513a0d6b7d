"""The rule of the reconciliation statement."""
