"""Replenishment's invariants: a proposal follows from its figures, fits its rule, and once accepted is in an order."""

from apps.core.prove import Check, register

register(
    Check(
        "replenishment.proposals_follow_from_their_figures",
        """
        SELECT p.id, p.quantity, p.projected, p.minimum, p.target, p.minimum_order, p.order_multiple
        FROM replenishment_proposal p
        WHERE p.projected >= p.minimum
           OR p.quantity <> greatest(p.target - p.projected, p.minimum_order)
              + mod(p.order_multiple - mod(greatest(p.target - p.projected, p.minimum_order), p.order_multiple),
                    p.order_multiple)
           OR p.due_date <> p.day + p.lead_days
        """,
        "A proposal is for what is missing up to the maximum, at least the smallest order, in whole multiples.",
    ),
    Check(
        "replenishment.proposals_are_of_their_rule",
        """
        SELECT p.id, p.product_id, r.product_id AS of_rule, p.warehouse_id, r.warehouse_id AS house_of_rule
        FROM replenishment_proposal p JOIN replenishment_rule r ON r.id = p.rule_id
        WHERE (p.product_id, p.warehouse_id) <> (r.product_id, r.warehouse_id)
        """,
        "A proposal is for the product and the warehouse of its rule.",
    ),
    Check(
        "replenishment.proposals_are_in_their_order",
        """
        SELECT p.id, p.source, p.order_id, p.transfer_id, d.kind
        FROM replenishment_proposal p
        LEFT JOIN purchasing_purchaseorder o ON o.id = p.order_id
        LEFT JOIN stock_stockdocument d ON d.id = p.transfer_id
        WHERE p.status = 'accepted'
          AND (p.source = 'buy' AND o.id IS NULL
            OR p.source = 'transfer' AND (d.id IS NULL OR d.kind <> 'transfer'))
        """,
        "An accepted proposal stands in a purchase order or in a transfer, as its source says.",
    ),
)
