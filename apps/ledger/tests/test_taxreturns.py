"""The tax return: boxes, what ties them to the books, filing."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from apps.access.tests.factories import make_user
from apps.core.exceptions import InvalidInput
from apps.core.ids import uuid7
from apps.ledger import services
from apps.ledger.choices import BoxSide, TaxRole
from apps.ledger.models import AreaLock, Tax, TaxBox, TaxBoxSource, TaxReturn
from apps.ledger.questions import Question
from apps.ledger.services import Posting
from apps.ledger.tax_sheets import tax_return_sheet
from apps.ledger.taxreturns import next_span, span_after, span_before, tax_return
from apps.ledger.tests.factories import account, make_books, post

JANUARY = date(2026, 1, 1), date(2026, 1, 31)


@pytest.fixture
def books(company):
    """Books with the boxes that suit their codes."""
    make_books()
    services.install_tax_boxes(actor=None, template="")


def code(name: str, **fields: object) -> Tax:
    if fields:
        Tax.objects.create(company_id=account("4457").company_id, code=name, name=name, **fields)
    return Tax.objects.get(code=name)


def book(tax: str, net: str, amount: str, *, on: date = date(2026, 1, 15), role: str = "") -> None:
    """Book a sale (net below zero) or a purchase with its tax."""
    found = code(tax)
    other = "7070" if found.use == "sale" else "6070"
    base, part = Decimal(net), Decimal(amount)
    lines = [
        Posting(account(other), base),
        Posting(found.pending_account_id or found.account_id, part, tax=found.pk, tax_base=base,
                tax_role=TaxRole.PENDING if found.pending_account_id else role),
        Posting(account("5120"), -base - part),
    ]  # fmt: skip
    services.post_entry(
        actor=None, journal=services.journal_of("general"), on=on, postings=lines,
        source_type="test.document", source_id=uuid7(),
    )  # fmt: skip


def boxes(first: date = JANUARY[0], last: date = JANUARY[1]) -> dict[str, tuple[Decimal, Decimal]]:
    return {
        row.box.code: (row.base, row.tax)
        for row in tax_return(first, last).boxes
        if row.base or row.tax
    }


def test_five_at_forty_with_ten_percent_and_twenty_untaxed_stand_in_their_boxes(books):
    """RULES 16: 220 + 20 = 240."""
    code("S10", use="sale", rate=10, account=account("4457"))
    box = TaxBox(code="S10", name="Sales at 10 %", position=5)
    services.save_tax_box(actor=None, document=box, lines=[TaxBoxSource(tax=code("S10"))])
    book("S10", "-200", "-20")
    zero = code("S0")
    services.post_entry(
        actor=None, journal=services.journal_of("general"), on=date(2026, 1, 20), source_type="test.document",
        source_id=uuid7(), postings=[
            Posting(account("7070"), Decimal(-20), tax=zero.pk, tax_base=Decimal(-20), tax_role=TaxRole.BASE),
            Posting(account("5120"), Decimal(20)),
        ],
    )  # fmt: skip

    assert boxes() == {"S10": (200, 20), "S0": (20, 0)}
    assert tax_return(*JANUARY).net == 20


def test_the_half_that_is_not_deductible_is_in_no_box(books):
    """RULES 19: 50 % of 500 at 10 %: tax 25."""
    code("P10H", use="purchase", rate=10, deductible=50, account=account("4456"))
    box = TaxBox(code="20", name="Other goods", side=BoxSide.DEDUCTIBLE)
    services.save_tax_box(actor=None, document=box, lines=[TaxBoxSource(tax=code("P10H"))])
    book("P10H", "500", "25")

    figures = tax_return(*JANUARY)
    assert boxes() == {"20": (500, 25)}
    assert (figures.net, figures.difference) == (-25, 0)


def test_a_credit_note_reduces_base_and_tax(books):
    book("S20", "-1000", "-200")
    book("S20", "100", "20")

    assert boxes() == {"S20": (900, 180)}


def test_a_reverse_charge_is_due_and_deductible(books):
    tax = code("P20EU", use="purchase", rate=20, treatment="reverse", account=account("4456"),
               reverse_account=account("4457"))  # fmt: skip
    due = TaxBox(code="08", name="Due")
    services.save_tax_box(actor=None, document=due, lines=[TaxBoxSource(tax=tax, role="reverse")])
    back = TaxBox(code="20", name="Back", side=BoxSide.DEDUCTIBLE, content="tax")
    services.save_tax_box(actor=None, document=back, lines=[TaxBoxSource(tax=tax)])
    services.post_entry(
        actor=None, journal=services.journal_of("general"), on=date(2026, 1, 9), source_type="test.document",
        source_id=uuid7(), postings=[
            Posting(account("6070"), Decimal(100)),
            Posting(account("4456"), Decimal(20), tax=tax.pk, tax_base=Decimal(100)),
            Posting(account("4457"), Decimal(-20), tax=tax.pk, tax_base=Decimal(-100), tax_role=TaxRole.REVERSE),
            Posting(account("5120"), Decimal(-100)),
        ],
    )  # fmt: skip

    assert boxes() == {"08": (100, 20), "20": (0, 20)}
    assert tax_return(*JANUARY).net == 0


def test_a_tax_due_when_paid_is_in_no_box_before(books):
    code("S20C", use="sale", rate=20, account=account("4457"), pending_account=account("4197"))
    book("S20C", "-100", "-20")

    assert boxes() == {}
    assert tax_return(*JANUARY).difference == 0


def test_a_line_without_a_tax_code_is_a_difference_that_leads_to_it(books):
    book("S20", "-1000", "-200")
    post(("4457", "-7"), ("5120", "7"))

    figures = tax_return(*JANUARY)
    assert (figures.net, figures.moved, figures.difference) == (200, 207, 7)


def test_a_code_in_no_box_that_counts_keeps_the_return_from_being_filed(books):
    code("S7", use="sale", rate=7, account=account("4457"))
    book("S7", "-100", "-7")

    assert tax_return(*JANUARY).outside == [(code("S7"), 7)]
    with pytest.raises(services.InNoBox, match="S7"):
        services.file_tax_return(actor=None, first=JANUARY[0], last=JANUARY[1])
    assert not TaxReturn.objects.exists()
    assert not AreaLock.objects.exists()


def test_filing_freezes_the_figures_locks_tax_and_settles(books):
    book("S20", "-1000", "-200")
    book("P20", "300", "60")

    filed = services.file_tax_return(
        actor=None, first=JANUARY[0], last=JANUARY[1], reference="R-1", settle=True
    )

    assert (filed.due, filed.deductible, filed.net) == (200, 60, 140)
    assert sorted(filed.entry.lines.values_list("account__code", "debit", "credit")) == [
        ("4455", 0, 140),
        ("4456", 0, 60),
        ("4457", 200, 0),
    ]
    assert AreaLock.objects.get(area="tax").hard_until == JANUARY[1]
    assert {b.code: (b.base, b.tax) for b in filed.boxes.all() if b.tax} == {
        "S20": (1000, 200),
        "P20": (300, 60),
    }
    assert tax_return(*JANUARY).difference == 0
    with pytest.raises(services.AreaLocked), transaction.atomic():
        book("S20", "-10", "-2")
    book("S20", "-10", "-2", on=date(2026, 2, 1))


def test_the_settlement_is_no_movement_of_the_month_it_is_booked_in(books):
    book("S20", "-1000", "-200")
    services.file_tax_return(
        actor=None, first=JANUARY[0], last=JANUARY[1], settle=True, on=date(2026, 2, 15)
    )

    assert tax_return(date(2026, 2, 1), date(2026, 2, 28)).difference == 0


def test_returns_follow_each_other_without_a_hole(books):
    services.file_tax_return(actor=None, first=JANUARY[0], last=JANUARY[1])

    for first, last in (
        (date(2026, 1, 15), date(2026, 2, 28)),
        (date(2026, 3, 1), date(2026, 3, 31)),
    ):
        with pytest.raises(services.AlreadyFiled):
            services.file_tax_return(actor=None, first=first, last=last)
    services.file_tax_return(actor=None, first=date(2026, 2, 1), last=date(2026, 2, 28))


def test_a_span_that_is_not_over_is_not_filed(books, company):
    with pytest.raises(InvalidInput, match="is over"):
        services.file_tax_return(actor=None, first=date(2026, 1, 1), last=company.today())


def test_a_tax_counts_in_one_box(books):
    box = TaxBox(code="X", name="Again")
    with pytest.raises(services.CountedTwice, match="S20"):
        services.save_tax_box(actor=None, document=box, lines=[TaxBoxSource(tax=code("S20"))])
    memo = TaxBox(code="X", name="Again", side=BoxSide.MEMO)
    services.save_tax_box(actor=None, document=memo, lines=[TaxBoxSource(tax=code("S20"))])


def test_a_return_stands_as_filed_when_boxes_change(books):
    book("S20", "-1000", "-200")
    services.file_tax_return(actor=None, first=JANUARY[0], last=JANUARY[1])
    box = TaxBox.objects.get(code="S20")
    box.name, box.name_i18n = "Renamed", {}
    services.save_tax_box(actor=None, document=box, lines=list(box.sources.all()))

    rows = {
        row.cells[0]: row.cells
        for row in tax_return_sheet(make_user("owner"), Question("tax_return", *JANUARY)).rows
    }
    assert rows["S20"][1:] == ["S20", 1000, 200]


def test_the_same_days_are_not_filed_twice_by_sql(books):
    services.file_tax_return(actor=None, first=JANUARY[0], last=JANUARY[1])
    filed = TaxReturn.objects.get()

    with pytest.raises(IntegrityError, match="tax_returns_do_not_overlap"), transaction.atomic():
        TaxReturn.objects.create(
            company_id=filed.company_id, first=date(2026, 1, 31), last=date(2026, 2, 5), due=0, deductible=0, net=0
        )  # fmt: skip


@pytest.mark.parametrize(
    ("span", "after", "before"),
    [
        (JANUARY, (date(2026, 2, 1), date(2026, 2, 28)), (date(2025, 12, 1), date(2025, 12, 31))),
        (
            (date(2026, 1, 1), date(2026, 3, 31)),
            (date(2026, 4, 1), date(2026, 6, 30)),
            (date(2025, 10, 1), date(2025, 12, 31)),
        ),
    ],
)
def test_spans_follow_by_months_and_quarters(span, after, before):
    assert span_after(*span) == after
    assert span_before(*span) == before


def test_the_next_return_follows_the_last_one(books):
    assert next_span(date(2026, 3, 10)) == (date(2026, 2, 1), date(2026, 2, 28))
    services.file_tax_return(actor=None, first=JANUARY[0], last=JANUARY[1])
    assert next_span(date(2026, 9, 10)) == (date(2026, 2, 1), date(2026, 2, 28))
