"""The invariants of the books that ``prove`` checks over every row."""

from apps.core import prove
from apps.core.prove import Check
from apps.ledger.balances import canonical_digest
from apps.ledger.verifying import BROKEN_LINKS, CUT_TAIL

ENTRY_BALANCES = """
SELECT e.id, e.reference, e.line_count, e.total, count(l.id) AS lines, coalesce(sum(l.debit), 0) AS debit,
       coalesce(sum(l.credit), 0) AS credit
FROM ledger_entry e LEFT JOIN ledger_entryline l ON l.entry_id = e.id
GROUP BY e.id
HAVING count(l.id) < 2 OR count(l.id) <> e.line_count OR coalesce(sum(l.debit), 0) <> coalesce(sum(l.credit), 0)
    OR coalesce(sum(l.debit), 0) <> e.total
"""
ENTRY_IN_PERIOD = """
SELECT e.id, e.date, p.code FROM ledger_entry e JOIN ledger_period p ON p.id = e.period_id
WHERE e.date NOT BETWEEN p.start AND p."end"
"""
LINE_FOLLOWS_ENTRY = """
SELECT l.id, l.entry_id, l.date, e.date AS entry_date FROM ledger_entryline l JOIN ledger_entry e ON e.id = l.entry_id
WHERE l.date <> e.date OR l.line_count <> e.line_count OR l.line_no NOT BETWEEN 1 AND e.line_count
"""
REVERSAL_MIRRORS = """
SELECT r.id, r.reverses_id FROM ledger_entry r
WHERE r.reverses_id IS NOT NULL AND EXISTS (
    SELECT account_id, party_id FROM (
        SELECT account_id, party_id, dimensions, debit, credit FROM ledger_entryline WHERE entry_id = r.id
        UNION ALL
        SELECT account_id, party_id, dimensions, debit, credit FROM ledger_entryline
        WHERE entry_id = r.reverses_id) both_entries
    GROUP BY account_id, party_id, dimensions HAVING sum(debit) <> sum(credit))
"""
PERIODS_FOLLOW = """
SELECT code, start, previous_end FROM (
    SELECT code, start, lag("end") OVER (ORDER BY start) AS previous_end FROM ledger_period) periods
WHERE previous_end IS NOT NULL AND start <> previous_end + 1
"""
CLOSED_IN_ORDER = """
SELECT o.code, c.code AS closed_later FROM ledger_period o JOIN ledger_period c ON c.start > o.start
WHERE o.status = 'open' AND c.status = 'closed'
"""
STATUS_BY_CLOSING = """
SELECT p.code, p.status, last.action FROM ledger_period p
LEFT JOIN LATERAL (
    SELECT action FROM ledger_periodclosing c WHERE c.period_id = p.id ORDER BY c.id DESC LIMIT 1) last ON true
WHERE p.status <> CASE coalesce(last.action, 'reopen') WHEN 'close' THEN 'closed' ELSE 'open' END
"""
_LATEST = """
(SELECT DISTINCT ON (c.period_id) c.id, c.period_id, c.entry_count, c.total, c.balances_sha256
 FROM ledger_periodclosing c JOIN ledger_period p ON p.id = c.period_id AND p.status = 'closed'
 WHERE c.action = 'close' ORDER BY c.period_id, c.id DESC)
"""
CLOSED_UNCHANGED = f"""
SELECT p.code, c.entry_count, c.total, count(e.id) AS entries_now, coalesce(sum(e.total), 0) AS total_now
FROM {_LATEST} c JOIN ledger_period p ON p.id = c.period_id LEFT JOIN ledger_entry e ON e.period_id = p.id
GROUP BY p.id, p.code, c.id, c.entry_count, c.total
HAVING count(e.id) <> c.entry_count OR coalesce(sum(e.total), 0) <> c.total
"""
SNAPSHOT_IS_LINES = f"""
WITH days AS (
    SELECT account_id, date, sum(debit) AS debit, sum(credit) AS credit FROM ledger_entryline GROUP BY account_id, date
), lines AS (
    SELECT c.id AS closing_id, d.account_id, sum(d.debit) AS debit, sum(d.credit) AS credit
    FROM {_LATEST} c JOIN ledger_period p ON p.id = c.period_id JOIN days d ON d.date <= p."end"
    GROUP BY c.id, d.account_id
), frozen AS (
    SELECT b.closing_id, b.account_id, b.debit, b.credit
    FROM ledger_periodbalance b JOIN {_LATEST} c ON c.id = b.closing_id
)
SELECT closing_id, account_id, f.debit, f.credit, l.debit AS lines_debit, l.credit AS lines_credit
FROM lines l FULL JOIN frozen f USING (closing_id, account_id)
WHERE f.debit IS DISTINCT FROM l.debit OR f.credit IS DISTINCT FROM l.credit
"""
SNAPSHOT_HASH = f"""
SELECT p.code, c.balances_sha256, now.sha256 FROM {_LATEST} c JOIN ledger_period p ON p.id = c.period_id
JOIN LATERAL (SELECT {canonical_digest()} AS sha256 FROM ledger_periodbalance b WHERE b.closing_id = c.id) now ON true
WHERE now.sha256 <> c.balances_sha256
"""
LINE_DIMENSIONS = """
SELECT l.id, l.entry_id, d.key, d.value FROM ledger_entryline l
CROSS JOIN LATERAL jsonb_each_text(
    CASE jsonb_typeof(l.dimensions) WHEN 'object' THEN l.dimensions ELSE '{"": ""}' END) d
WHERE l.dimensions <> '{}' AND NOT EXISTS (
    SELECT FROM ledger_dimensionvalue v
    WHERE v.company_id = l.company_id AND v.id::text = d.value AND v.dimension_id::text = d.key)
"""
RETURN_TIES = """
SELECT r.first, r.last, r.net, boxes.net AS boxes, lines.net AS lines, lock.hard_until, e.id AS settlement
FROM ledger_taxreturn r
CROSS JOIN LATERAL (
    SELECT coalesce(sum(CASE b.side WHEN 'due' THEN b.tax WHEN 'deduct' THEN -b.tax ELSE 0 END), 0) AS net
    FROM ledger_taxreturnbox b WHERE b.tax_return_id = r.id) boxes
CROSS JOIN LATERAL (
    SELECT coalesce(sum(l.credit - l.debit), 0) AS net FROM ledger_entryline l
    WHERE l.company_id = r.company_id AND l.tax_id IS NOT NULL AND l.tax_role IN ('', 'reverse')
      AND l.date BETWEEN r.first AND r.last) lines
LEFT JOIN ledger_arealock lock ON lock.company_id = r.company_id AND lock.area = 'tax'
LEFT JOIN ledger_entry e ON e.company_id = r.company_id AND e.source_type = 'ledger.taxreturn' AND e.source_id = r.id
    AND e.reverses_id IS NULL
WHERE r.net <> boxes.net OR r.net <> lines.net OR lock.hard_until IS NULL OR lock.hard_until < r.last
   OR r.entry_id IS DISTINCT FROM e.id
"""
OPEN_ITEM_OF_LINE = """
SELECT coalesce(l.id, o.id) AS id, l.debit, l.credit, o.side, o.amount
FROM (SELECT l.* FROM ledger_entryline l JOIN ledger_account a ON a.id = l.account_id
      WHERE a.reconcile OR EXISTS (SELECT FROM ledger_openitem o WHERE o.id = l.id)) l
FULL JOIN ledger_openitem o ON o.id = l.id
WHERE l.id IS NULL OR o.id IS NULL OR o.account_id <> l.account_id OR o.party_id IS DISTINCT FROM l.party_id
   OR o.amount <> l.debit + l.credit OR o.side <> CASE WHEN l.debit > 0 THEN 'debit' ELSE 'credit' END
"""
CLOSED_IS_SEALED = """
SELECT e.id, e.date FROM ledger_entry e JOIN ledger_period p ON p.id = e.period_id AND p.status = 'closed'
WHERE NOT EXISTS (SELECT FROM ledger_seal s WHERE s.entry_id = e.id)
"""
MANUAL_IS_BOOKED = """
SELECT coalesce(m.id, e.source_id) AS id, m.number, m.status, e.id AS entry_id
FROM (SELECT * FROM ledger_manualentry WHERE status IN ('posted', 'reversed')) m
FULL JOIN (SELECT * FROM ledger_entry WHERE source_type = 'ledger.manualentry' AND kind = 'post') e
    ON e.source_id = m.id AND e.id = m.entry_id
WHERE m.id IS NULL OR e.id IS NULL OR m.date <> e.date
   OR (m.status = 'reversed') <> EXISTS (SELECT FROM ledger_entry r WHERE r.reverses_id = e.id)
   OR EXISTS (
    SELECT account_id, debit, credit FROM ledger_manualentryline WHERE manual_entry_id = m.id
    EXCEPT ALL SELECT account_id, debit, credit FROM ledger_entryline WHERE entry_id = e.id)
"""
REVALUATION_IS_BOOKED = """
SELECT coalesce(r.id, e.source_id) AS id, r.number, r.date, e.date AS entry_date, v.date AS reversed_on,
       r.result, s.posted
FROM ledger_revaluation r
FULL JOIN (SELECT * FROM ledger_entry WHERE source_type = 'ledger.revaluation' AND kind = 'post') e
    ON e.source_id = r.id AND e.id = r.entry_id
LEFT JOIN ledger_entry v ON v.id = r.reversal_id
LEFT JOIN LATERAL (SELECT sum(posted) AS posted FROM ledger_revaluationline WHERE revaluation_id = r.id) s ON true
LEFT JOIN LATERAL (
    SELECT sum(l.credit - l.debit) AS result FROM ledger_entryline l JOIN ledger_account a ON a.id = l.account_id
    WHERE l.entry_id = e.id AND (a.type LIKE 'income%' OR a.type LIKE 'expense%')) b ON true
WHERE r.id IS NULL OR e.id IS NULL OR e.date <> r.date OR v.reverses_id IS DISTINCT FROM e.id OR v.date <> r.date + 1
   OR s.posted IS DISTINCT FROM r.result OR b.result IS DISTINCT FROM r.result
"""

CASH_TAX_FOLLOWS = """
WITH waiting AS (
    SELECT l.company_id, l.entry_id, l.tax_id, sum(l.debit - l.credit) AS amount FROM ledger_entryline l
    JOIN ledger_entry e ON e.id = l.entry_id AND e.source_type <> 'ledger.entry'
    WHERE l.tax_role = 'pending' GROUP BY l.company_id, l.entry_id, l.tax_id
), moved AS (
    SELECT e.source_id AS entry_id, l.tax_id, sum(l.debit - l.credit) AS amount FROM ledger_entry e
    JOIN ledger_entryline l ON l.entry_id = e.id AND l.tax_id IS NOT NULL AND l.tax_role = ''
    WHERE e.source_type = 'ledger.entry' AND left(e.kind, 9) = 'cash_tax:' GROUP BY e.source_id, l.tax_id
), share AS (
    SELECT o.entry_id, sum(o.amount_currency - o.open_currency) AS settled, sum(o.amount_currency) AS whole
    FROM ledger_openitem o JOIN ledger_account a ON a.id = o.account_id AND a.control IN ('receivable', 'payable')
    WHERE o.entry_id IN (SELECT entry_id FROM waiting) GROUP BY o.entry_id
)
SELECT w.entry_id, w.tax_id, w.amount, s.settled, s.whole, m.amount AS moved
FROM waiting w JOIN share s ON s.entry_id = w.entry_id AND s.whole <> 0
JOIN companies_company c ON c.id = w.company_id JOIN companies_currency u ON u.code = c.currency_id
LEFT JOIN moved m ON m.entry_id = w.entry_id AND m.tax_id = w.tax_id
WHERE coalesce(m.amount, 0) <> round(w.amount * s.settled / s.whole, u.minor_units)
"""
PINNED_AS_KEPT = """
SELECT r.id, r.number, r.question->>'number' AS asked, r.seal_hash, s.hash, r.pdf_sha256, f.pdf, r.xlsx_sha256, f.xlsx
FROM ledger_reportrun r
LEFT JOIN ledger_seal s ON s.company_id = r.company_id AND s.number = r.number
LEFT JOIN LATERAL (
    SELECT max(sha256) FILTER (WHERE kind = 'pdf') AS pdf, max(sha256) FILTER (WHERE kind = 'xlsx') AS xlsx
    FROM core_attachment
    WHERE company_id = r.company_id AND target_id = r.id AND target_type = 'ledger.reportrun') f ON true
WHERE r.question->>'number' IS DISTINCT FROM r.number::text OR s.hash IS DISTINCT FROM r.seal_hash
   OR f.pdf IS DISTINCT FROM r.pdf_sha256 OR f.xlsx IS DISTINCT FROM r.xlsx_sha256
"""
OPENING_IS_BOOKED = """
SELECT coalesce(i.id, e.source_id) AS id, i.filename, i.date, e.date AS entry_date, i.rows, e.line_count,
       i.control_total, i.difference, e.total
FROM ledger_openingimport i
FULL JOIN (SELECT * FROM ledger_entry WHERE source_type = 'ledger.openingimport' AND kind = 'post') e
    ON e.source_id = i.id AND e.id = i.entry_id
WHERE i.id IS NULL OR e.id IS NULL OR e.date <> i.date OR e.line_count <> i.rows + (i.difference <> 0)::int
   OR e.total <> i.control_total + greatest(-i.difference, 0)
   OR i.difference <> 0 AND NOT EXISTS (
    SELECT FROM ledger_entryline l
    WHERE l.entry_id = e.id AND l.line_no = e.line_count AND l.credit - l.debit = i.difference)
   OR NOT EXISTS (
    SELECT FROM core_attachment a
    WHERE a.company_id = i.company_id AND a.target_id = i.id AND a.target_type = 'ledger.openingimport'
      AND a.kind = 'opening')
"""

prove.register(
    Check(
        "ledger.entry_balanced",
        ENTRY_BALANCES,
        "An entry has the lines it declares, and debit equals credit.",
    ),
    Check("ledger.entry_in_period", ENTRY_IN_PERIOD, "An entry's date lies in its period."),
    Check(
        "ledger.line_follows_entry", LINE_FOLLOWS_ENTRY, "A line has its entry's date and shape."
    ),
    Check("ledger.reversal_mirrors", REVERSAL_MIRRORS, "A reversal is the mirror of its entry."),
    Check(
        "ledger.line_dimensions",
        LINE_DIMENSIONS,
        "The dimensions of a line are values of its company, each under its own dimension.",
    ),
    Check("ledger.periods_follow", PERIODS_FOLLOW, "Periods neither overlap nor leave a hole."),
    Check("ledger.closed_in_order", CLOSED_IN_ORDER, "No open period lies before a closed one."),
    Check(
        "ledger.status_by_closing",
        STATUS_BY_CLOSING,
        "A period is closed or open as its last closing says.",
    ),
    Check(
        "ledger.closed_unchanged",
        CLOSED_UNCHANGED,
        "A closed period holds the entries it was closed with.",
    ),
    Check(
        "ledger.snapshot_is_lines",
        SNAPSHOT_IS_LINES,
        "Frozen balances are the sums of the lines up to then.",
    ),
    Check("ledger.snapshot_hash", SNAPSHOT_HASH, "Frozen balances hash to what the closing says."),
    Check(
        "ledger.open_item_of_line",
        OPEN_ITEM_OF_LINE,
        "Each matched line has one open item of its amount.",
    ),
    Check(
        "ledger.chain_intact",
        BROKEN_LINKS,
        "Every sealed entry is as it was written, in its place.",
    ),
    Check("ledger.tail_not_cut", CUT_TAIL, "The chain still holds the head each closing saw."),
    Check("ledger.closed_is_sealed", CLOSED_IS_SEALED, "Entries of a closed period are sealed."),
    Check(
        "ledger.revaluation_is_booked",
        REVALUATION_IS_BOOKED,
        "A revaluation is booked once, with its result, and reversed on the day after.",
    ),
    Check(
        "ledger.manual_is_booked",
        MANUAL_IS_BOOKED,
        "A posted manual entry is booked once, as written, and reversed when it says so.",
    ),
    Check(
        "ledger.cash_tax_follows_payment",
        CASH_TAX_FOLLOWS,
        "Of a tax that is due when paid, as much is booked as due as its document is settled.",
    ),
    Check(
        "ledger.tax_return_ties",
        RETURN_TIES,
        "A filed tax return comes to the tax booked in its span, which is locked, and is settled once.",
    ),
    Check(
        "ledger.pinned_as_kept",
        PINNED_AS_KEPT,
        "A pinned report names a seal of the chain, and its files are the ones that were handed out.",
    ),
    Check(
        "ledger.opening_is_booked",
        OPENING_IS_BOOKED,
        "Opening balances are booked once, to the control total, and their file is kept.",
    ),
)
