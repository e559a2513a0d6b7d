"""The document engine: Word templates compiled once, filled many times, the same bytes for the same context.

It keeps the syntax of docxtpl (``{{ }}``, ``{% %}``, ``{%p %}``, ``{%tr %}``, ``{%tc %}``, ``{%r %}``).
"""

from contracts.documents.engine.compiled import Compiled, compile_template, marks_of, render_text
from contracts.documents.engine.faults import MissingName, Place, TemplateFault, TooLarge
from contracts.documents.engine.pictures import Picture, read_picture
from contracts.documents.engine.wording import Wording

__all__ = [
    "Compiled",
    "MissingName",
    "Picture",
    "Place",
    "TemplateFault",
    "TooLarge",
    "Wording",
    "compile_template",
    "marks_of",
    "read_picture",
    "render_text",
]
