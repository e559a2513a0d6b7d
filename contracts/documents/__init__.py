"""The compiled .docx renderer and one context builder per kind of document."""
