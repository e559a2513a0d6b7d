"""Claims of both directions, late payment, limitation, the ladder of letters, reconciliation."""
