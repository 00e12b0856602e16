"""Sales orders' invariants: totals are their lines, numbers run on, nothing is shipped that was not ordered."""

from apps.core.prove import Check, gapless_numbers, register

ASKED = """
    SELECT l.id, l.order_id, l.product_id, l.stock_quantity FROM sales_salesorderline l
    UNION ALL
    SELECT p.id, l.order_id, p.product_id, p.stock_quantity
    FROM sales_salesorderpart p JOIN sales_salesorderline l ON l.id = p.line_id
"""

register(
    gapless_numbers("sales.numbers_gapless", table="sales_salesorder", series="sales_order"),
    Check(
        "sales.orders_are_their_lines",
        """
        SELECT o.id, o.number, o.net, l.net AS lines, o.freight AS charges, o.tax, o.total
        FROM sales_salesorder o
        LEFT JOIN (SELECT order_id, sum(net) AS net FROM sales_salesorderline GROUP BY order_id) l ON l.order_id = o.id
        WHERE o.net <> coalesce(l.net, 0) + o.freight OR o.total <> o.net + o.tax OR NOT (o.total < 1e15)
        """,
        "The total of an order is that of its lines and its freight.",
    ),
    Check(
        "sales.lines_are_quantity_times_price",
        """
        SELECT l.id, l.order_id, l.quantity, l.unit_price, l.discount, l.net
        FROM sales_salesorderline l
        JOIN sales_salesorder o ON o.id = l.order_id
        JOIN companies_currency c ON c.code = o.currency_id
        CROSS JOIN LATERAL (
            SELECT round(l.quantity * l.unit_price * (100 - l.discount) / 100, c.minor_units::int) AS amount,
                   EXISTS (SELECT FROM ledger_tax t
                           LEFT JOIN ledger_taxcomponent k ON k.group_id = t.id
                           LEFT JOIN ledger_tax p ON p.id = k.tax_id
                           WHERE t.id = l.tax_id AND (t.included OR p.included)) AS taxed
        ) price
        WHERE l.net > price.amount OR l.net <> price.amount AND NOT price.taxed
        """,
        "The net amount of a line is quantity times price less discount, rounded half up; less the tax in the price.",
    ),
    Check(
        "sales.confirmed_orders_have_lines",
        """
        SELECT o.id, o.number, o.status FROM sales_salesorder o
        WHERE o.status IN ('confirmed', 'closed')
          AND (o.number = '' OR NOT EXISTS (SELECT FROM sales_salesorderline l WHERE l.order_id = o.id))
        """,
        "An order that was confirmed has a number and a line.",
    ),
    Check(
        "sales.kits_are_their_parts",
        """
        SELECT l.id, l.order_id, o.status, l.stock_quantity AS kits, p.product_id, p.per_kit, p.stock_quantity
        FROM sales_salesorderline l
        JOIN sales_salesorder o ON o.id = l.order_id
        JOIN products_product k ON k.id = l.product_id
        LEFT JOIN sales_salesorderpart p ON p.line_id = l.id
        WHERE CASE WHEN p.id IS NULL THEN k.kind = 'kit' AND o.status IN ('confirmed', 'closed')
                   ELSE k.kind <> 'kit' OR o.status = 'draft' OR p.stock_quantity <> p.per_kit * l.stock_quantity END
        """,
        "A kit that was promised is promised as the goods it held that day, in whole.",
    ),
    Check(
        "sales.shipped_within_ordered",
        f"""
        SELECT l.id, l.order_id, l.product_id, l.stock_quantity AS ordered, m.quantity AS shipped
        FROM ({ASKED}) l
        JOIN sales_salesorder o ON o.id = l.order_id
        JOIN (SELECT v.origin_line_id,
                     sum(CASE WHEN b.kind = 'customer' THEN v.quantity ELSE -v.quantity END) AS quantity
              FROM stock_move v
              JOIN warehouses_location a ON a.id = v.from_location_id
              JOIN warehouses_location b ON b.id = v.to_location_id
              WHERE v.origin_line_id IS NOT NULL AND 'customer' IN (a.kind, b.kind)
              GROUP BY v.origin_line_id) m ON m.origin_line_id = l.id
        WHERE m.quantity < 0 OR m.quantity > l.stock_quantity OR o.status IN ('draft', 'cancelled') AND m.quantity <> 0
        """,
        "No more is shipped than was ordered, and nothing on an order that is not confirmed.",
    ),
    Check(
        "sales.reserved_within_ordered",
        f"""
        SELECT l.id, l.order_id, l.stock_quantity AS ordered, r.quantity AS reserved, o.status
        FROM ({ASKED}) l
        JOIN sales_salesorder o ON o.id = l.order_id
        JOIN (SELECT origin_line_id, sum(quantity) AS quantity FROM stock_reservation
              GROUP BY origin_line_id) r ON r.origin_line_id = l.id
        WHERE r.quantity > l.stock_quantity OR o.status <> 'confirmed'
        """,
        "Only confirmed orders hold stock, and no line more than it asks for.",
    ),
    Check(
        "sales.promises_name_the_channel",
        f"""
        SELECT r.id, l.order_id, r.channel_id AS promised_by, o.channel_id
        FROM ({ASKED}) l
        JOIN sales_salesorder o ON o.id = l.order_id
        JOIN stock_reservation r ON r.origin_line_id = l.id
        WHERE r.channel_id IS DISTINCT FROM o.channel_id
        """,
        "What is promised for an order counts for the channel it came by.",
    ),
    Check(
        "sales.goods_are_those_ordered",
        f"""
        SELECT l.id, l.order_id, l.product_id AS ordered, g.product_id AS given
        FROM ({ASKED}) l
        JOIN (SELECT origin_line_id, product_id FROM stock_reservation
              UNION SELECT origin_line_id, product_id FROM stock_move WHERE origin_line_id IS NOT NULL) g
          ON g.origin_line_id = l.id AND g.product_id <> l.product_id
        """,
        "What is promised or shipped for a line is its product, whatever it took the place of.",
    ),
)
