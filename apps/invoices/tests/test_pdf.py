"""The issued PDF: what it says, that it fetches nothing, that it is archived once and sent as archived."""

import base64
import hashlib
import logging
import os
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from django.core import mail
from django.db import transaction
from pypdf import PdfReader

from apps.companies.models import Company
from apps.core.blobs import Blob
from apps.core.models import Attachment, Delivery, Event
from apps.core.pdf import css_string, render_pdf
from apps.core.typesetting import LARGEST_BLOB, BlobFetcher
from apps.invoices import services
from apps.invoices.choices import InvoiceKind
from apps.invoices.issuing import archive_pdf, mail_invoice
from apps.invoices.models import Invoice
from apps.invoices.printing import print_invoice
from apps.invoices.selectors import issued_pdf
from apps.invoices.tests.factories import (
    draft,
    line,
    make_product,
    make_rate,
    make_sales_books,
    make_tax,
    posted,
)
from apps.ledger.tests.factories import make_party
from apps.parties.models import Address, PaymentTerm

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)


@pytest.fixture
def books(company):
    make_sales_books()


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def save_for_looking(name: str, pdf: bytes) -> None:
    """Keep the PDF where somebody asked for it: PLUMB_LOOK=/some/folder."""
    if folder := os.environ.get("PLUMB_LOOK"):
        (Path(folder) / f"{name}.pdf").write_bytes(pdf)


def letterhead(company) -> None:
    Company.objects.filter(pk=company.pk).update(
        street="12 rue de la Paix",
        postal_code="75002",
        city="Paris",
        tax_number="FR40303265045",
        bank_account="FR7630006000011234567890189",
        email="billing@atlas.example",
        phone="+33 1 40 20 50 50",
        website="atlas.example",
    )


def test_an_invoice_says_who_owes_what_until_when(books, company):
    letterhead(company)
    term = PaymentTerm.objects.create(company=company, code="N30", name="30 days net", days=30)
    invoice = posted(
        line(
            "2", "19.90", product=make_product(sku="CHAI-1"), tax=make_tax("20"), description="Chai"
        ),
        term=term,
        reference="PO-4711",
    )
    pdf = print_invoice(Invoice.objects.get(pk=invoice.pk))
    save_for_looking("one-line", pdf)

    text = text_of(pdf)
    for words in ("Invoice", "INV-2026-00001", "Chai", "CHAI-1", "39.80", "7.96", "€47.76", "30 days net", "PO-4711",
                  "14 Feb 2026", "FR76 3000 6000 0112 3456 7890 189", "FR40303265045", "Page 1 of 1"):  # fmt: skip
        assert words in text
    assert "Carried forward" not in text


def test_sixty_lines_run_over_pages_with_head_and_subtotals(books, company):
    letterhead(company)
    names = [
        "Chai",
        "Chang",
        "Aniseed Syrup",
        "Chef Anton's Cajun Seasoning",
        "Grandma's Boysenberry Spread " * 4,
    ]
    product = make_product(sku="NW-77")
    invoice = posted(
        *[
            line(
                str(number % 7 + 1), f"{number}.45", description=names[number % 5], discount=Decimal(number % 3 * 5),
                tax=make_tax("20" if number % 4 else "10"), product=product,
            )
            for number in range(1, 61)
        ]
    )  # fmt: skip
    pdf = print_invoice(Invoice.objects.get(pk=invoice.pk))
    save_for_looking("sixty-lines", pdf)

    pages = [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]
    assert len(pages) >= 3
    assert all("Description" in page for page in pages[:-1])
    assert all("Carried forward" in page for page in pages[:-1])
    assert all("Brought forward" in page for page in pages[1:])
    assert "Carried forward" not in pages[-1]
    assert "Brought forward" not in pages[0]
    assert f"Page 2 of {len(pages)}" in pages[1]
    carried = pages[0].split("Carried forward ")[1].split()[0]
    assert f"Brought forward {carried}" in pages[1]


def test_names_that_are_long_stay_on_the_page(books, company):
    letterhead(company)
    party = make_party("LONG", name="Société Générale d'Exploitation " * 5, language="fr")
    Address.objects.create(
        company=company, party=party, street="W" * 120, city="Llanfairpwllgwyngyll" * 4
    )
    invoice = posted(
        line("123456.789", "9999.123456", description="Donaudampfschifffahrtsgesellschaft" * 6),
        party=party,
    )
    pdf = print_invoice(Invoice.objects.get(pk=invoice.pk))
    save_for_looking("long-names", pdf)

    assert len(PdfReader(BytesIO(pdf)).pages) == 1


def test_a_french_customer_reads_french(books, company):
    letterhead(company)
    party = make_party("PARIS", name="Paris spécialités", language="fr")
    invoice = posted(line("3", "1250.00", tax=make_tax("20"), description="Conseil"), party=party)
    pdf = print_invoice(Invoice.objects.get(pk=invoice.pk))
    save_for_looking("french", pdf)

    text = text_of(pdf).replace("\xa0", " ").replace("\u202f", " ")
    assert "Facture" in text
    assert "4 500,00 €" in text
    assert "Page 1 sur 1" in text


def test_arabic_runs_from_the_right(books, company):
    party = make_party("CASA", name="شركة الأطلس", language="ar")
    invoice = posted(
        line("3", "12.50", tax=make_tax("20"), description="شاي بالنعناع"), party=party
    )
    pdf = print_invoice(Invoice.objects.get(pk=invoice.pk))
    save_for_looking("arabic", pdf)

    assert "INV-2026-00001" in text_of(pdf)


def test_a_foreign_invoice_says_its_tax_in_the_company_s_currency(books):
    make_rate("USD", "0.90")
    invoice = posted(line("1", "100", tax=make_tax("20")), currency="USD")

    text = text_of(print_invoice(Invoice.objects.get(pk=invoice.pk)))

    assert "$120.00" in text
    assert "Tax in EUR: €18.00 (1 USD = 0.900000 EUR)" in text


def test_a_credit_note_names_its_invoice_and_asks_for_nothing(books):
    invoice = posted()
    note = services.credit_invoice(
        actor=None, pk=invoice.pk, on=invoice.date, reason="Returned", post=True
    )
    pdf = print_invoice(Invoice.objects.get(pk=note.pk))
    save_for_looking("credit-note", pdf)

    text = text_of(pdf)
    assert "Credit note" in text
    assert invoice.number in text
    assert "Returned" in text
    assert "Please pay" not in text


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "http://127.0.0.1/",
        "https://example.com/x.png",
        "ftp://x/",
        "data:text/plain,x",
        "blob:other",
    ],
)
def test_the_fetcher_reaches_nothing_but_its_blobs(url):
    with pytest.raises(ValueError, match="only what they were given"):
        BlobFetcher({"logo": Blob(PIXEL, "image/png")}).fetch(url)


def test_the_fetcher_refuses_large_blobs():
    with pytest.raises(ValueError, match="larger than"):
        BlobFetcher({"logo": Blob(b"x" * (LARGEST_BLOB + 1), "image/png")}).fetch("blob:logo")


def test_a_page_full_of_addresses_is_rendered_without_them(caplog):
    html = (
        '<link rel="stylesheet" href="file:///etc/passwd"><img src="http://127.0.0.1:9/x"><img src="blob:logo">'
        '<p style="background: url(file:///etc/hostname)">Words</p><object data="file:///etc/passwd"></object>'
    )
    with caplog.at_level(logging.ERROR, "weasyprint"):
        pdf = render_pdf(html, blobs={"logo": Blob(PIXEL, "image/png")})

    assert "Words" in text_of(pdf)
    assert "root:" not in text_of(pdf)


def test_text_of_users_is_text(books, company):
    party = make_party("EVIL", name='<img src="file:///etc/passwd">"; } @import url(http://x)')
    Company.objects.filter(pk=company.pk).update(name='A"; } </style><script>alert(1)</script>')
    invoice = posted(line("1", "10", description="<b>bold</b>"), party=party)

    text = text_of(print_invoice(Invoice.objects.get(pk=invoice.pk)))

    assert "<b>bold</b>" in text
    assert '<img src="file:///etc/passwd">' in text


def test_a_css_string_ends_where_it_ends():
    assert css_string('a"b\n</style>\\') == r'"a\22 b\a \3c /style\3e \5c "'


def test_the_pdf_is_archived_once_with_its_hash(books):
    invoice = posted()

    first = archive_pdf(invoice.pk)
    again = archive_pdf(invoice.pk)

    stored = Attachment.objects.get(target_id=invoice.pk)
    assert first.pk == again.pk == stored.pk
    assert stored.filename == "INV-2026-00001.pdf"
    assert stored.sha256 == hashlib.sha256(bytes(stored.content)).hexdigest()
    assert bytes(stored.content).startswith(b"%PDF-1.7")


def test_bills_and_drafts_have_no_pdf_of_ours(books):
    assert archive_pdf(posted(kind=InvoiceKind.SUPPLIER_BILL).pk) is None
    assert archive_pdf(draft(line("1", "1")).pk) is None


def test_the_archived_pdf_is_what_is_sent(books, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    invoice = posted()

    services.send_invoice(actor=None, pk=invoice.pk)
    event = Event.objects.get(name="invoices.sending_requested", aggregate_id=invoice.pk)
    mail_invoice(invoice.pk, to=event.payload["to"])

    message = mail.outbox[-1]
    name, content, kind = message.attachments[0]
    assert message.to == ["accounts@alfki.example"]
    assert (name, kind) == ("INV-2026-00001.pdf", "application/pdf")
    assert content == bytes(issued_pdf(invoice, with_content=True).content)
    assert Event.objects.filter(name="invoices.sent", aggregate_id=invoice.pk).exists()


def test_an_invoice_without_an_address_is_not_sent(books):
    invoice = posted(party=make_party("NOMAIL"))

    with pytest.raises(services.NoAddress, match="write an e-mail address"):
        services.send_invoice(actor=None, pk=invoice.pk)


@pytest.mark.django_db(transaction=True)
def test_a_worker_archives_the_pdf_after_commit(company, celery_worker, relay, wait_until):
    with transaction.atomic():
        make_sales_books()
        invoice = posted()

    def archived() -> Attachment | None:
        with transaction.atomic():
            return issued_pdf(invoice)

    assert wait_until(archived, seconds=60).filename == "INV-2026-00001.pdf"
    with transaction.atomic():
        assert (
            Delivery.objects.filter(event__aggregate_id=invoice.pk).exclude(status="dead").exists()
        )
