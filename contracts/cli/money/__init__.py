"""Charges, payments, holds, rates, debts, and the reports of money."""
