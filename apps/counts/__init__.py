"""Stock counts: sheets counted blind while trading goes on, their tolerance, and what is due by class."""
