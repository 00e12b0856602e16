"""Opening balances are known by their documents wherever open items are listed, not by the file they came in."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from apps.credit import dunning
from apps.credit.ageing import Question, items_of
from apps.credit.choices import Side, StatementKind
from apps.credit.letters import named
from apps.credit.sheets import items_sheet
from apps.credit.statements import StatementQuestion, statement_of
from apps.credit.tests.factories import make_levels
from apps.invoices.tests.factories import make_sales_books
from apps.ledger import services as ledger
from apps.ledger.models import OpenItem
from apps.ledger.tests.factories import make_party
from apps.payments import selectors
from apps.payments import services as payments
from apps.payments.tests.factories import bank

OPENING, TODAY = date(2026, 1, 1), date(2026, 3, 31)
FILE = b"""account,party,document,due_date,debit,credit,memo
4110,ACME,INV-1,2026-01-20,240,,from before
4110,ACME,INV-2,2026-02-20,110,,
1010,,,,,350,
"""


@pytest.fixture(autouse=True)
def acme(company):
    make_sales_books()
    party = make_party("ACME")
    ledger.post_opening(
        actor=None, content=FILE, filename="opening.csv", on=OPENING, control_total=Decimal(350)
    )
    return party


@pytest.fixture
def accountant(user_in):
    return user_in("accountant")


def test_aged_items_statements_and_reminders_name_the_document(acme, accountant):
    make_levels()

    aged = items_of(accountant, Question(Side.RECEIVABLE, TODAY), acme.pk)
    told = [
        statement_of(accountant, acme, StatementQuestion(Side.RECEIVABLE, kind, OPENING, TODAY))
        for kind in (StatementKind.OPEN, StatementKind.ACTIVITY)
    ]
    [letter] = dunning.propose(TODAY).letters

    names = ["INV-1 from before", "INV-2"]
    assert [str(item.paper) for item in aged.items] == names
    assert [
        named(line.paper) for statement in told for line in statement.sections[0].lines
    ] == names * 2
    assert [item.debt.reference for item in letter.items] == names
    sheet = items_sheet(accountant, Question(Side.RECEIVABLE, TODAY), acme)
    assert [row.cells[0] for row in sheet.rows[:-1]] == names


def test_the_desk_and_what_a_payment_settled_name_the_document(acme, accountant):
    payment = payments.register_payment(
        actor=None, direction="receipt", party=acme, journal=bank(), date=TODAY,
        amount=Decimal(240), currency="EUR", allocations={},
    )  # fmt: skip
    first, second, *_ = selectors.items_on_desk(acme.pk)
    credit = OpenItem.objects.get(entry=payment.entry, account=first.account)
    payments.match_items(
        actor=None,
        allocations=[payments.Allocation(first.pk), payments.Allocation(credit.pk)],
        on=TODAY,
    )

    [settled] = selectors.papers_settled_by(payment)

    assert (first.name, second.name) == ("INV-1 from before", "INV-2")
    assert str(settled["paper"]) == "INV-1 from before"
    client = Client()
    client.force_login(accountant, backend="django.contrib.auth.backends.ModelBackend")
    for url in (
        reverse("payments:match_desk", args=[acme.pk]),
        reverse("parties:party_detail", args=[acme.pk]),
        reverse("credit:party_receivables", args=[acme.pk]) + f"?on={TODAY}",
    ):
        page = client.get(url).content.decode()
        assert "INV-2" in page
        assert "opening.csv" not in page


def test_an_item_costs_no_statement_more_for_its_name(acme, count_sql):
    def read() -> None:
        assert [item.name for item in selectors.items_on_desk(acme.pk)] == [
            "INV-1 from before",
            "INV-2",
        ]

    assert count_sql(read) == 1
