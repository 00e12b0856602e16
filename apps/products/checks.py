"""Invariants of products that span tables: numbers parties use, variants and their families."""

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
    Check(
        "products.variants_fit_their_family",
        """
        SELECT t.id, t.family_id, t.product_id, t.values, c.values AS of_family
        FROM products_variant t
        LEFT JOIN LATERAL (
            SELECT array_agg(v.id ORDER BY v.id) FILTER (WHERE v.id = ANY (t.values)) AS values,
                   count(DISTINCT v.attribute_id) AS attributes,
                   count(DISTINCT v.attribute_id) FILTER (WHERE v.id = ANY (t.values)) AS named
            FROM products_familyvalue f
            JOIN products_attributevalue v ON v.id = f.value_id
            WHERE f.family_id = t.family_id
        ) c ON true
        WHERE c.values IS DISTINCT FROM t.values OR c.attributes <> cardinality(t.values) OR c.named <> c.attributes
        """,
        "A variant has one value of each attribute of its family, of those the family may have.",
    ),
)
