"""Stock's invariants: levels, promises, pools and layers are the sums of their facts, and the ledger agrees."""

from apps.core.prove import Check, gapless_numbers, register
from apps.stock.choices import NUMBER_PREFIX

MOVED = """
    SELECT product_id, location_id, lot_id, sum(quantity) AS quantity
    FROM (SELECT product_id, to_location_id AS location_id, lot_id, quantity FROM stock_move
          UNION ALL
          SELECT product_id, from_location_id, lot_id, -quantity FROM stock_move) x
    WHERE location_id IN (SELECT id FROM warehouses_location WHERE kind IN ('storage', 'transit', 'consignment'))
    GROUP BY product_id, location_id, lot_id
"""

register(
    Check(
        "stock.levels_are_moves",
        f"""
        SELECT coalesce(v.product_id, m.product_id) AS product_id,
               coalesce(v.location_id, m.location_id) AS location_id,
               coalesce(v.lot_id, m.lot_id) AS lot_id, v.on_hand, m.quantity AS moved
        FROM (SELECT product_id, location_id, lot_id, on_hand, coalesce(lot_id, location_id) AS key FROM stock_level) v
        FULL JOIN (SELECT *, coalesce(lot_id, location_id) AS key FROM ({MOVED}) x) m
               ON m.product_id = v.product_id AND m.location_id = v.location_id AND m.key = v.key
        WHERE coalesce(v.on_hand, 0) <> coalesce(m.quantity, 0)
        """,
        "What is on hand is the sum of what moved.",
    ),
    Check(
        "stock.levels_within_bounds",
        """
        SELECT id, product_id, location_id, on_hand, reserved FROM stock_level
        WHERE NOT (reserved >= 0 AND reserved <= on_hand AND on_hand < 10000000000000)
           OR location_id NOT IN (
               SELECT id FROM warehouses_location WHERE kind IN ('storage', 'transit', 'consignment'))
        """,
        "No place holds less than it promised, or less than nothing.",
    ),
    Check(
        "stock.reserved_is_reservations",
        """
        SELECT coalesce(v.product_id, r.product_id) AS product_id,
               coalesce(v.location_id, r.location_id) AS location_id,
               v.lot_id, v.reserved, r.quantity AS promised
        FROM (SELECT product_id, location_id, lot_id, reserved, coalesce(lot_id, location_id) AS key FROM stock_level) v
        FULL JOIN (SELECT product_id, location_id, coalesce(lot_id, location_id) AS key, sum(quantity) AS quantity
                   FROM stock_reservation GROUP BY product_id, location_id, coalesce(lot_id, location_id)) r
               ON r.product_id = v.product_id AND r.location_id = v.location_id AND r.key = v.key
        WHERE coalesce(v.reserved, 0) <> coalesce(r.quantity, 0)
        """,
        "What is reserved is the sum of the reservations.",
    ),
    Check(
        "stock.quotas_are_reservations",
        """
        SELECT q.id, q.product_id, q.warehouse_id, q.channel_id, q.quantity, q.promised, r.quantity AS reserved
        FROM stock_channelquota q
        LEFT JOIN (SELECT v.product_id, l.warehouse_id, v.channel_id, sum(v.quantity) AS quantity
                   FROM stock_reservation v JOIN warehouses_location l ON l.id = v.location_id
                   WHERE v.channel_id IS NOT NULL GROUP BY v.product_id, l.warehouse_id, v.channel_id) r
               ON r.product_id = q.product_id AND r.warehouse_id = q.warehouse_id AND r.channel_id = q.channel_id
        WHERE q.promised <> coalesce(r.quantity, 0) OR NOT (q.promised <= q.quantity AND q.quantity < 10000000000000)
        """,
        "What a channel has promised is the sum of its open reservations, and within its quota.",
    ),
    Check(
        "stock.parts_are_value_lines",
        """
        SELECT coalesce(t.product_id, v.product_id) AS product_id, coalesce(t.part, v.part) AS part, t.quantity,
               v.quantity AS moved, t.value, v.value AS valued
        FROM (SELECT product_id, coalesce(lot_id, warehouse_id, product_id) AS part, quantity, value
              FROM stock_costpart
              UNION ALL
              SELECT product_id, product_id, quantity, value FROM stock_costpool WHERE scope = 'company') t
        FULL JOIN (SELECT product_id, coalesce(lot_id, warehouse_id, product_id) AS part, sum(quantity) AS quantity,
                          sum(value) AS value FROM stock_valueline GROUP BY 1, 2) v
               ON v.product_id = t.product_id AND v.part = t.part
        WHERE coalesce(t.quantity, 0) <> coalesce(v.quantity, 0) OR coalesce(t.value, 0) <> coalesce(v.value, 0)
        """,
        "What a warehouse or a lot holds of a pool is the sum of its value lines.",
    ),
    Check(
        "stock.parts_fill_their_pool",
        """
        SELECT c.product_id, c.scope, c.quantity, t.quantity AS parted, c.value, t.value AS parted_value
        FROM stock_costpool c
        LEFT JOIN (SELECT product_id, sum(quantity) AS quantity, sum(value) AS value, count(lot_id) AS lots,
                          count(warehouse_id) AS warehouses, count(*) AS parts
                   FROM stock_costpart GROUP BY product_id) t ON t.product_id = c.product_id
        WHERE coalesce(t.quantity, 0) <> CASE c.scope WHEN 'company' THEN 0 ELSE c.quantity END
           OR coalesce(t.value, 0) <> CASE c.scope WHEN 'company' THEN 0 ELSE c.value END
           OR t.lots <> CASE c.scope WHEN 'lot' THEN t.parts ELSE 0 END
           OR t.warehouses > 0 AND c.scope <> 'warehouse'
        """,
        "A pool kept by warehouse or lot is the sum of its parts; one kept for the company has none.",
    ),
    Check(
        "stock.parts_hold_what_is_there",
        """
        SELECT t.product_id, t.warehouse_id, t.lot_id, t.quantity, v.on_hand
        FROM stock_costpart t
        LEFT JOIN (SELECT v.product_id, sum(v.on_hand) AS on_hand,
                          coalesce(CASE c.scope WHEN 'lot' THEN v.lot_id ELSE l.warehouse_id END, v.product_id) AS part
                   FROM stock_level v JOIN warehouses_location l ON l.id = v.location_id AND l.kind <> 'consignment'
                   JOIN stock_costpool c ON c.product_id = v.product_id
                   GROUP BY v.product_id, part) v
               ON v.product_id = t.product_id AND v.part = coalesce(t.lot_id, t.warehouse_id, t.product_id)
        WHERE t.quantity <> coalesce(v.on_hand, 0)
        """,
        "A part of a pool values what its warehouse or lot has on hand.",
    ),
    Check(
        "stock.pools_are_value_lines",
        """
        SELECT coalesce(c.product_id, v.product_id) AS product_id, c.quantity, v.quantity AS moved,
               c.value, v.value AS valued
        FROM (SELECT product_id, quantity, value FROM stock_costpool) c
        FULL JOIN (SELECT product_id, sum(quantity) AS quantity, sum(value) AS value FROM stock_valueline
                   GROUP BY product_id) v ON v.product_id = c.product_id
        WHERE coalesce(c.quantity, 0) <> coalesce(v.quantity, 0) OR coalesce(c.value, 0) <> coalesce(v.value, 0)
        """,
        "The pool of a product is the sum of its value lines.",
    ),
    Check(
        "stock.pools_hold_what_is_on_hand",
        """
        SELECT coalesce(c.product_id, v.product_id) AS product_id, c.quantity, v.on_hand
        FROM (SELECT product_id, quantity FROM stock_costpool) c
        FULL JOIN (SELECT v.product_id, sum(v.on_hand) AS on_hand
                   FROM stock_level v JOIN warehouses_location l ON l.id = v.location_id AND l.kind <> 'consignment'
                   GROUP BY v.product_id) v
               ON v.product_id = c.product_id
        WHERE coalesce(c.quantity, 0) <> coalesce(v.on_hand, 0)
        """,
        "All that is on hand and ours is valued, and nothing else is.",
    ),
    Check(
        "stock.nothing_has_no_value",
        "SELECT product_id, quantity, value FROM stock_costpool WHERE quantity = 0 AND value <> 0"
        " OR NOT (quantity >= 0 AND value >= 0)",
        "No quantity, no value; neither is negative.",
    ),
    Check(
        "stock.layers_are_value_lines",
        """
        SELECT coalesce(y.id, v.layer_id) AS layer_id, y.quantity, v.quantity AS moved, y.value, v.value AS valued
        FROM (SELECT id, quantity, value FROM stock_costlayer) y
        FULL JOIN (SELECT layer_id, sum(quantity) AS quantity, sum(value) AS value FROM stock_valueline
                   WHERE layer_id IS NOT NULL GROUP BY layer_id) v ON v.layer_id = y.id
        WHERE coalesce(y.quantity, 0) <> coalesce(v.quantity, 0) OR coalesce(y.value, 0) <> coalesce(v.value, 0)
        """,
        "A cost layer is the sum of the value lines that open and draw on it.",
    ),
    Check(
        "stock.layers_fill_their_pool",
        """
        SELECT c.product_id, c.quantity, y.quantity AS layered, c.value, y.value AS layered_value
        FROM stock_costpool c
        LEFT JOIN (SELECT product_id, sum(quantity) AS quantity, sum(value) AS value FROM stock_costlayer
                   GROUP BY product_id) y ON y.product_id = c.product_id
        WHERE CASE WHEN c.costing_method = 'fifo'
                   THEN coalesce(y.quantity, 0) <> c.quantity OR coalesce(y.value, 0) <> c.value
                   ELSE coalesce(y.quantity, 0) <> 0 OR coalesce(y.value, 0) <> 0 END
        """,
        "Stock kept first in, first out lies in layers, all of it; other stock does not.",
    ),
    Check(
        "stock.layers_fill_their_part",
        """
        SELECT t.product_id, t.warehouse_id, t.quantity, y.quantity AS layered, t.value, y.value AS layered_value
        FROM stock_costpart t JOIN stock_costpool c ON c.product_id = t.product_id AND c.costing_method = 'fifo'
        LEFT JOIN (SELECT product_id, coalesce(warehouse_id, product_id) AS part, sum(quantity) AS quantity,
                          sum(value) AS value
                   FROM stock_costlayer GROUP BY 1, 2) y
               ON y.product_id = t.product_id AND y.part = coalesce(t.warehouse_id, t.product_id)
        WHERE coalesce(y.quantity, 0) <> t.quantity OR coalesce(y.value, 0) <> t.value
        """,
        "Layers lie in the warehouse that holds their goods.",
    ),
    Check(
        "stock.moves_are_valued",
        """
        SELECT m.id, m.quantity, m.value, v.quantity AS valued_quantity, v.value AS valued
        FROM stock_move m
        JOIN warehouses_location a ON a.id = m.from_location_id
        JOIN warehouses_location b ON b.id = m.to_location_id
        LEFT JOIN (SELECT move_id, sum(quantity) AS quantity, sum(value) AS value FROM stock_valueline
                   WHERE move_id IS NOT NULL GROUP BY move_id) v ON v.move_id = m.id
        CROSS JOIN LATERAL (
            SELECT (b.kind IN ('storage', 'transit'))::int - (a.kind IN ('storage', 'transit'))::int AS sign) s
        WHERE coalesce(v.quantity, 0) <> m.quantity * s.sign OR coalesce(v.value, 0) <> m.value * s.sign
        """,
        "A move that brings goods in or lets them out changes their value by what it says; others change none.",
    ),
    Check(
        "stock.value_is_in_the_ledger",
        """
        SELECT account_id, sum(valued) AS valued, sum(booked) AS booked
        FROM (SELECT account_id, value AS valued, 0 AS booked FROM stock_valueline
              UNION ALL
              SELECT l.account_id, 0, l.debit - l.credit FROM ledger_entryline l
              JOIN ledger_account a ON a.id = l.account_id
              WHERE a.control = 'stock' OR a.id IN (SELECT account_id FROM stock_costpool)) x
        GROUP BY account_id HAVING sum(valued) <> sum(booked)
        """,
        "The stock accounts of the ledger hold what stock is worth.",
    ),
    Check(
        "stock.moves_agree_with_their_lines",
        """
        SELECT m.id AS move_id, l.id AS line_id, d.number
        FROM stock_move m JOIN stock_stockdocument d ON d.id = m.document_id
        LEFT JOIN stock_stockdocumentline l ON l.id = m.line_id AND l.document_id = m.document_id
              AND l.product_id = m.product_id AND l.stock_quantity = m.quantity
              AND l.lot_id IS NOT DISTINCT FROM m.lot_id
              AND l.from_location_id = m.from_location_id AND l.to_location_id = m.to_location_id
        WHERE l.id IS NULL OR d.date <> m.date OR d.status NOT IN ('posted', 'reversed')
        UNION ALL
        SELECT NULL, l.id, d.number
        FROM stock_stockdocumentline l JOIN stock_stockdocument d ON d.id = l.document_id
        LEFT JOIN stock_move m ON m.line_id = l.id
        WHERE d.status IN ('posted', 'reversed') AND m.id IS NULL
        """,
        "Every line of a posted document moved once, as it says.",
    ),
    Check(
        "stock.held_goods_are_not_promised",
        """
        SELECT v.id, v.product_id, v.location_id, v.reserved
        FROM stock_level v JOIN warehouses_location w ON w.id = v.location_id
        WHERE w.is_held AND v.reserved > 0
        """,
        "What lies in a place on hold is promised to nobody.",
    ),
    Check(
        "stock.consigned_goods_are_not_promised",
        """
        SELECT v.id, v.product_id, v.location_id, v.reserved
        FROM stock_level v JOIN warehouses_location w ON w.id = v.location_id
        WHERE w.kind = 'consignment' AND v.reserved > 0
        """,
        "What a supplier left on consignment is promised to nobody.",
    ),
    Check(
        "stock.consignment_goes_its_way",
        """
        SELECT d.number, m.id, a.code AS from_place, b.code AS to_place
        FROM stock_move m JOIN stock_stockdocument d ON d.id = m.document_id
        JOIN warehouses_location a
          ON a.id = CASE WHEN m.reverses_id IS NULL THEN m.from_location_id ELSE m.to_location_id END
        JOIN warehouses_location b
          ON b.id = CASE WHEN m.reverses_id IS NULL THEN m.to_location_id ELSE m.from_location_id END
        WHERE 'consignment' IN (a.kind, b.kind) AND NOT CASE
            WHEN d.kind = 'transfer'
                THEN a.kind = b.kind AND a.owner_id = b.owner_id AND a.warehouse_id = b.warehouse_id
            WHEN d.kind = 'receipt' THEN d.party_id IS NOT DISTINCT FROM coalesce(a.owner_id, b.owner_id)
                AND CASE b.kind WHEN 'storage' THEN m.origin_line_id IS NOT NULL AND a.warehouse_id = b.warehouse_id
                    ELSE m.origin_line_id IS NULL AND 'supplier' IN (a.kind, b.kind) END
            ELSE false END
        """,
        "Goods on consignment come from their owner, go back, or become ours for an order of the owner's.",
    ),
    Check(
        "stock.returned_within_received",
        """
        SELECT s.id, s.stock_quantity AS received,
               sum(CASE WHEN m.reverses_id IS NULL THEN m.quantity ELSE -m.quantity END) AS returned
        FROM stock_stockdocumentline s
        JOIN stock_stockdocument d ON d.id = s.document_id AND d.kind = 'receipt'
        JOIN stock_stockdocumentline l ON l.source_line_id = s.id
        JOIN stock_move m ON m.line_id = l.id
        GROUP BY s.id, s.stock_quantity, d.status
        HAVING sum(CASE WHEN m.reverses_id IS NULL THEN m.quantity ELSE -m.quantity END)
               NOT BETWEEN 0 AND CASE d.status WHEN 'posted' THEN s.stock_quantity ELSE 0 END
        """,
        "No more went back to a supplier than came in, and nothing of a receipt that was reversed.",
    ),
    Check(
        "stock.on_the_way_is_what_moved",
        """
        SELECT coalesce(t.line_id, x.line_id) AS line_id, t.quantity AS sent, t.open_quantity, x.quantity AS moved
        FROM stock_transitline t
        FULL JOIN (
            SELECT CASE WHEN m.to_location_id = w.id AND m.reverses_id IS NULL THEN l.id ELSE l.source_line_id END
                   AS line_id,
                   sum(CASE WHEN m.to_location_id = w.id THEN m.quantity ELSE -m.quantity END) AS quantity
            FROM warehouses_location w
            JOIN stock_move m ON w.id IN (m.from_location_id, m.to_location_id)
            JOIN stock_stockdocumentline l ON l.id = m.line_id
            WHERE w.kind = 'transit' GROUP BY 1) x ON x.line_id = t.line_id
        WHERE coalesce(t.open_quantity, 0) <> coalesce(x.quantity, 0) OR t.line_id IS NULL
           OR NOT (t.open_quantity >= 0 AND t.open_quantity <= t.quantity)
        """,
        "What a line sent is on its way until it is received, written off or sent back.",
    ),
    Check(
        "stock.on_the_way_fills_its_place",
        """
        SELECT coalesce(t.product_id, v.product_id) AS product_id, t.quantity, v.on_hand
        FROM (SELECT product_id, coalesce(lot_id, product_id) AS key, sum(open_quantity) AS quantity
              FROM stock_transitline WHERE open_quantity > 0 GROUP BY 1, 2) t
        FULL JOIN (SELECT v.product_id, coalesce(v.lot_id, v.product_id) AS key, sum(v.on_hand) AS on_hand
                   FROM stock_level v JOIN warehouses_location w ON w.id = v.location_id AND w.kind = 'transit'
                   WHERE v.on_hand > 0 GROUP BY 1, 2) v ON v.product_id = t.product_id AND v.key = t.key
        WHERE coalesce(t.quantity, 0) <> coalesce(v.on_hand, 0)
        """,
        "What is on its way between warehouses is what lies in the place between them.",
    ),
    Check(
        "stock.traced_goods_name_their_lot",
        """
        SELECT v.id, v.product_id, v.location_id, v.lot_id, p.tracking
        FROM stock_level v JOIN products_product p ON p.id = v.product_id
        WHERE v.on_hand > 0 AND (p.tracking <> 'none') <> (v.lot_id IS NOT NULL)
        """,
        "Goods on hand have a lot when their product is traced, and none when it is not.",
    ),
    Check(
        "stock.serial_is_one_piece",
        """
        SELECT v.lot_id, sum(v.on_hand) AS pieces FROM stock_level v JOIN products_product p ON p.id = v.product_id
        WHERE p.tracking = 'serial' AND v.lot_id IS NOT NULL GROUP BY v.lot_id HAVING sum(v.on_hand) > 1
        """,
        "A serial number stands for one piece in one place.",
    ),
    Check(
        "stock.lines_are_in_stock_units",
        """
        SELECT l.id, l.quantity, l.stock_quantity
        FROM stock_stockdocumentline l
        JOIN products_unit u ON u.id = l.unit_id
        JOIN products_product p ON p.id = l.product_id
        JOIN products_unit s ON s.id = p.unit_id
        WHERE u.dimension <> s.dimension
           OR l.quantity * u.numerator * s.denominator <> l.stock_quantity * s.numerator * u.denominator
        """,
        "A line's quantity is the same in its own unit and in the stock unit, exactly.",
    ),
    Check(
        "stock.reversals_mirror",
        """
        SELECT r.number, o.number AS original, o.status
        FROM stock_stockdocument r JOIN stock_stockdocument o ON o.id = r.reverses_id
        WHERE (r.status = 'posted' AND o.status <> 'reversed')
           OR (SELECT count(*) FROM stock_move m WHERE m.document_id = o.id)
              <> (SELECT count(*) FROM stock_move m JOIN stock_move b ON b.reverses_id = m.id
                  WHERE m.document_id = o.id AND b.document_id = r.id AND b.product_id = m.product_id
                    AND b.lot_id IS NOT DISTINCT FROM m.lot_id
                    AND b.quantity = m.quantity AND b.from_location_id = m.to_location_id
                    AND b.to_location_id = m.from_location_id)
        UNION ALL
        SELECT NULL, o.number, o.status FROM stock_stockdocument o
        WHERE o.status = 'reversed'
          AND NOT EXISTS (SELECT FROM stock_stockdocument r WHERE r.reverses_id = o.id AND r.status = 'posted')
        """,
        "A reversed document has one reversal that moves everything back.",
    ),
    Check(
        "stock.reasons_fit",
        """
        SELECT d.number, l.position, r.code, r.kind, d.reason
        FROM stock_stockdocument d JOIN stock_stockdocumentline l ON l.document_id = d.id
        JOIN stock_reason r ON r.id = coalesce(l.why_id, d.why_id)
        JOIN stock_move m ON m.line_id = l.id
        JOIN warehouses_location a ON a.id = m.from_location_id JOIN warehouses_location b ON b.id = m.to_location_id
        WHERE d.status IN ('posted', 'reversed') AND (
            l.why_id IS NULL AND d.reason <> r.kind
            OR d.kind <> 'adjustment'
            OR (r.kind = 'scrap') <> ('scrap' IN (a.kind, b.kind))
            OR d.reverses_id IS NULL AND (r.kind = 'gain' AND b.kind <> 'storage'
                                          OR r.kind IN ('loss', 'lost', 'scrap') AND b.kind = 'storage')
            OR d.reverses_id IS NULL AND b.kind <> 'storage' AND m.value <> 0 AND r.account_id IS NOT NULL
               AND NOT EXISTS (
                   SELECT FROM ledger_entryline e WHERE e.entry_id = d.entry_id AND e.account_id = r.account_id))
        """,
        "Goods went the way the reason says, and what went out is booked on its account.",
    ),
    *(
        gapless_numbers(
            f"stock.{kind}_numbers_gapless",
            table="stock_stockdocument",
            series=f"stock_{kind}",
            where=f"kind = '{kind}'",
        )
        for kind in NUMBER_PREFIX
    ),
)
