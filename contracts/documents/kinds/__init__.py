"""Kinds of documents: one builder per kind gathers from the register and the ledger what only this kind says."""
