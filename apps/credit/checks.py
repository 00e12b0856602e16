"""Credit control's invariants: the past is what the matches say; what was owed is what the ledger says, any day."""

from apps.core.prove import Check, gapless_numbers, register

register(
    Check(
        "credit.spans_follow_matches",
        """
        SELECT coalesce(s.item_id, f.item_id) AS item_id, coalesce(s.start, f.start) AS start, s."end",
               f."end" AS should_end, s.open_amount, f.open_amount AS should_be_open
        FROM (SELECT s.item_id, s.start, s."end", s.open_amount, s.open_currency, i.id AS own FROM credit_openspan s
              LEFT JOIN ledger_openitem i ON i.id = s.item_id AND i.account_id = s.account_id AND i.side = s.side
                    AND i.party_id IS NOT DISTINCT FROM s.party_id AND i.due_date = s.due_date
                    AND i.currency_id = s.currency_id) s
        FULL JOIN credit_spans_of(NULL) f ON f.item_id = s.item_id AND f.start = s.start
        WHERE s.item_id IS NULL OR f.item_id IS NULL OR s.own IS NULL
           OR (s."end", s.open_amount, s.open_currency) <> (f."end", f.open_amount, f.open_currency)
        """,
        "What was open of an item before a match took from it is kept as the matches say.",
    ),
    Check(
        "credit.aged_total_is_ledger_balance",
        """
        WITH owed AS (
            SELECT i.account_id, v.day, v.amount
            FROM credit_openspan s JOIN ledger_openitem i ON i.id = s.item_id
            CROSS JOIN LATERAL (SELECT CASE i.side WHEN 'debit' THEN s.open_amount ELSE -s.open_amount END AS open) o
            CROSS JOIN LATERAL (VALUES (s.start, o.open), (s."end", -o.open)) AS v(day, amount)
            UNION ALL
            SELECT i.account_id, coalesce((SELECT max(s."end") FROM credit_openspan s WHERE s.item_id = i.id), i.date),
                   CASE i.side WHEN 'debit' THEN i.open_amount ELSE -i.open_amount END
            FROM ledger_openitem i WHERE i.open_amount > 0
        ), aged AS (SELECT account_id, day, sum(amount) AS moved FROM owed GROUP BY 1, 2),
        booked AS (SELECT account_id, date AS day, sum(debit - credit) AS moved FROM ledger_entryline GROUP BY 1, 2)
        SELECT a.code, coalesce(g.day, b.day) AS day, g.moved AS aged, b.moved AS booked
        FROM aged g FULL JOIN booked b ON b.account_id = g.account_id AND b.day = g.day
        JOIN ledger_account a ON a.id = coalesce(g.account_id, b.account_id)
        WHERE a.control IN ('receivable', 'payable') AND coalesce(g.moved, 0) <> coalesce(b.moved, 0)
        """,
        "On every day, what parties owed by age is the balance of the receivable and payable accounts.",
    ),
)
register(
    gapless_numbers(
        "credit.dunning_numbers_gapless", table="credit_dunningrun", series="dunning_run"
    ),
    Check(
        "credit.fees_are_booked",
        """
        SELECT l.id, r.number, l.fee, b.booked
        FROM credit_dunningletter l JOIN credit_dunningrun r ON r.id = l.run_id
        LEFT JOIN (SELECT e.id, e.source_id, sum(n.debit) AS booked FROM ledger_entry e
                   JOIN ledger_entryline n ON n.entry_id = e.id
                   WHERE e.source_type = 'credit.dunningletter' AND e.kind = 'post' GROUP BY 1, 2) b
               ON b.id = l.fee_entry_id AND b.source_id = l.id
        WHERE r.status = 'sent' AND coalesce(b.booked, 0) <> l.fee
        """,
        "The fee of a sent reminder is booked on its party, once.",
    ),
)
