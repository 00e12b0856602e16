"""Invariants of past values: the months are the value lines, and agree with the ledger now and at three past days."""

from apps.core.prove import Check, register

register(
    Check(
        "valuation.months_are_value_lines",
        """
        SELECT coalesce(s.product_id, v.product_id) AS product_id, coalesce(s.month, v.month) AS month,
               s.in_quantity - s.out_quantity AS quantity, v.quantity AS moved, s.in_value - s.out_value AS value,
               v.value AS valued, s.sold_quantity, v.sold, s.sold_value, v.sold_worth
        FROM valuation_monthsum s
        FULL JOIN (
            SELECT v.product_id, v.account_id, date_trunc('month', v.date::timestamp)::date AS month,
                   sum(v.quantity) AS quantity, sum(v.value) AS value,
                   coalesce(-sum(v.quantity) FILTER (WHERE v.kind = 'issue' OR l.kind = 'customer'), 0) AS sold,
                   coalesce(-sum(v.value) FILTER (WHERE v.kind = 'issue' OR l.kind = 'customer'), 0) AS sold_worth
            FROM stock_valueline v
            LEFT JOIN stock_move m ON m.id = v.move_id AND v.kind = 'reversal' AND v.quantity > 0
            LEFT JOIN warehouses_location l ON l.id = m.from_location_id
            GROUP BY 1, 2, 3) v
          ON v.product_id = s.product_id AND v.account_id = s.account_id AND v.month = s.month
        WHERE (s.in_quantity - s.out_quantity, s.in_value - s.out_value, s.sold_quantity, s.sold_value)
              IS DISTINCT FROM (v.quantity, v.value, v.sold, v.sold_worth)
           OR least(s.in_quantity, s.out_quantity, s.in_value, s.out_value) < 0
        """,
        "The sums of a month are those of its value lines.",
    ),
    Check(
        "valuation.past_is_in_the_ledger",
        """
        WITH days AS (
            SELECT DISTINCT s.first + (s.last - s.first) * k / 4 AS day
            FROM (SELECT min(date) AS first, max(date) AS last FROM stock_valueline) s, generate_series(1, 4) k
            WHERE s.first IS NOT NULL
        ), valued AS (
            SELECT d.day, s.account_id, sum(s.in_value - s.out_value) AS value
            FROM days d JOIN valuation_monthsum s ON s.month < date_trunc('month', d.day::timestamp)::date GROUP BY 1, 2
            UNION ALL
            SELECT d.day, v.account_id, sum(v.value)
            FROM days d
            JOIN stock_valueline v ON v.date >= date_trunc('month', d.day::timestamp)::date AND v.date <= d.day
            GROUP BY 1, 2
        ), booked AS (
            SELECT d.day, l.account_id, sum(l.debit - l.credit) AS value
            FROM days d JOIN ledger_entryline l ON l.date <= d.day
            WHERE l.account_id IN (SELECT account_id FROM valuation_monthsum
                                   UNION SELECT id FROM ledger_account WHERE control = 'stock')
            GROUP BY 1, 2
        )
        SELECT day, account_id, sum(valued) AS valued, sum(booked) AS booked
        FROM (SELECT day, account_id, value AS valued, 0 AS booked FROM valued
              UNION ALL SELECT day, account_id, 0, value FROM booked) x
        GROUP BY day, account_id HAVING sum(valued) <> sum(booked)
        """,
        "What stock was worth is what the ledger said, on the last day and on three before it.",
    ),
)
