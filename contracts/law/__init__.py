"""Dated data of jurisdictions: rates, working-day overlays, parameters; loaded into core types."""
