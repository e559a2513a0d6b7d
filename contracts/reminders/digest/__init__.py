"""A digest in words: one list of rows gives the text part and the HTML part."""
