"""The document engine: Word templates compiled once, filled many times, the same bytes for the same context.

It keeps the syntax of docxtpl (``{{ }}``, ``{% %}``, ``{%p %}``, ``{%tr %}``, ``{%tc %}``, ``{%r %}``).
"""

from contracts.docx.engine.compiled import Compiled, compile_template, marks_of, render_text
from contracts.docx.engine.faults import MissingName, Place, TemplateFault, TooLarge
from contracts.docx.engine.pictures import Picture, read_picture
from contracts.docx.engine.wording import Wording

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
