"""Ways out: the books as files that other programs read."""
