"""Counts' invariants: what was expected was on hand at that moment, and what is posted is what differed."""

from apps.core.prove import Check, gapless_numbers, register

# A move is stamped by the machine that posts it, a tally by the database: their clocks may differ by some seconds.
APART = "interval '10 seconds'"
MOVED = """
    SELECT m.created_at, CASE WHEN m.to_location_id = n.location_id THEN m.quantity ELSE -m.quantity END AS quantity
    FROM stock_move m
    WHERE m.product_id = n.product_id AND n.location_id IN (m.from_location_id, m.to_location_id)
      AND m.lot_id IS NOT DISTINCT FROM n.lot_id
"""

register(
    Check(
        "counts.expected_was_on_hand",
        f"""
        SELECT t.id, n.product_id, n.location_id, t.at, t.expected
        FROM counts_tally t JOIN counts_countline n ON n.id = t.line_id
        WHERE NOT EXISTS (
            SELECT FROM (SELECT t.at - {APART} AS moment
                         UNION ALL
                         SELECT m.created_at FROM ({MOVED}) m
                         WHERE m.created_at BETWEEN t.at - {APART} AND t.at + {APART}) c
            WHERE t.expected = coalesce((SELECT sum(m.quantity) FROM ({MOVED}) m WHERE m.created_at <= c.moment), 0))
        """,
        "What was expected is the sum of the moves up to the moment of counting.",
    ),
    Check(
        "counts.lines_show_their_last_tally",
        """
        SELECT n.id, n.counted, n.expected, t.counted AS last_counted, t.expected AS last_expected
        FROM counts_countline n
        LEFT JOIN LATERAL (SELECT t.* FROM counts_tally t WHERE t.line_id = n.id
                           ORDER BY t.at DESC, t.id DESC LIMIT 1) t ON true
        WHERE (n.counted, n.expected, n.counted_at) IS DISTINCT FROM (t.counted, t.expected, t.at)
        """,
        "A line shows what was counted last.",
    ),
    Check(
        "counts.posted_is_what_differed",
        """
        SELECT s.number, n.id AS line_id, n.counted - n.expected AS difference, m.quantity AS moved
        FROM counts_countsheet s JOIN counts_countline n ON n.sheet_id = s.id
        LEFT JOIN (SELECT m.document_id, m.origin_line_id, m.product_id, m.lot_id,
                          CASE WHEN l.kind = 'adjustment' THEN m.from_location_id
                               ELSE m.to_location_id END AS location_id,
                          CASE WHEN l.kind = 'adjustment' THEN -m.quantity ELSE m.quantity END AS quantity
                   FROM stock_move m JOIN warehouses_location l ON l.id = m.to_location_id) m
               ON m.document_id = s.adjustment_id AND m.origin_line_id = n.id AND m.product_id = n.product_id
                  AND m.location_id = n.location_id AND m.lot_id IS NOT DISTINCT FROM n.lot_id
        WHERE s.status = 'posted' AND coalesce(n.counted - n.expected, 0) <> coalesce(m.quantity, 0)
        UNION ALL
        SELECT s.number, m.origin_line_id, NULL, m.quantity
        FROM counts_countsheet s JOIN stock_move m ON m.document_id = s.adjustment_id
        WHERE NOT EXISTS (SELECT FROM counts_countline n WHERE n.id = m.origin_line_id AND n.sheet_id = s.id)
        """,
        "The adjustment of a posted sheet moves exactly what differed.",
    ),
    Check(
        "counts.approved_by_others",
        """
        SELECT s.id, s.name, s.approved_by_id FROM counts_countsheet s
        WHERE EXISTS (SELECT FROM counts_tally t JOIN counts_countline n ON n.id = t.line_id
                      WHERE n.sheet_id = s.id AND t.counter_id = s.approved_by_id)
           OR s.status = 'posted' AND s.approved_by_id IS NULL
              AND EXISTS (SELECT FROM counts_countline n WHERE n.sheet_id = s.id AND n.above_tolerance)
        """,
        "Who counted approved nothing of it, and nothing above tolerance is posted without approval.",
    ),
    Check(
        "counts.finished_sheets_hold_nothing",
        """
        SELECT s.id, s.name, s.status FROM counts_countsheet s
        WHERE EXISTS (SELECT FROM counts_countline n WHERE n.sheet_id = s.id
                      AND n.is_open <> (s.status NOT IN ('posted', 'cancelled')))
           OR EXISTS (SELECT FROM counts_frozenplace f WHERE f.sheet_id = s.id)
              <> (s.freezes AND s.status NOT IN ('posted', 'cancelled'))
        """,
        "A sheet holds its goods and freezes its places as long as it is open, and no longer.",
    ),
    gapless_numbers("counts.numbers_gapless", table="counts_countsheet", series="count_sheet"),
)
