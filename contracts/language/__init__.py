"""Words for people: dates, money, plurals, sums in words, names, messages in Ukrainian and English."""
