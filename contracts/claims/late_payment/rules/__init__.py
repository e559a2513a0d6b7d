"""The one engine of late payment: pure functions over frozen facts."""
