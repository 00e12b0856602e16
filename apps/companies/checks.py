"""Invariants of companies and their rates."""

from apps.core.prove import Check, register

register(
    Check(
        "companies.no_rate_of_own_currency",
        """
        SELECT r.id, r.currency_id, r.date, r.rate
        FROM companies_exchangerate r JOIN companies_company c ON c.id = r.company_id
        WHERE r.currency_id = c.currency_id
        """,
        "The currency the books are kept in has no rate: it is worth one.",
    ),
)
