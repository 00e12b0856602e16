"""Invariants of products that span rows: the numbers parties use."""

from apps.core.prove import Check, register

register(
    Check(
        "products.part_numbers_have_a_preferred",
        """
        SELECT n.party_id, n.product_id, count(*) AS in_use, count(*) FILTER (WHERE n.is_preferred) AS preferred
        FROM products_partnumber n WHERE n.is_active
        GROUP BY n.party_id, n.product_id HAVING count(*) FILTER (WHERE n.is_preferred) <> 1
        """,
        "Of the numbers by which a party calls a product, one stands on documents.",
    ),
)
