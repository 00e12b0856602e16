"""Invariants of parties."""

from apps.core.prove import Check, register

register(
    Check(
        "parties.customer_or_supplier",
        "SELECT id, code FROM parties_party WHERE NOT (is_customer OR is_supplier)",
        "A party is a customer, a supplier, or both.",
    ),
    Check(
        "parties.custom_values_are_named",
        "SELECT id, code, metadata FROM parties_party WHERE jsonb_typeof(metadata) <> 'object'",
        "Values of custom fields stand under their codes.",
    ),
)
