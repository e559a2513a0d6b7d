"""Own companies and counterparties, their accounts, signatories and insolvency."""
