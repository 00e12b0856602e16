"""Sealing in sets: the chain is the one that the sealer of one entry at a time drew, whatever the entries hold."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import transaction

from apps.core.ids import uuid7
from apps.ledger import services
from apps.ledger.models import Seal
from apps.ledger.services import Posting
from apps.ledger.tests.factories import account, by, dimension, make_books, post
from apps.ledger.verifying import verify_chain

BEFORE = Path(__file__).with_name("seal_one_at_a_time.sql").read_text()


def sealer_before() -> str:
    """Return the functions of the sealer before, under names of their own."""
    canonical = BEFORE[BEFORE.index("CREATE FUNCTION") :]
    return re.sub(r"ledger_(canonical|seal|link)\(", r"before_\1(", canonical)


@pytest.mark.django_db(transaction=True)
def test_the_hashes_are_those_of_the_sealer_of_one_entry_at_a_time(company, owner_sql):
    with transaction.atomic():
        make_books()
        dimension("CC", "SHOP", "NORTH")
        for day in range(1, 9):
            post(("5120", "10.10"), ("7070", "-10.10"), on=date(2026, 1, day))
        services.post_entry(
            actor=None,
            journal=services.journal_of("general"),
            on=date(2026, 1, 9),
            postings=[
                Posting(
                    account("6070"), Decimal(90), currency="USD", amount_currency=Decimal(100),
                    rate=Decimal("0.9"), dimensions=by("SHOP"), memo="Straße «é» \\ \" تجربة",
                ),
                Posting(account("5120"), Decimal(-90), due_date=date(2026, 2, 1)),
            ],
            source_type="tests.source",
            source_id=uuid7(),
        )  # fmt: skip
    owner_sql.execute("SELECT set_config('erp.company_id', %s, true)", [str(company.pk)])
    owner_sql.execute(sealer_before())
    owner_sql.execute(
        "SELECT before_seal(%s, '00000000-0000-0000-0000-000000000000', 100)", [company.pk]
    )
    by_one = owner_sql.execute(
        "SELECT number, entry_id, previous_hash, hash, form FROM ledger_seal ORDER BY number"
    ).fetchall()
    owner_sql.rollback()

    services.seal_entries(full=True, most=4)
    services.seal_entries(full=True, most=4)
    services.seal_entries(full=True)

    with transaction.atomic():
        columns = ("number", "entry_id", "previous_hash", "hash", "form")
        assert list(Seal.objects.order_by("number").values_list(*columns)) == by_one
        assert verify_chain().broken == []
    assert len(by_one) == 9
