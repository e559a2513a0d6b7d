"""Contexts: one builder per kind of document, plain facts in, a plain dictionary of the vocabulary out."""
