"""The arithmetic of replenishment, in SQL: every rule of a warehouse or of the company in one statement.

``projected`` = on hand and not on hold - reserved - asked for and not reserved + on its way, up to the day an order of
today would arrive. Orders of customers and purchase orders count with what has not moved; drafts of the warehouse that
stand on no order count whole. A purchase order that a proposal was accepted into counts whatever day it is expected, so
that nothing is ordered twice because a supplier is late, and so does what another warehouse sent. Everything is in the
product's stock unit.
"""

from typing import Final

PRODUCTS: Final = "(%(products)s::uuid[] IS NULL OR {0}.product_id = ANY (%(products)s::uuid[]))"


def moved_part(name: str, lines: str, there: str, back: str, place: str) -> str:
    """Return the part ``name``: what moved for each of ``lines`` through ``place``, less what moved back."""
    return f"""{name} AS (
    SELECT l.id, sum(CASE '{place}' WHEN {there}.kind THEN m.quantity WHEN {back}.kind THEN -m.quantity ELSE 0 END)
           AS quantity
    FROM {lines} l
    JOIN stock_move m ON m.company_id = %(company)s AND m.origin_line_id = l.id
    JOIN warehouses_location f ON f.company_id = m.company_id AND f.id = m.from_location_id
    JOIN warehouses_location t ON t.company_id = m.company_id AND t.id = m.to_location_id
    GROUP BY l.id
)"""  # noqa: S608 - constants of this module alone


# What is asked for: lines of confirmed orders and what their kits hold, less what left and what is reserved.
WAITING: Final = f"""
lines AS MATERIALIZED (
    SELECT l.id, l.order_id, o.warehouse_id, l.product_id, l.stock_quantity, o.requested_date
    FROM sales_salesorder o
    JOIN sales_salesorderline l ON l.company_id = o.company_id AND l.order_id = o.id
    WHERE o.company_id = %(company)s AND o.status = 'confirmed' AND {PRODUCTS.format("l")}
    UNION ALL
    SELECT p.id, l.order_id, o.warehouse_id, p.product_id, p.stock_quantity, o.requested_date
    FROM sales_salesorder o
    JOIN sales_salesorderline l ON l.company_id = o.company_id AND l.order_id = o.id
    JOIN sales_salesorderpart p ON p.company_id = l.company_id AND p.line_id = l.id
    WHERE o.company_id = %(company)s AND o.status = 'confirmed' AND {PRODUCTS.format("p")}
), {moved_part("gone", "lines", "t", "f", "customer")}, held AS (
    SELECT l.id, sum(v.quantity) AS quantity
    FROM lines l JOIN stock_reservation v ON v.company_id = %(company)s AND v.origin_line_id = l.id
    GROUP BY l.id
), waiting AS (
    SELECT l.id, l.order_id, l.warehouse_id, l.product_id, coalesce(l.requested_date, %(day)s::date) AS day,
           l.stock_quantity - greatest(coalesce(g.quantity, 0), 0) - coalesce(h.quantity, 0) AS quantity
    FROM lines l LEFT JOIN gone g ON g.id = l.id LEFT JOIN held h ON h.id = l.id
    WHERE l.stock_quantity > greatest(coalesce(g.quantity, 0), 0) + coalesce(h.quantity, 0)
)"""  # noqa: S608 - constants of this module alone

# What comes and goes: open purchase orders, and drafts that stand on no order.
COMING: Final = f"""
bought AS MATERIALIZED (
    SELECT l.id, o.id AS order_id, o.warehouse_id, l.product_id, l.stock_quantity, o.expected_date
    FROM purchasing_purchaseorder o
    JOIN purchasing_purchaseorderline l ON l.company_id = o.company_id AND l.order_id = o.id
    WHERE o.company_id = %(company)s AND o.status IN ('draft', 'confirmed') AND {PRODUCTS.format("l")}
), {moved_part("came", "bought", "f", "t", "supplier")}, drafts AS MATERIALIZED (
    SELECT d.date AS day, l.product_id, l.stock_quantity, f.warehouse_id AS from_warehouse, f.kind AS from_kind,
           t.warehouse_id AS to_warehouse, t.kind AS to_kind
    FROM stock_stockdocument d
    JOIN stock_stockdocumentline l ON l.company_id = d.company_id AND l.document_id = d.id
    JOIN warehouses_location f ON f.company_id = d.company_id AND f.id = l.from_location_id
    JOIN warehouses_location t ON t.company_id = d.company_id AND t.id = l.to_location_id
    WHERE d.company_id = %(company)s AND d.status = 'draft' AND d.kind <> 'adjustment'
      AND l.origin_line_id IS NULL AND f.warehouse_id IS DISTINCT FROM t.warehouse_id AND {PRODUCTS.format("l")}
), flows AS (
    SELECT warehouse_id, product_id, day, quantity AS demand, 0 AS incoming FROM waiting
    UNION ALL
    SELECT from_warehouse, product_id, day, stock_quantity, 0 FROM drafts WHERE from_kind = 'storage'
    UNION ALL
    SELECT to_warehouse, product_id, day, 0, stock_quantity FROM drafts WHERE to_kind = 'storage'
    UNION ALL
    SELECT t.to_warehouse_id, t.product_id, %(day)s::date, 0, t.open_quantity
    FROM stock_transitline t
    WHERE t.company_id = %(company)s AND t.open_quantity > 0 AND {PRODUCTS.format("t")}
    UNION ALL
    SELECT b.warehouse_id, b.product_id,
           CASE WHEN p.order_id IS NULL THEN coalesce(b.expected_date, %(day)s::date) ELSE %(day)s::date END,
           0, b.stock_quantity - greatest(coalesce(c.quantity, 0), 0)
    FROM bought b
    LEFT JOIN came c ON c.id = b.id
    LEFT JOIN (SELECT DISTINCT order_id, product_id FROM replenishment_proposal
               WHERE company_id = %(company)s AND order_id IS NOT NULL) p
           ON p.order_id = b.order_id AND p.product_id = b.product_id
    WHERE b.stock_quantity > greatest(coalesce(c.quantity, 0), 0)
)"""  # noqa: S608 - constants of this module alone

# The rules asked for, with their units; one purchase unit is whole / part stock units.
RULES: Final = f"""
rules AS MATERIALIZED (
    SELECT r.id, r.product_id, r.warehouse_id, r.method, r.minimum, r.target, r.demand_days, r.safety_stock,
           r.cover_days, r.source, r.supplier_id, r.from_warehouse_id, r.lead_days, r.minimum_order, r.order_multiple,
           round(power(10::numeric, -u.decimals), 6) AS step,
           round(power(10::numeric, -b.decimals), 6) AS bought_step,
           b.numerator::numeric * u.denominator AS whole, b.denominator::numeric * u.numerator AS part
    FROM replenishment_rule r
    JOIN products_product p ON p.company_id = r.company_id AND p.id = r.product_id
    JOIN warehouses_warehouse w ON w.company_id = r.company_id AND w.id = r.warehouse_id
    JOIN products_unit u ON u.company_id = r.company_id AND u.id = p.unit_id
    JOIN products_unit b ON b.company_id = r.company_id AND b.id = coalesce(p.purchase_unit_id, p.unit_id)
    WHERE r.company_id = %(company)s AND r.is_active AND p.is_active AND p.kind = 'goods' AND w.is_active
      AND (%(warehouses)s::uuid[] IS NULL OR r.warehouse_id = ANY (%(warehouses)s::uuid[]))
      AND {PRODUCTS.format("r")}
), offers AS (
    SELECT DISTINCT ON (r.id) r.id, s.supplier_id, s.lead_days,
           min(s.minimum_quantity) OVER (PARTITION BY r.id, s.supplier_id) * r.whole / r.part AS minimum_order,
           coalesce(s.order_multiple, r.bought_step) * r.whole AS multiple
    FROM rules r
    JOIN products_supplierprice s ON s.company_id = %(company)s AND s.product_id = r.product_id
     AND s.supplier_id = coalesce(r.supplier_id, s.supplier_id)
    JOIN parties_party y ON y.company_id = s.company_id AND y.id = s.supplier_id AND y.is_supplier AND y.is_active
    WHERE r.source = 'buy'
    ORDER BY r.id, s.is_preferred DESC, s.price, s.id
), supplied AS MATERIALIZED (
    SELECT r.*, coalesce(r.supplier_id, o.supplier_id) AS from_supplier,
           coalesce(r.lead_days, o.lead_days, 0) AS lead,
           coalesce(r.minimum_order, ceil(o.minimum_order / r.step) * r.step, 0) AS smallest,
           coalesce(r.order_multiple,
                    CASE WHEN mod(o.multiple, r.part * r.step) = 0 THEN div(o.multiple, r.part * r.step) * r.step END,
                    r.step) AS multiple
    FROM rules r LEFT JOIN offers o ON o.id = r.id
)"""  # noqa: S608 - constants of this module alone

LEVELS: Final = f"""
lying AS (
    SELECT l.product_id, a.warehouse_id, sum(l.on_hand) AS on_hand, sum(l.reserved) AS reserved
    FROM stock_level l
    JOIN warehouses_location a ON a.company_id = l.company_id AND a.id = l.location_id AND a.kind = 'storage'
     AND NOT a.is_held
    WHERE l.company_id = %(company)s AND {PRODUCTS.format("l")}
    GROUP BY 1, 2
), sold AS (
    SELECT r.id, greatest(sum(CASE WHEN t.kind = 'customer' THEN m.quantity ELSE -m.quantity END), 0) AS quantity
    FROM rules r
    JOIN stock_move m ON m.company_id = %(company)s AND m.product_id = r.product_id
     AND m.date > %(day)s::date - r.demand_days AND m.date <= %(day)s::date
    JOIN warehouses_location f ON f.company_id = m.company_id AND f.id = m.from_location_id
    JOIN warehouses_location t ON t.company_id = m.company_id AND t.id = m.to_location_id
    WHERE t.kind = 'customer' AND f.warehouse_id = r.warehouse_id
       OR f.kind = 'customer' AND t.warehouse_id = r.warehouse_id
    GROUP BY r.id
)"""  # noqa: S608 - constants of this module alone

FIGURES: Final = f"""
{RULES},{WAITING},{COMING},{LEVELS}, moving AS (
    SELECT s.id, sum(f.demand) AS demand, sum(f.incoming) AS incoming
    FROM supplied s
    JOIN flows f ON f.product_id = s.product_id AND f.warehouse_id = s.warehouse_id AND f.day <= %(day)s::date + s.lead
    GROUP BY s.id
), counted AS (
    SELECT s.*, coalesce(l.on_hand, 0) AS on_hand, coalesce(l.reserved, 0) AS reserved,
           coalesce(m.demand, 0) AS demand, coalesce(m.incoming, 0) AS incoming,
           coalesce(l.on_hand, 0) - coalesce(l.reserved, 0) - coalesce(m.demand, 0) + coalesce(m.incoming, 0)
           AS projected, round(coalesce(d.quantity, 0) / s.demand_days, 6) AS daily
    FROM supplied s
    LEFT JOIN lying l ON l.product_id = s.product_id AND l.warehouse_id = s.warehouse_id
    LEFT JOIN moving m ON m.id = s.id
    LEFT JOIN sold d ON d.id = s.id
), bounded AS (
    SELECT c.*,
           CASE c.method WHEN 'minimum' THEN c.minimum WHEN 'demand' THEN point.quantity ELSE 0 END AS below,
           CASE c.method WHEN 'minimum' THEN c.target
                WHEN 'demand' THEN point.quantity + ceil(c.daily * c.cover_days / c.step) * c.step ELSE 0 END AS up_to
    FROM counted c
    CROSS JOIN LATERAL (SELECT ceil((c.daily * c.lead + c.safety_stock) / c.step) * c.step AS quantity) point
), figures AS (
    SELECT b.*, CASE WHEN b.projected < b.below THEN
               (div(need.quantity, b.multiple) + CASE WHEN mod(need.quantity, b.multiple) > 0 THEN 1 ELSE 0 END)
               * b.multiple ELSE 0 END AS quantity
    FROM bounded b
    CROSS JOIN LATERAL (SELECT greatest(b.up_to - b.projected, b.smallest) AS quantity) need
)"""  # noqa: S608 - constants of this module alone

NEEDED: Final = """
needed AS MATERIALIZED (
    SELECT f.* FROM figures f
    WHERE f.quantity > 0
      AND NOT EXISTS (SELECT FROM replenishment_proposal d
                      WHERE d.company_id = %(company)s AND d.rule_id = f.id AND d.status = 'dismissed'
                        AND d.dismissed_until > %(day)s::date)
)"""

IN_SCOPE: Final = f"""
p.company_id = %(company)s AND p.status = 'open'
      AND (%(warehouses)s::uuid[] IS NULL OR p.warehouse_id = ANY (%(warehouses)s::uuid[]))
      AND {PRODUCTS.format("p")}"""

COLUMNS: Final = {
    "rule_id": "id",
    "product_id": "product_id",
    "warehouse_id": "warehouse_id",
    "source": "source",
    "supplier_id": "from_supplier",
    "from_warehouse_id": "from_warehouse_id",
    "quantity": "quantity",
    "day": "%(day)s::date",
    "due_date": "%(day)s::date + lead",
    "method": "method",
    "on_hand": "on_hand",
    "reserved": "reserved",
    "demand": "demand",
    "incoming": "incoming",
    "projected": "projected",
    "minimum": "below",
    "target": "up_to",
    "daily_demand": "CASE WHEN method = 'demand' THEN daily END",
    "demand_days": "demand_days",
    "safety_stock": "CASE WHEN method = 'demand' THEN safety_stock ELSE 0 END",
    "lead_days": "lead",
    "minimum_order": "smallest",
    "order_multiple": "multiple",
}
_KEY: Final = ("product_id", "warehouse_id")
_KEPT: Final = [name for name in COLUMNS if name not in _KEY]

STORE: Final = f"""
WITH {FIGURES},{NEEDED}, lapsed AS (
    UPDATE replenishment_proposal p SET status = 'lapsed', decided_at = now()
    WHERE {IN_SCOPE} AND NOT EXISTS (SELECT FROM needed n WHERE n.id = p.rule_id)
    RETURNING p.id
), stored AS (
    INSERT INTO replenishment_proposal AS p
           (id, company_id, status, made_at, reason, {", ".join(COLUMNS)})
    SELECT gen_random_uuid(), %(company)s, 'open', now(), '', {", ".join(COLUMNS.values())} FROM needed
    ON CONFLICT (company_id, product_id, warehouse_id) WHERE status = 'open'
    DO UPDATE SET {", ".join(f"{name} = excluded.{name}" for name in _KEPT)}
    WHERE ({", ".join(f"p.{name}" for name in _KEPT)})
          IS DISTINCT FROM ({", ".join(f"excluded.{name}" for name in _KEPT)})
    RETURNING xmax = 0 AS is_new
)
SELECT (SELECT count(*) FROM rules), (SELECT count(*) FROM needed),
       (SELECT count(*) FROM stored WHERE is_new), (SELECT count(*) FROM stored WHERE NOT is_new),
       (SELECT count(*) FROM lapsed)
"""  # noqa: S608 - constants of this module alone

NAME_ORDERS: Final = f"""
WITH {WAITING}, wanted AS MATERIALIZED (
    SELECT p.id AS proposal_id, w.order_id, sum(w.quantity) AS quantity
    FROM replenishment_proposal p
    JOIN waiting w ON w.product_id = p.product_id AND w.warehouse_id = p.warehouse_id AND w.day <= p.due_date
    WHERE {IN_SCOPE}
    GROUP BY 1, 2
), served AS (
    DELETE FROM replenishment_proposaldemand d USING replenishment_proposal p
    WHERE d.company_id = %(company)s AND d.proposal_id = p.id AND {IN_SCOPE}
      AND NOT EXISTS (SELECT FROM wanted w WHERE w.proposal_id = d.proposal_id AND w.order_id = d.order_id)
)
INSERT INTO replenishment_proposaldemand AS d (id, company_id, proposal_id, order_id, quantity)
SELECT gen_random_uuid(), %(company)s, proposal_id, order_id, quantity FROM wanted
ON CONFLICT (company_id, proposal_id, order_id) DO UPDATE SET quantity = excluded.quantity
WHERE d.quantity <> excluded.quantity
"""  # noqa: S608 - constants of this module alone

SHOW: Final = f"""
WITH {FIGURES}
SELECT id AS rule_id, product_id, warehouse_id, on_hand, reserved, demand, incoming, projected, below AS minimum,
       up_to AS target, daily, lead, quantity
FROM figures
"""  # noqa: S608 - constants of this module alone
