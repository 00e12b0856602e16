"""The textbook's reservation: no stored sum, ``SERIALIZABLE``, and begun again until it holds.

Two of them. ``guarded`` keeps all the rest that Plumb's tables keep, in a copy of the reservations with their references, row
policy and audit: what is free is the sum of the moves less the sum of the reservations. ``bare`` writes into a plain copy without any of
it and takes what is on hand from a stored level: as little as can be done at all.
"""

import os
import random
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import psycopg

from apps.core.context import SET_LOCAL
from apps.stock.models import Level, Reservation
from benchmarks.bare import make_tables

GUARDED = "guarded_reservation"
_SUM_OF_MOVES = """
    SELECT place, sum(quantity) - coalesce((SELECT sum(r.quantity) FROM guarded_reservation r
        WHERE r.company_id = %(company)s AND r.product_id = %(product)s AND r.location_id = place), 0)
    FROM (SELECT m.to_location_id AS place, m.quantity FROM stock_move m WHERE m.company_id = %(company)s AND m.product_id = %(product)s
          UNION ALL
          SELECT m.from_location_id, -m.quantity FROM stock_move m WHERE m.company_id = %(company)s AND m.product_id = %(product)s) moved
    JOIN warehouses_location l ON l.id = place AND l.kind = 'storage' AND NOT l.is_held
    GROUP BY place
"""
_STORED = """
    SELECT l.location_id, l.on_hand - coalesce((SELECT sum(r.quantity) FROM bare_stock_reservation r
        WHERE r.company_id = l.company_id AND r.product_id = l.product_id AND r.location_id = l.location_id), 0)
    FROM bare_stock_level l WHERE l.company_id = %(company)s AND l.product_id = %(product)s
"""
_INSERT = """
    INSERT INTO {table} (id, company_id, product_id, location_id, quantity, origin_type, origin_id, origin_line_id, created_at)
    VALUES (%(id)s, %(company)s, %(product)s, %(place)s, 1, 'bench.order', %(order)s, %(line)s, now())
"""


@dataclass(frozen=True, slots=True)
class Reference:
    """How one of the two finds what is free, and where it writes the promise."""

    free: str
    table: str

    def reserve(self, connection: Any, company: UUID, products: list[UUID]) -> int:
        """Promise one piece of one of the products and return how often it had to begin again."""
        product, retries = random.choice(products), 0  # noqa: S311 - which one is no secret
        while True:
            try:
                with connection.transaction():
                    self._promise(connection, {"company": company, "product": product})
            except psycopg.errors.SerializationFailure:
                retries += 1
            else:
                return retries

    def _promise(self, connection: Any, keys: dict[str, Any]) -> None:
        connection.execute(SET_LOCAL, [str(keys["company"]), "", ""])
        place, free = connection.execute(self.free, keys).fetchone()
        assert free >= 1, free
        made = {"id": uuid4(), "place": place, "order": uuid4(), "line": uuid4()}
        connection.execute(_INSERT.format(table=self.table), keys | made)


REFERENCES = {
    "guarded": Reference(_SUM_OF_MOVES, GUARDED),
    "bare": Reference(_STORED, "bare_stock_reservation"),
}


def make_copies(company: UUID) -> None:
    """Give both references the levels and reservations there are."""
    make_tables(Level, Reservation)
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"]) as owner:
        owner.execute("SELECT set_config('erp.company_id', %s, true)", [str(company)])
        _make_guarded(owner)
        for copy, original in (
            ("bare_stock_level", "stock_level"),
            ("bare_stock_reservation", "stock_reservation"),
            (GUARDED, "stock_reservation"),
        ):
            owner.execute(f"INSERT INTO {copy} SELECT * FROM {original}")
            owner.execute(f"ANALYZE {copy}")


def _make_guarded(owner: Any) -> None:
    """Copy the reservations' table with its references, row policy and audit: with all but what sums it up."""
    owner.execute(f"DROP TABLE IF EXISTS {GUARDED}")
    owner.execute(
        f"CREATE TABLE {GUARDED} (LIKE stock_reservation INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING INDEXES)"
    )
    for statement in _guards(owner):
        owner.execute(statement)
    owner.execute(f"GRANT SELECT, INSERT ON {GUARDED} TO erp_app")


def _guards(owner: Any) -> list[str]:
    of_table = "= 'stock_reservation'::regclass"
    references = owner.execute(
        f"SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'f' AND conrelid {of_table}"
    ).fetchall()
    policies = owner.execute(
        "SELECT polname, pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid)"
        f" FROM pg_policy WHERE polrelid {of_table}"
    ).fetchall()
    audits = owner.execute(
        f"SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE tgname LIKE 'audit%' AND tgrelid {of_table}"
    ).fetchall()
    assert references, "the reservations refer to nothing"
    assert policies, "the reservations have no row policy"
    assert audits, "the reservations are not audited"
    return [
        *(f"ALTER TABLE {GUARDED} ADD {text}" for (text,) in references),
        *(
            f"CREATE POLICY {name} ON {GUARDED} USING ({seen}) WITH CHECK ({written})"
            for name, seen, written in policies
        ),
        f"ALTER TABLE {GUARDED} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {GUARDED} FORCE ROW LEVEL SECURITY",
        *(text.replace("public.stock_reservation", GUARDED) for (text,) in audits),
    ]
