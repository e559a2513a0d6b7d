"""Own companies and counterparties."""
