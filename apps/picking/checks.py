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
    gapless_numbers("picking.wave_numbers_gapless", table="picking_wave", series="picking_wave"),
)
