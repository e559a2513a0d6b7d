"""The document engine: Word templates compiled once, filled many times, the same bytes for the same context.

It keeps the syntax of docxtpl (``{{ }}``, ``{% %}``, ``{%p %}``, ``{%tr %}``, ``{%tc %}``, ``{%r %}``).
"""
