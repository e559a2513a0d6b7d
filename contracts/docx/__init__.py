"""The compiled Word engine; it knows no subject."""
