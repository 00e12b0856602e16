"""Invoices' invariants: they come to their lines, their entries book them, their numbers and papers are complete."""

from apps.core.prove import Check, gapless_numbers, register
from apps.invoices.choices import InvoiceKind

PDF_PATIENCE = "1 day"

register(
    Check(
        "invoices.totals_are_lines",
        """
        SELECT i.id, i.number, i.net, l.net AS lines, t.base AS bases, i.tax, t.amount AS taxes, i.total
        FROM invoices_invoice i
        LEFT JOIN (SELECT invoice_id, sum(net) AS net FROM invoices_invoiceline GROUP BY invoice_id) l
               ON l.invoice_id = i.id
        LEFT JOIN (SELECT DISTINCT l.invoice_id FROM invoices_invoiceline l
                   JOIN ledger_tax x ON x.id = l.tax_id AND x.kind = 'group') several ON several.invoice_id = i.id
        LEFT JOIN (SELECT invoice_id, sum(base) AS base, sum(amount) AS amount FROM invoices_invoicetax
                   GROUP BY invoice_id) t ON t.invoice_id = i.id
        WHERE i.status = 'posted'
          AND (i.net IS DISTINCT FROM l.net OR i.tax - i.withheld IS DISTINCT FROM t.amount
               OR several.invoice_id IS NULL AND i.net IS DISTINCT FROM t.base
               OR i.total IS DISTINCT FROM i.net + i.tax - i.withheld)
        """,
        "A posted invoice comes to the sum of its lines and its taxes.",
    ),
    Check(
        "invoices.entry_books_total",
        """
        SELECT i.id, i.number, i.total, i.currency_id, l.booked
        FROM invoices_invoice i
        LEFT JOIN (
            SELECT e.id, e.source_id, e.date, e.document_date, l.party_id, l.currency_id,
                   sum(l.amount_currency) AS booked, sum(l.debit - l.credit) AS own
            FROM ledger_entry e
            JOIN ledger_entryline l ON l.entry_id = e.id
            JOIN ledger_account a ON a.id = l.account_id AND a.control IN ('receivable', 'payable')
            WHERE e.source_type = 'invoices.invoice'
            GROUP BY e.id, e.source_id, e.date, e.document_date, l.party_id, l.currency_id
        ) l ON l.id = i.entry_id AND l.source_id = i.id
        JOIN companies_company c ON c.id = i.company_id
        JOIN companies_currency u ON u.code = c.currency_id
        WHERE i.status = 'posted'
          AND NOT (i.total = 0 AND l.id IS NULL AND EXISTS (
              SELECT FROM invoices_invoiceline p WHERE p.invoice_id = i.id AND p.down_payment_id <> p.id))
          AND (l.id IS NULL OR l.party_id IS DISTINCT FROM i.party_id OR l.currency_id <> i.currency_id
               OR l.document_date <> i.date OR l.date < i.date
               OR l.booked <> CASE WHEN i.kind IN ('customer_invoice', 'supplier_credit') THEN i.total ELSE -i.total END
               OR abs(l.own) <> round(i.total * i.rate, u.minor_units))
        """,
        "A posted invoice's entry books its total on its party, in its currency and at its rate.",
    ),
    Check(
        "invoices.one_entry_each",
        """
        SELECT e.id AS entry, e.source_id AS invoice, i.status
        FROM ledger_entry e LEFT JOIN invoices_invoice i ON i.id = e.source_id
        WHERE e.source_type = 'invoices.invoice' AND (i.entry_id IS DISTINCT FROM e.id OR i.status <> 'posted')
        UNION ALL
        SELECT i.entry_id, i.id, i.status FROM invoices_invoice i
        WHERE (i.status = 'posted') <> (i.entry_id IS NOT NULL) OR (i.status = 'posted') <> (i.number <> '')
        """,
        "A posted invoice has one entry and a number; a draft has neither, and no entry lacks its invoice.",
    ),
    Check(
        "invoices.credits_within_invoice",
        """
        SELECT i.id, i.number, i.total, sum(n.total) AS credited
        FROM invoices_invoice i JOIN invoices_invoice n ON n.credits_id = i.id AND n.status = 'posted'
        GROUP BY i.id, i.number, i.total HAVING sum(n.total) > i.total
        """,
        "Credit notes give back no more than their invoice asked.",
    ),
    Check(
        "invoices.down_payments_within_what_was_asked",
        """
        SELECT d.id, d.description, d.booked AS asked, t.booked AS left_of_it, t.amount
        FROM invoices_invoiceline d
        JOIN (
            SELECT l.down_payment_id, sum(l.booked) AS booked,
                   sum(CASE WHEN n.kind IN ('customer_credit', 'supplier_credit') THEN -1 ELSE 1 END
                       * round(l.quantity * l.unit_price * (100 - l.discount) / 100, c.minor_units::int)) AS amount,
                   bool_and(a.account_id = l.account_id AND a.tax_id IS NOT DISTINCT FROM l.tax_id
                            AND a.down_payment_id = a.id AND i.status = 'posted' AND l.booked IS NOT NULL
                            AND i.party_id = n.party_id AND i.currency_id = n.currency_id) AS alike
            FROM invoices_invoiceline l
            JOIN invoices_invoice n ON n.id = l.invoice_id AND n.status = 'posted'
            JOIN invoices_invoiceline a ON a.id = l.down_payment_id
            JOIN invoices_invoice i ON i.id = a.invoice_id
            JOIN companies_currency c ON c.code = n.currency_id
            WHERE l.down_payment_id IS NOT NULL
            GROUP BY l.down_payment_id
        ) t ON t.down_payment_id = d.id
        WHERE NOT t.alike OR t.amount < 0 OR t.booked < 0 OR t.booked > d.booked
        """,
        "Of a down payment no more is taken off or credited than it asked for, by whoever shares its party and tax.",
    ),
    Check(
        "invoices.down_payments_in_the_books",
        """
        SELECT i.id, i.number, l.account_id, l.booked, e.booked AS entry
        FROM invoices_invoice i
        JOIN (SELECT invoice_id, account_id, sum(booked) AS booked FROM invoices_invoiceline
              WHERE invoice_id IN (SELECT invoice_id FROM invoices_invoiceline WHERE down_payment_id IS NOT NULL)
              GROUP BY invoice_id, account_id HAVING bool_and(down_payment_id IS NOT NULL)) l ON l.invoice_id = i.id
        CROSS JOIN LATERAL (SELECT sum(credit - debit) AS booked FROM ledger_entryline
                            WHERE entry_id = i.entry_id AND account_id = l.account_id) e
        WHERE i.status = 'posted'
          AND l.booked <> coalesce(e.booked, 0)
              * CASE WHEN i.kind IN ('customer_invoice', 'customer_credit') THEN 1 ELSE -1 END
        """,
        "What lines about down payments say they were booked at is what their entry books on their account.",
    ),
    Check(
        "invoices.pdf_archived",
        f"""
        SELECT i.id, i.number, i.posted_at
        FROM invoices_invoice i
        WHERE i.status = 'posted' AND i.kind IN ('customer_invoice', 'customer_credit')
          AND NOT EXISTS (SELECT FROM core_attachment a WHERE a.target_id = i.id AND a.kind = 'pdf')
          AND NOT EXISTS (
              SELECT FROM core_event e JOIN core_delivery d ON d.event_id = e.id
              WHERE e.aggregate_id = i.id AND e.name = 'invoices.posted' AND d.status IN ('pending', 'sent')
                AND e.at > now() - interval '{PDF_PATIENCE}')
        """,
        "A posted invoice has its PDF archived, or a worker is about to.",
    ),
    *(
        gapless_numbers(
            f"invoices.{kind}_numbers_gapless",
            table="invoices_invoice",
            series=kind,
            where=f"kind = '{kind}'",
        )
        for kind in InvoiceKind.values
    ),
)
