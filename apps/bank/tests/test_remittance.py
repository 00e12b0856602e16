"""What a supplier reads on its statement."""

from decimal import Decimal

from apps.bank.paying import Choice, chosen_items, text_of
from apps.invoices.choices import InvoiceKind
from apps.invoices.tests.factories import DAY, line, make_sales_books, posted
from apps.ledger.models import OpenItem
from apps.ledger.services import post_opening
from apps.ledger.tests.factories import make_party

FILE = b"account,party,document,debit,credit\n4010,BOLT,B-9,,90\n1010,,,90,\n"


def test_an_opening_item_is_paid_under_its_own_number_not_that_of_the_file(company):
    make_sales_books()
    party = make_party("BOLT", is_supplier=True)
    done = post_opening(
        actor=None, content=FILE, filename="opening.csv", on=DAY, control_total=Decimal(90)
    )
    bill = posted(line("1", "50"), kind=InvoiceKind.SUPPLIER_BILL, party=party, reference="F-7")

    items = OpenItem.objects.filter(entry__in=[done.entry_id, bill.entry_id], party=party)
    chosen = chosen_items([Choice(item.pk) for item in items])

    assert text_of(chosen) == "B-9, F-7"
