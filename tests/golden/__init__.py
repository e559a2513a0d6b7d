"""Everything the program says and writes on a fixed register and clock, kept as text: a change of it is a decision."""
