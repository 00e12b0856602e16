"""Payments' invariants: what is open is what no match took, and the control accounts say the same."""

from apps.core.prove import Check, gapless_numbers, register
from apps.payments.choices import Direction

TAKEN = """
    SELECT item, sum(amount) AS amount, sum(amount_currency) AS amount_currency
    FROM (SELECT debit_item_id AS item, amount, amount_currency FROM payments_match
          UNION ALL
          SELECT credit_item_id, amount, amount_currency FROM payments_match) x
    GROUP BY item
"""

register(
    Check(
        "payments.open_is_amount_less_matches",
        f"""
        SELECT i.id, i.amount, i.open_amount, t.amount AS taken, i.amount_currency, i.open_currency,
               t.amount_currency AS taken_currency
        FROM ledger_openitem i FULL JOIN ({TAKEN}) t ON t.item = i.id
        WHERE i.id IS NULL OR i.open_amount <> i.amount - coalesce(t.amount, 0)
           OR i.open_currency <> i.amount_currency - coalesce(t.amount_currency, 0)
        """,
        "What is open of an item is its amount less what matches took off it.",
    ),
    Check(
        "payments.matches_within_items",
        f"""
        SELECT i.id, i.amount, t.amount AS taken, i.amount_currency, t.amount_currency AS taken_currency
        FROM ledger_openitem i JOIN ({TAKEN}) t ON t.item = i.id
        WHERE t.amount NOT BETWEEN 0 AND i.amount OR t.amount_currency NOT BETWEEN 0 AND i.amount_currency
        """,
        "Matches take no more off an item than it had, and give back no more than they took.",
    ),
    Check(
        "payments.open_items_are_entry_lines",
        """
        SELECT coalesce(i.id, l.id) AS id, i.amount, l.debit, l.credit
        FROM ledger_openitem i
        FULL JOIN (SELECT l.id, l.entry_id, l.account_id, l.party_id, l.debit, l.credit FROM ledger_entryline l
                   JOIN ledger_account a ON a.id = l.account_id AND a.reconcile) l ON l.id = i.id
        WHERE i.id IS NULL OR l.id IS NULL OR i.amount <> l.debit + l.credit
           OR (i.side = 'debit') <> (l.debit > 0) OR i.account_id <> l.account_id
           OR i.entry_id <> l.entry_id OR i.party_id IS DISTINCT FROM l.party_id
        """,
        "Every line on a matched account has its open item, and no other row is one.",
    ),
    Check(
        "payments.control_accounts_are_open_items",
        """
        SELECT a.code, l.balance, i.open
        FROM ledger_account a
        LEFT JOIN (SELECT account_id, sum(debit - credit) AS balance FROM ledger_entryline GROUP BY account_id) l
               ON l.account_id = a.id
        LEFT JOIN (SELECT account_id, sum(CASE side WHEN 'debit' THEN open_amount ELSE -open_amount END) AS open
                   FROM ledger_openitem GROUP BY account_id) i ON i.account_id = a.id
        WHERE a.reconcile AND coalesce(l.balance, 0) <> coalesce(i.open, 0)
        """,
        "The balance of a receivable or payable account is what is open on it.",
    ),
    Check(
        "payments.nothing_left_in_company_currency",
        """
        SELECT id, open_amount, open_currency, currency_id FROM ledger_openitem
        WHERE (open_currency = 0) <> (open_amount = 0)
        """,
        "An item settled in its currency is settled in the company's as well, and the other way round.",
    ),
    Check(
        "payments.clearings_settle_what_they_book",
        """
        SELECT c.id, i.id AS item, i.open_amount
        FROM payments_clearing c
        JOIN ledger_entry e ON e.id = c.entry_id OR e.reverses_id = c.entry_id
        JOIN ledger_openitem i ON i.entry_id = e.id
        WHERE i.open_amount <> 0 OR i.open_currency <> 0
        """,
        "What an act of matching books on a party is settled in that act, and again when it is undone.",
    ),
    Check(
        "payments.clearings_stand_or_fall",
        """
        SELECT c.id, c.entry_id, r.id AS reversal, m.standing, m.party
        FROM payments_clearing c
        LEFT JOIN ledger_entry r ON r.reverses_id = c.entry_id
        LEFT JOIN (
            SELECT m.clearing_id, count(*) FILTER (WHERE u.id IS NULL) AS standing,
                   min(i.party_id::text) AS party, count(DISTINCT i.party_id) AS parties
            FROM payments_match m
            JOIN ledger_openitem i ON i.id = m.debit_item_id
            LEFT JOIN payments_match u ON u.reverses_id = m.id
            WHERE m.reverses_id IS NULL GROUP BY m.clearing_id
        ) m ON m.clearing_id = c.id
        WHERE m.clearing_id IS NULL OR m.parties <> 1 OR m.party <> c.party_id::text
           OR (c.entry_id IS NOT NULL AND (m.standing = 0) <> (r.id IS NOT NULL))
        """,
        "An act of matching is one party's; its entry is reversed when its matches are undone, and only then.",
    ),
    Check(
        "payments.matches_agree",
        """
        SELECT m.id, d.side AS debit_side, c.side AS credit_side, m.amount, o.amount AS reversed
        FROM payments_match m
        LEFT JOIN ledger_openitem d ON d.id = m.debit_item_id
        LEFT JOIN ledger_openitem c ON c.id = m.credit_item_id
        LEFT JOIN payments_match o ON o.id = m.reverses_id
        WHERE d.id IS NULL OR c.id IS NULL OR d.side <> 'debit' OR c.side <> 'credit'
           OR d.account_id <> c.account_id OR d.currency_id <> c.currency_id
           OR d.party_id IS DISTINCT FROM c.party_id
           OR (m.reverses_id IS NULL AND m.date < greatest(d.date, c.date))
           OR (m.reverses_id IS NOT NULL
               AND (o.id IS NULL OR (o.debit_item_id, o.credit_item_id, o.amount, o.amount_currency)
                   IS DISTINCT FROM (m.debit_item_id, m.credit_item_id, -m.amount, -m.amount_currency)))
        """,
        "A match joins a debit and a credit of one account, party and currency; an undone one is undone whole.",
    ),
    Check(
        "payments.entry_books_payment",
        """
        SELECT p.id, p.number, p.amount, l.booked, r.id AS reversal
        FROM payments_payment p
        LEFT JOIN (
            SELECT e.id, e.source_id, e.date, e.document_date, l.party_id, l.currency_id, l.amount_currency AS booked
            FROM ledger_entry e
            JOIN ledger_entryline l ON l.entry_id = e.id
            JOIN ledger_account a ON a.id = l.account_id AND a.control IN ('receivable', 'payable')
            WHERE e.source_type = 'payments.payment' AND e.kind = 'post'
        ) l ON l.id = p.entry_id AND l.source_id = p.id
        LEFT JOIN ledger_entry r ON r.reverses_id = p.entry_id
        WHERE p.status IN ('posted', 'reversed')
          AND (l.id IS NULL OR l.party_id IS DISTINCT FROM p.party_id OR l.currency_id <> p.currency_id
               OR l.document_date <> p.date OR l.date < p.date OR (p.status = 'reversed') <> (r.id IS NOT NULL)
               OR l.booked <> CASE p.direction WHEN 'receipt' THEN -p.amount ELSE p.amount END)
        """,
        "A posted payment's entry books its amount on its party; a reversed one has a reversal.",
    ),
    *(
        gapless_numbers(
            f"payments.{direction}_numbers_gapless",
            table="payments_payment",
            series=direction,
            where=f"direction = '{direction}'",
        )
        for direction in Direction.values
    ),
)
