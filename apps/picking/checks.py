"""Picking's invariants: picked is the sum of the picks, a shipment is in one live wave, places hold what they can."""

from apps.core.prove import Check, gapless_numbers, register

register(
    Check(
        "picking.picked_is_picks",
        """
        SELECT l.id, l.quantity, l.picked, p.quantity AS picks
        FROM picking_pickline l
        LEFT JOIN (SELECT line_id, sum(quantity) AS quantity FROM picking_pick GROUP BY line_id) p ON p.line_id = l.id
        WHERE l.picked <> coalesce(p.quantity, 0) OR NOT (l.picked >= 0 AND l.picked <= l.quantity)
        """,
        "What is picked of a line is the sum of its picks, and no more than was asked.",
    ),
    Check(
        "picking.shipment_in_one_wave",
        """
        SELECT l.shipment_id, count(DISTINCT w.id) AS waves
        FROM picking_pickline l JOIN picking_wave w ON w.id = l.wave_id
        WHERE w.status IN ('open', 'picking') GROUP BY l.shipment_id HAVING count(DISTINCT w.id) > 1
        """,
        "A shipment is in one wave to be picked at most.",
    ),
    Check(
        "picking.lines_are_of_their_shipment",
        """
        SELECT l.id, l.product_id, s.product_id AS of_shipment, d.kind, d.warehouse_id, w.warehouse_id AS of_wave
        FROM picking_pickline l
        JOIN picking_wave w ON w.id = l.wave_id
        JOIN stock_stockdocument d ON d.id = l.shipment_id
        JOIN stock_stockdocumentline s ON s.id = l.shipment_line_id
        WHERE s.product_id <> l.product_id OR d.kind <> 'shipment' OR d.warehouse_id <> w.warehouse_id
        """,
        "A line to pick is of a shipment from the wave's warehouse, and of the goods that shipment names.",
    ),
    Check(
        "picking.places_hold_what_they_can",
        """
        SELECT p.id, p.code, p.capacity, sum(v.on_hand) AS lying
        FROM warehouses_location p JOIN stock_level v ON v.location_id = p.id
        WHERE p.capacity IS NOT NULL GROUP BY p.id, p.code, p.capacity HAVING sum(v.on_hand) > p.capacity
        """,
        "No place with a capacity holds more than that.",
    ),
    Check(
        "picking.rules_are_of_a_warehouse",
        """
        SELECT r.id, p.code FROM picking_putawayrule r JOIN warehouses_location p ON p.id = r.location_id
        WHERE p.warehouse_id IS NULL OR p.kind <> 'storage'
        """,
        "Goods are put away in places of a warehouse.",
    ),
    Check(
        "picking.brought_is_what_was_picked",
        """
        SELECT l.brought_id, l.product_id, l.location_id, l.lot_id, sum(l.picked) AS picked, max(m.quantity) AS moved
        FROM picking_pickline l
        JOIN stock_stockdocument d ON d.id = l.brought_id
        JOIN stock_stockdocumentline s ON s.id = l.shipment_line_id
        LEFT JOIN (SELECT m.document_id, m.product_id, m.from_location_id,
                          coalesce(m.lot_id, m.from_location_id) AS spot, sum(m.quantity) AS quantity
                   FROM stock_move m GROUP BY 1, 2, 3, 4) m
               ON m.document_id = l.brought_id AND m.product_id = l.product_id AND m.from_location_id = l.location_id
              AND m.spot = coalesce(l.lot_id, l.location_id)
        JOIN warehouses_location p ON p.id = l.location_id AND p.role NOT IN ('packing', 'output')
        GROUP BY l.brought_id, l.product_id, l.location_id, l.lot_id, d.kind
        HAVING sum(l.picked) <> coalesce(max(m.quantity), 0) OR d.kind <> 'transfer'
        """,
        "What was brought to where goods leave from is what was picked.",
    ),
    Check(
        "picking.promise_lies_where_the_goods_are",
        """
        SELECT l.id, s.from_location_id, s.stock_quantity, here.quantity AS promised_there
        FROM picking_pickline l
        JOIN stock_stockdocument d ON d.id = l.shipment_id AND d.status = 'draft'
        JOIN stock_stockdocumentline s ON s.id = l.shipment_line_id
        JOIN stock_reservation shelf ON shelf.origin_line_id = s.origin_line_id AND shelf.product_id = s.product_id
             AND shelf.location_id = l.location_id AND shelf.lot_id IS NOT DISTINCT FROM l.lot_id
        LEFT JOIN stock_reservation here ON here.origin_line_id = s.origin_line_id AND here.product_id = s.product_id
             AND here.location_id = s.from_location_id AND here.lot_id IS NOT DISTINCT FROM s.lot_id
        WHERE l.brought_id IS NOT NULL AND l.picked > 0 AND s.from_location_id <> l.location_id
          AND coalesce(here.quantity, 0) < s.stock_quantity
        """,
        "What is promised of goods that were brought to where they leave from went along with them.",
    ),
    Check(
        "picking.packed_within_picked",
        """
        SELECT l.id, l.stock_quantity, sum(x.quantity) AS packed
        FROM picking_packageline x
        JOIN picking_package p ON p.id = x.package_id
        JOIN stock_stockdocumentline l ON l.id = x.shipment_line_id
        GROUP BY l.id, l.stock_quantity
        HAVING sum(x.quantity) > l.stock_quantity OR bool_or(p.shipment_id <> l.document_id)
        """,
        "No more lies in the packages of a shipment than it asks, and nothing of another.",
    ),
    gapless_numbers(
        "picking.package_numbers_gapless", table="picking_package", series="picking_package"
    ),
    gapless_numbers("picking.wave_numbers_gapless", table="picking_wave", series="picking_wave"),
)
