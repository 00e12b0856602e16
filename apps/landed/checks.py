"""Invariants of landed costs: shares add up to costs and to what stock took; a line of a bill is spread once."""

from apps.core.prove import Check, gapless_numbers, register

register(
    Check(
        "landed.shares_are_costs",
        """
        SELECT c.id AS charge_id, d.number, c.amount, sum(s.amount) AS spread
        FROM landed_landedcharge c JOIN landed_landedcost d ON d.id = c.landed_cost_id
        LEFT JOIN landed_landedshare s ON s.charge_id = c.id
        WHERE d.status IN ('posted', 'reversed')
        GROUP BY c.id, d.number, c.amount HAVING coalesce(sum(s.amount), 0) <> c.amount
        UNION ALL
        SELECT s.charge_id, d.number, s.amount, s.kept + s.sold + s.variance
        FROM landed_landedshare s JOIN landed_landedcost d ON d.id = s.landed_cost_id
        WHERE s.amount <> s.kept + s.sold + s.variance OR d.status NOT IN ('posted', 'reversed')
        """,
        "What goods took of a cost adds up to it.",
    ),
    Check(
        "landed.stock_took_what_was_kept",
        """
        SELECT d.number, k.kept, v.value
        FROM landed_landedcost d
        CROSS JOIN LATERAL (SELECT coalesce(sum(s.kept), 0) AS kept FROM landed_landedshare s
                            WHERE s.landed_cost_id = d.id) k
        CROSS JOIN LATERAL (SELECT coalesce(sum(v.value), 0) AS value FROM stock_valueline v
                            WHERE v.entry_id = d.entry_id) v
        WHERE d.status IN ('posted', 'reversed') AND k.kept <> v.value
        """,
        "What a landed cost kept in stock is what its entry added to it.",
    ),
    Check(
        "landed.bill_lines_are_spread_once",
        """
        SELECT l.id AS bill_line_id, l.description, count(*) AS times, sum(c.amount) AS spread
        FROM landed_landedcharge c
        JOIN landed_landedcost d ON d.id = c.landed_cost_id AND d.status = 'posted'
        JOIN invoices_invoiceline l ON l.id = c.bill_line_id
        JOIN invoices_invoice i ON i.id = l.invoice_id
        JOIN companies_company own ON own.id = c.company_id
        JOIN companies_currency u ON u.code = own.currency_id
        GROUP BY l.id, l.description, l.net, i.rate, i.status, u.minor_units
        HAVING count(*) > 1 OR sum(c.amount) > round(l.net * i.rate, u.minor_units::int) OR i.status <> 'posted'
        """,
        "A line of a bill is spread by one landed cost, and not beyond what it costs.",
    ),
    Check(
        "landed.reversed_leaves_nothing",
        """
        SELECT d.number, sum(l.debit - l.credit) AS remaining
        FROM landed_landedcost d
        JOIN landed_landedcharge c ON c.landed_cost_id = d.id
        JOIN ledger_entryline l ON l.entry_id IN (d.entry_id, d.undo_entry_id) AND l.account_id = c.account_id
        WHERE d.status = 'reversed' AND c.account_id NOT IN (
            SELECT account_id FROM ledger_defaultaccount WHERE purpose IN ('cost_of_sales', 'price_variance')
            UNION SELECT cost_account_id FROM products_category WHERE cost_account_id IS NOT NULL
            UNION SELECT variance_account_id FROM products_category WHERE variance_account_id IS NOT NULL)
        GROUP BY d.id, d.number, c.id HAVING sum(l.debit - l.credit) <> 0
        """,
        "Reversed, landed costs lie again where they came from.",
    ),
    gapless_numbers("landed.numbers_gapless", table="landed_landedcost", series="landed_cost"),
)
