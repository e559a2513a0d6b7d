"""Dated data of jurisdictions: rates, working-day overlays, citations; loaded into plain types."""

from contracts.law.calendars import calendar_of
from contracts.law.citations import stale_citations
from contracts.law.rate_files import RatesFault
from contracts.law.tables import RateFolder, rate_tables, rates, stale

__all__ = ["RateFolder", "RatesFault", "calendar_of", "rate_tables", "rates", "stale", "stale_citations"]
