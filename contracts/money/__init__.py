"""Charges, statements, payments, allocation, currency, VAT, debts."""
