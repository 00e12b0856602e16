"""What a company's database holds, counted by SQL: the figures ``load_demo`` prints."""

from typing import Any

from django.db import connection

from apps.companies.models import Company

_TOTALS = """
SELECT
    count(DISTINCT o.id)                                                     AS orders,
    count(l.id)                                                              AS lines,
    coalesce(sum(l.quantity), 0)                                             AS units,
    coalesce(sum(l.quantity * l.unit_price), 0)                              AS gross,
    coalesce(sum(l.net), 0)                                                  AS revenue,
    coalesce(sum(l.quantity * l.unit_price * (100 - l.discount) / 100), 0)   AS revenue_exact
FROM sales_salesorder o JOIN sales_salesorderline l ON l.order_id = o.id
WHERE o.status IN ('confirmed', 'closed')
"""
_FREIGHT = """
SELECT coalesce(sum(freight), 0) AS freight FROM sales_salesorder WHERE status IN ('confirmed', 'closed')
"""
_INVOICED = """
SELECT count(DISTINCT i.id) AS invoices,
       coalesce(sum(l.net) FILTER (WHERE l.origin_line_id IS NOT NULL), 0) AS invoiced_revenue,
       coalesce(sum(l.net) FILTER (WHERE l.origin_line_id IS NULL AND l.down_payment_id IS NULL), 0) AS invoiced_freight
FROM invoices_invoice i JOIN invoices_invoiceline l ON l.invoice_id = i.id
WHERE i.kind = 'customer_invoice' AND i.status = 'posted' AND i.origin_id IS NOT NULL
"""
_OPEN = """
SELECT count(*) AS open_orders, count(*) FILTER (WHERE reserved = ordered) AS open_orders_reserved,
       coalesce(sum(net), 0) AS open_revenue, coalesce(sum(freight), 0) AS open_freight
FROM (
    SELECT o.id, o.freight, sum(l.net) AS net, sum(l.stock_quantity) AS ordered,
           sum(coalesce((SELECT sum(r.quantity) FROM stock_reservation r WHERE r.origin_line_id = l.id), 0)) AS reserved
    FROM sales_salesorder o JOIN sales_salesorderline l ON l.order_id = o.id
    WHERE o.status = 'confirmed'
      AND NOT EXISTS (SELECT FROM invoices_invoice i WHERE i.origin_id = o.id AND i.status = 'posted')
    GROUP BY o.id
) open_orders
"""
_PERIODS = """
SELECT min(p.code) AS first_period, max(p.code) AS last_period,
       count(DISTINCT p.id) FILTER (WHERE p.status = 'closed') AS closed_periods, count(*) AS entries
FROM ledger_entry e JOIN ledger_period p ON p.id = e.period_id
"""
_MONEY = {
    "gross",
    "revenue",
    "freight",
    "invoiced_revenue",
    "invoiced_freight",
    "open_revenue",
    "open_freight",
}


def totals(company: Company) -> dict[str, Any]:
    """Return the totals of the company in force; run it inside a transaction.

    Money is in company currency as text. ``revenue`` is the sum of lines rounded half up, each at the minor
    unit; ``revenue_exact`` the same before rounding. What is invoiced and what is open stand apart.
    """
    answer: dict[str, Any] = {"company": company.code, "currency": company.currency_id}
    with connection.cursor() as cursor:
        for query in (_TOTALS, _FREIGHT, _INVOICED, _OPEN, _PERIODS):
            cursor.execute(query)
            names = [column[0] for column in cursor.description]
            answer |= dict(zip(names, cursor.fetchone(), strict=True))
    for name in _MONEY:
        answer[name] = f"{answer[name]:.2f}"
    answer["units"] = int(answer["units"])
    answer["revenue_exact"] = f"{answer['revenue_exact']:.4f}"
    answer["revenue_shows"] = "each line rounded half up"
    return answer
