"""Registers come in from spreadsheets and open data, and go out."""
