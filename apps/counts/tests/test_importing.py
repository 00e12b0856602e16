"""Counts from a file: every row that does not fit is named with its reason; the rest only when told."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from apps.core.filetables import FileUnreadable, read_table
from apps.counts import services as counts
from apps.counts.models import CountLine, Tally
from apps.counts.services.importing import COLUMNS
from apps.counts.tests.factories import goods, make_sheet
from apps.counts.tests.test_views import client_of
from apps.stock.tests.factories import transfer
from apps.warehouses.tests.factories import make_location, make_warehouse

pytestmark = pytest.mark.django_db


def rows(text):
    return read_table(text.encode(), "counts.csv", columns=COLUMNS, needed=("code", "quantity"))


@pytest.fixture
def sheet(company):
    tea = goods("TEA", gtin="4006381333931")
    goods("JAM")
    goods("MILK", "5", tracking="lot", lot_text="L1")
    goods("PUMP", "2", tracking="serial", lot_text="S1 S2")
    transfer(tea, "4", make_location(make_warehouse(), "SHELF"))
    return make_sheet()


def read(sheet, text, **fields):
    return counts.import_counts(actor=None, pk=sheet.pk, rows=rows(text), **fields)


def test_a_file_that_fits_is_applied(sheet):
    found = read(
        sheet,
        "code;location;lot;quantity\n4006381333931;SHELF;;3\ntea;stock;;6\nJAM;;;10\nMILK;;L1;4\nPUMP;;S1;1\n",
    )

    assert (found.fitting, found.applied, found.refused) == (5, True, ())
    assert sorted(
        CountLine.objects.filter(tally_count=1).values_list(
            "product__sku", "location__code", "counted", "expected"
        )
    ) == [
        ("JAM", "STOCK", 10, 10), ("MILK", "STOCK", 4, 5), ("PUMP", "STOCK", 1, 1), ("TEA", "SHELF", 3, 4),
        ("TEA", "STOCK", 6, 6),
    ]  # fmt: skip


BAD = {
    "NOPE,,,1": "no goods of this sheet have the code NOPE",
    "TEA,NOWHERE,,1": "place NOWHERE is not on this sheet",
    "TEA,,,1": "several times",
    "JAM,,L1,1": "no lots",
    "MILK,,L7,1": "lot L7 is not on this sheet",
    "JAM,,,1.5": "finer than the 0 decimals",
    "JAM,,,-1": "0 or more",
    "JAM,,,": "is no quantity",
    'JAM,,,"1,000"': "1,000 is no quantity",
    "JAM,,,NaN": "is no quantity",
    "PUMP,,S1,2": "one piece",
}


@pytest.mark.parametrize(("row", "reason"), BAD.items())
def test_a_row_that_does_not_fit_is_named_and_nothing_is_applied(sheet, row, reason):
    found = read(sheet, f"code,location,lot,quantity\nTEA,SHELF,,4\n{row}\n")

    [refused] = found.refused
    assert refused.number == 3
    assert reason in refused.reason
    assert not found.applied
    assert not Tally.objects.exists()


def test_a_serial_number_twice_is_refused_and_the_rest_applied_when_told(sheet):
    found = read(
        sheet, "code,lot,quantity\nPUMP,S1,1\nPUMP,S1,1\nPUMP,S2,0\nJAM,,9\n", apply_good=True
    )

    assert [(row.number, row.reason) for row in found.refused] == [
        (3, "it names goods an earlier row names already")
    ]
    assert (found.fitting, found.applied) == (3, True)
    assert Tally.objects.count() == 3


def test_a_file_without_its_columns_is_refused(sheet):
    with pytest.raises(FileUnreadable, match="it lacks quantity"):
        rows("code,lot\nTEA,\n")


def test_the_screen_says_what_did_not_fit(sheet, user_in):
    client = client_of(user_in("owner"))
    address = reverse("counts:countsheet_import", args=[sheet.pk])
    text = b"code,location,quantity\nJAM,,9\nNOPE,,1\n"

    def upload(**fields):
        return client.post(address, {"file": SimpleUploadedFile("c.csv", text), **fields})

    refused, applied = upload(), upload(apply_good="on")

    assert refused.status_code == 422
    assert "NOPE" in refused.content.decode()
    assert "Nothing was applied; 1 row fits." in refused.content.decode()
    assert "1 row was applied." in applied.content.decode()
    assert Tally.objects.count() == 1
