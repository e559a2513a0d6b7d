"""Dated data of jurisdictions: rates, working-day overlays, parameters, citations; loaded into core types."""

from contracts.law.calendars import calendar_of
from contracts.law.citations import stale_citations
from contracts.law.engine import late_payment_law
from contracts.law.limitation import limitation_of
from contracts.law.rate_files import RatesFault
from contracts.law.tables import rate_tables, rates, stale

__all__ = [
    "RatesFault",
    "calendar_of",
    "late_payment_law",
    "limitation_of",
    "rate_tables",
    "rates",
    "stale",
    "stale_citations",
]
