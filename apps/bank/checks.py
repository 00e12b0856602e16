"""The bank's invariants: statements add up and follow each other, payment runs pay what two people decided."""

from apps.core.prove import Check, register

register(
    Check(
        "bank.statements_add_up",
        """
        SELECT s.id, s.opening_balance, s.closing_balance, s.line_count, l.moved, l.lines
        FROM bank_bankstatement s
        LEFT JOIN (SELECT statement_id, count(*) AS lines, sum(amount) AS moved
                   FROM bank_bankstatementline GROUP BY statement_id) l ON l.statement_id = s.id
        WHERE coalesce(l.lines, 0) <> s.line_count OR s.opening_balance + coalesce(l.moved, 0) <> s.closing_balance
        """,
        "The lines of a bank statement lead from its opening to its closing balance.",
    ),
    Check(
        "bank.statements_follow",
        """
        SELECT s.id, s.sequence, s.opening_balance, b.closing_balance AS before
        FROM (SELECT *, row_number() OVER (PARTITION BY bank_account_id ORDER BY sequence) AS place
              FROM bank_bankstatement) s
        LEFT JOIN bank_bankstatement b ON b.bank_account_id = s.bank_account_id AND b.sequence = s.sequence - 1
        WHERE s.place > 1 AND (b.id IS NULL OR b.closing_balance <> s.opening_balance)
        """,
        "A bank statement opens with what the one before it closed with.",
    ),
    Check(
        "bank.files_say_what_came",
        """
        SELECT f.id, f.line_count, count(l.id) AS lines
        FROM bank_statementfile f
        LEFT JOIN bank_bankstatement s ON s.file_id = f.id
        LEFT JOIN bank_bankstatementline l ON l.statement_id = s.id
        GROUP BY f.id, f.line_count, f.status
        HAVING count(l.id) <> f.line_count OR (f.status = 'refused' AND count(s.id) > 0)
        """,
        "A file has as many lines as it brought, a refused one none.",
    ),
    Check(
        "bank.files_are_kept",
        """
        SELECT f.id, f.sha256, a.sha256 AS kept FROM bank_statementfile f
        LEFT JOIN core_attachment a ON a.target_id = f.id AND a.kind = 'statement'
        WHERE f.size BETWEEN 1 AND 20971520
          AND (a.id IS NULL OR a.sha256 <> f.sha256 OR encode(sha256(a.content), 'hex') <> f.sha256)
        """,
        "The bytes of every statement file are kept as they came.",
    ),
    Check(
        "bank.account_is_the_journals",
        """
        SELECT b.id, b.account_id, j.account_id AS journal_account FROM bank_bankaccount b
        JOIN ledger_journal j ON j.id = b.journal_id
        WHERE j.account_id IS DISTINCT FROM b.account_id OR j.type <> 'bank'
        """,
        "A bank account is mirrored by the ledger account its journal names.",
    ),
    Check(
        "bank.reconciliations_balance",
        """
        SELECT r.id, r.opening_amount, m.moved, p.booked, r.line_count, r.posting_count
        FROM bank_reconciliation r
        JOIN bank_bankaccount b ON b.id = r.bank_account_id
        JOIN companies_company k ON k.id = r.company_id
        LEFT JOIN LATERAL (SELECT count(*) AS lines, coalesce(sum(l.amount), 0) AS moved,
                bool_and(c.active = (r.status = 'done')) AS stands
            FROM bank_reconciledline c JOIN bank_bankstatementline l ON l.id = c.line_id
            WHERE c.reconciliation_id = r.id AND l.bank_account_id = b.id) m ON true
        LEFT JOIN LATERAL (SELECT count(*) AS lines, bool_and(c.active = (r.status = 'done')) AS stands,
                coalesce(sum(CASE WHEN b.currency_id = k.currency_id THEN l.debit - l.credit
                    ELSE l.amount_currency END), 0)
                AS booked
            FROM bank_reconciledposting c JOIN ledger_entryline l ON l.id = c.posting_id
            WHERE c.reconciliation_id = r.id AND l.account_id = b.account_id) p ON true
        WHERE m.lines <> r.line_count OR p.lines <> r.posting_count OR m.moved + r.opening_amount <> p.booked
           OR NOT coalesce(m.stands, true) OR NOT coalesce(p.stands, false)
        """,
        "A reconciliation joins movements and entry lines of one sum, as long as it is not undone.",
    ),
    Check(
        "bank.balance_proves_against_ledger",
        """
        SELECT b.id, b.name, s.closing, l.booked, u.waiting, o.unseen, f.opening - r.opened AS opening
        FROM bank_bankaccount b
        JOIN companies_company k ON k.id = b.company_id
        JOIN LATERAL (SELECT closing_balance AS closing FROM bank_bankstatement
            WHERE bank_account_id = b.id ORDER BY sequence DESC LIMIT 1) s ON true
        JOIN LATERAL (SELECT opening_balance AS opening FROM bank_bankstatement
            WHERE bank_account_id = b.id ORDER BY sequence LIMIT 1) f ON true
        JOIN LATERAL (SELECT coalesce(sum(opening_amount), 0) AS opened FROM bank_reconciliation
            WHERE bank_account_id = b.id AND status = 'done') r ON true
        JOIN LATERAL (SELECT coalesce(sum(amount), 0) AS waiting FROM bank_bankstatementline m
            WHERE bank_account_id = b.id
            AND NOT EXISTS (SELECT FROM bank_reconciledline c WHERE c.line_id = m.id AND c.active)) u ON true
        JOIN LATERAL (SELECT coalesce(sum(CASE WHEN b.currency_id = k.currency_id THEN debit - credit
            ELSE amount_currency END), 0) AS booked FROM ledger_entryline WHERE account_id = b.account_id) l ON true
        JOIN LATERAL (SELECT coalesce(sum(CASE WHEN b.currency_id = k.currency_id THEN debit - credit
            ELSE amount_currency END), 0) AS unseen FROM ledger_entryline e WHERE e.account_id = b.account_id
            AND NOT EXISTS (SELECT FROM bank_reconciledposting c WHERE c.posting_id = e.id AND c.active)) o ON true
        WHERE l.booked - o.unseen + u.waiting + f.opening - r.opened <> s.closing
        """,
        "Ledger balance, less what no statement shows, plus what is not booked, is the bank's balance.",
    ),
    Check(
        "bank.runs_add_up",
        """
        SELECT r.id, r.number, r.total, t.total AS transferred, r.transfer_count, t.transfers, l.wrong
        FROM bank_paymentrun r
        LEFT JOIN (SELECT run_id, count(*) AS transfers, sum(amount) AS total
                   FROM bank_paymenttransfer GROUP BY run_id) t
            ON t.run_id = r.id
        LEFT JOIN LATERAL (SELECT count(*) AS wrong FROM bank_paymenttransfer f LEFT JOIN (
                SELECT transfer_id, sum(CASE WHEN is_credit THEN -amount ELSE amount - discount END) AS settled
                FROM bank_paymentrunline GROUP BY transfer_id) s ON s.transfer_id = f.id
            WHERE f.run_id = r.id AND s.settled IS DISTINCT FROM f.amount) l ON true
        WHERE r.total <> coalesce(t.total, 0) OR r.transfer_count <> coalesce(t.transfers, 0) OR l.wrong > 0
        """,
        "A payment run is the sum of its transfers, each the bills it settles less discounts and credits.",
    ),
    Check(
        "bank.runs_decided_by_two",
        """
        SELECT id, number, approved_by_id FROM bank_paymentrun
        WHERE status IN ('approved', 'posted') AND (approved_by_id IS NULL OR number = ''
            OR approved_by_id IN (created_by_id, written_by_id, submitted_by_id))
        """,
        "Who approved a payment run neither wrote nor submitted it.",
    ),
    Check(
        "bank.runs_hold_their_items",
        """
        SELECT l.id, r.status, l.active, l.item_id FROM bank_paymentrunline l
        JOIN bank_paymentrun r ON r.id = l.run_id
        WHERE l.active <> (r.status IN ('draft', 'submitted', 'approved'))
        """,
        "An item is a payment run's own while the run is open, and free afterwards.",
    ),
    Check(
        "bank.runs_paid_once",
        """
        SELECT t.id, r.number, r.status, t.amount, p.amount AS paid FROM bank_paymenttransfer t
        JOIN bank_paymentrun r ON r.id = t.run_id
        JOIN bank_bankaccount b ON b.id = r.bank_account_id
        LEFT JOIN payments_payment p ON p.id = t.payment_id
        WHERE (r.status = 'posted') <> (p.id IS NOT NULL)
           OR (p.id IS NOT NULL AND (p.party_id, p.amount, p.date, p.currency_id, p.direction)
               IS DISTINCT FROM (t.party_id, t.amount, r.date, b.currency_id, 'disbursement'))
        """,
        "A posted payment run has the payment of each of its transfers, an unposted one none.",
    ),
)
