"""Purchase orders' invariants: totals are their lines, numbers run on, goods come in on confirmed ones."""

from apps.core.prove import Check, gapless_numbers, register

register(
    gapless_numbers(
        "purchasing.numbers_gapless", table="purchasing_purchaseorder", series="purchase_order"
    ),
    Check(
        "purchasing.orders_are_their_lines",
        """
        SELECT o.id, o.number, o.net, l.net AS lines, o.tax, o.total
        FROM purchasing_purchaseorder o
        LEFT JOIN (SELECT order_id, sum(net) AS net FROM purchasing_purchaseorderline GROUP BY order_id) l
               ON l.order_id = o.id
        WHERE o.net <> coalesce(l.net, 0) OR o.total <> o.net + o.tax OR NOT (o.total < 1e15)
        """,
        "The total of an order is that of its lines.",
    ),
    Check(
        "purchasing.lines_are_quantity_times_price",
        """
        SELECT l.id, l.order_id, l.quantity, l.unit_price, l.discount, l.net
        FROM purchasing_purchaseorderline l
        JOIN purchasing_purchaseorder o ON o.id = l.order_id
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
        "purchasing.confirmed_orders_have_lines",
        """
        SELECT o.id, o.number, o.status FROM purchasing_purchaseorder o
        WHERE o.status IN ('confirmed', 'closed')
          AND (o.number = '' OR NOT EXISTS (SELECT FROM purchasing_purchaseorderline l WHERE l.order_id = o.id))
        """,
        "An order that was confirmed has a number and a line.",
    ),
    Check(
        "purchasing.received_on_confirmed_orders",
        """
        SELECT l.id, l.order_id, l.product_id, l.stock_quantity AS ordered, m.quantity AS received
        FROM purchasing_purchaseorderline l
        JOIN purchasing_purchaseorder o ON o.id = l.order_id
        JOIN (SELECT v.origin_line_id,
                     sum(CASE WHEN a.kind IN ('supplier', 'consignment') THEN v.quantity ELSE -v.quantity END)
                     AS quantity
              FROM stock_move v
              JOIN warehouses_location a ON a.id = v.from_location_id
              JOIN warehouses_location b ON b.id = v.to_location_id
              WHERE v.origin_line_id IS NOT NULL
                AND (a.kind IN ('supplier', 'consignment') OR b.kind IN ('supplier', 'consignment'))
              GROUP BY v.origin_line_id) m ON m.origin_line_id = l.id
        WHERE m.quantity < 0 OR o.status IN ('draft', 'cancelled') AND m.quantity <> 0
        """,
        "Goods come in only on orders that were confirmed, and no more goes back than came.",
    ),
)
