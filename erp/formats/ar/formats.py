"""Numbers in Arabic as ``apps.core.formatting`` writes them: a point before the decimals, commas between thousands."""

DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
