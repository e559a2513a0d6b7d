"""How any table is read: workbooks, delimited texts, headers, days, sums, lengths."""
