"""The customer's own number of a product, from the order to its invoice."""

import pytest
from django.urls import reverse

from apps.core.context import company_context
from apps.invoices.printing import invoice_html
from apps.invoices.selectors import issuing_company
from apps.invoices.services import credit_invoice
from apps.products.tests.factories import make_number
from apps.sales.models import SalesOrder
from apps.sales.services import confirm_order
from apps.sales.tests.factories import confirmed, customer, draft, invoice, line, make_shop, ship

pytestmark = pytest.mark.usefixtures("company")


def numbers(document: object) -> list[str]:
    return [row.their_number for row in document.lines.order_by("position")]


def test_confirming_writes_down_what_the_customer_calls_it_and_later_papers_keep_it():
    tea, rice = make_shop("TEA", "RICE")
    number = make_number(customer(), tea, "ACME-77")
    order = draft(line(tea, "2"), line(rice, "1"))
    assert numbers(order) == ["", ""]

    confirm_order(actor=None, pk=order.pk)
    number.number = "ACME-78"
    number.save()
    shipment, paper = ship(order), invoice(order)
    note = credit_invoice(actor=None, pk=paper.pk, on=paper.date)

    for document in (order, shipment, paper, note):
        assert sorted(numbers(document)) == ["", "ACME-77"]


def test_the_printed_invoice_says_your_number():
    (tea,) = make_shop("TEA")
    make_number(customer(), tea, "ACME-77")
    order = confirmed(line(tea, "2"))
    ship(order)
    paper = invoice(order)

    page = invoice_html(paper, issuing_company(paper))

    assert "Your number" in page
    assert "ACME-77" in page


def test_a_plain_order_is_confirmed_in_as_many_statements(count_sql):
    tea, rice = make_shop("TEA", "RICE")
    plain = [draft(line(tea, "1"), line(rice, "1")) for _each in range(2)]
    counts = [count_sql(lambda pk=order.pk: confirm_order(actor=None, pk=pk)) for order in plain]
    make_number(customer(), tea, "ACME-77")
    named = draft(line(tea, "1"), line(rice, "1"))

    assert count_sql(lambda: confirm_order(actor=None, pk=named.pk)) == counts[-1] + 1


def test_a_scanned_number_of_the_customer_is_the_product(client, user_in, company):
    client.force_login(user_in("owner"))
    (tea,) = make_shop("TEA", gtin="4006381333931")
    number = make_number(customer(), tea, "acme 77")
    url = reverse("sales:salesorder_create")

    def written(code: str) -> object:
        answer = client.post(
            url,
            {
                "party": customer().pk,
                "date": "2026-01-20",
                "warehouse": SalesOrder._meta.get_field("warehouse")
                .related_model.objects.first()
                .pk,
                "currency": "EUR",
                "freight": "0",
                "lines-TOTAL_FORMS": "1",
                "lines-INITIAL_FORMS": "0",
                "lines-0-product": code,
                "lines-0-quantity": "1",
            },
        )
        with company_context(company.pk):
            made = SalesOrder.objects.order_by("-pk").first() if answer.status_code == 302 else None
        return made and made.lines.get().product_id

    assert written("ACME 77") == tea.pk
    assert written("4006381333931") == tea.pk
    number.is_active = number.is_preferred = False
    number.save()
    assert written("ACME 77") is None


def test_a_draft_shows_what_the_customer_would_read(client, user_in):
    client.force_login(user_in("owner"))
    (tea,) = make_shop("TEA")
    make_number(customer(), tea, "ACME-77")
    order = draft(line(tea, "2"))

    page = client.get(reverse("sales:salesorder_detail", args=[order.pk])).content.decode()
    options = client.get(
        reverse("products:product_options"), {"q": "acme-77", "party": str(customer().pk)}
    )

    assert "ACME-77" in page
    assert "TEA" in options.content.decode()
