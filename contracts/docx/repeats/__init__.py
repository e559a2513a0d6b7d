"""What a loop repeats: found in a template, given an identity of its own in each pass of a document."""
