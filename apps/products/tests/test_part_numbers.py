"""What customers and suppliers call our products."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from apps.core.filetables import FileRow
from apps.ledger.tests.factories import make_party
from apps.products.finding import product_options
from apps.products.models import PartNumber
from apps.products.services import NumberMissing, NumberTaken, import_part_numbers, save_part_number
from apps.products.tests.factories import make_number, make_product

pytestmark = pytest.mark.usefixtures("company")


def row(at: int, **cells: str) -> FileRow:
    given = {"party": "ACME", "product": "TEA", "number": "", "description": "", "preferred": ""}
    return FileRow(at, {**given, **cells})


def preferred() -> list[str]:
    rows = PartNumber.objects.filter(is_preferred=True).order_by("number")
    return [found.number for found in rows]


def test_the_first_number_is_preferred_until_another_is_said_to_be():
    tea, acme = make_product(), make_party("ACME")

    make_number(acme, tea, "A-1")
    make_number(acme, tea, "A-2")
    assert preferred() == ["A-1"]

    make_number(acme, tea, "A-3", is_preferred=True)
    assert preferred() == ["A-3"]


def test_when_the_preferred_number_is_archived_the_latest_left_is_preferred():
    tea, acme = make_product(), make_party("ACME")
    first = make_number(acme, tea, "A-1")
    make_number(acme, tea, "A-2")

    first.is_active = False
    save_part_number(actor=None, document=first)

    assert preferred() == ["A-2"]


def test_a_number_in_use_is_one_product_of_the_party_whatever_its_case():
    tea, rice, acme = make_product(), make_product("RICE"), make_party("ACME")
    old = make_number(acme, tea, "ab-1")

    with pytest.raises(NumberTaken, match="TEA"):
        make_number(acme, rice, "AB-1")
    with pytest.raises(NumberMissing):
        make_number(acme, rice, "  ")
    make_number(make_party("OTHER"), rice, "AB-1")
    old.is_active = False
    save_part_number(actor=None, document=old)
    make_number(acme, rice, "AB-1")


def test_the_database_keeps_numbers_apart_and_one_preferred():
    tea, rice, acme = make_product(), make_product("RICE"), make_party("ACME")
    make_number(acme, tea, "A-1")
    values = {"company_id": tea.company_id, "party": acme}

    for wrong in (
        {"product": rice, "number": "a-1"},
        {"product": tea, "number": "A-9", "is_preferred": True},
        {"product": rice, "number": ""},
        {"product": rice, "number": "A-9", "is_preferred": True, "is_active": False},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            PartNumber.objects.create(**values, **wrong)


def test_orders_of_the_party_find_the_product_by_its_number(user_in):
    owner, tea, acme = user_in("owner"), make_product(), make_party("ACME")
    make_product("RICE")
    make_number(acme, tea, "778 X")
    other = make_party("OTHER")

    def found(text: str, party: object) -> list[str]:
        return [p.sku for p in product_options(owner, text, party=str(getattr(party, "pk", party)))]

    assert found("778 x", acme) == ["TEA"]
    assert found("778", acme) == ["TEA"]
    assert found("778 x", other) == found("778 x", "") == found("778 x", "no id") == []


def test_rows_of_a_file_are_stored_or_named():
    make_product()
    make_product("RICE", gtin="4006381333931")
    acme = make_party("ACME")
    make_number(acme, make_product("SALT"), "S-1")

    outcome = import_part_numbers(
        actor=None,
        rows=[
            row(2, number="A-1", description="Loose tea"),
            row(3, party="acme", product="4006381333931", number="A-2"),
            row(4, party="NOBODY", number="A-3"),
            row(5, product="NOTHING", number="A-4"),
            row(6, number="a-1"),
            row(7, number="s-1"),
            row(8, number=""),
            row(9, number="A-5", preferred="maybe"),
        ],
    )

    assert not outcome.applied
    assert outcome.fitting == 2
    assert [refused.number for refused in outcome.refused] == [4, 5, 6, 7, 8, 9]
    assert "SALT" in outcome.refused[3].reason
    assert preferred() == ["S-1"]


def test_good_rows_alone_are_stored_when_the_user_says_so_and_again_changes_them():
    make_product()
    make_party("ACME")
    good = [row(2, number="A-1", description="Loose tea"), row(3, number="A-2", preferred="yes")]

    import_part_numbers(actor=None, rows=[*good, row(4, party="NOBODY")], apply_good=True)
    assert preferred() == ["A-2"]

    import_part_numbers(actor=None, rows=[row(2, number="A-1", preferred="x")])
    assert preferred() == ["A-1"]
    stored = PartNumber.objects.get(number="A-1")
    assert stored.description == "Loose tea"
    assert stored.history.count() == 2


def test_a_file_is_imported_in_the_browser(client, user_in):
    client.force_login(user_in("buyer"))
    make_product()
    make_party("ACME")
    url = reverse("products:partnumber_import")

    def post(text: str) -> object:
        return client.post(url, {"file": SimpleUploadedFile("numbers.csv", text.encode())})

    assert client.get(url).status_code == 200
    wrong = post("party;product;number\nACME;TEA;A-1\nACME;RICE;A-2\n")
    assert wrong.status_code == 422
    assert "RICE" in wrong.content.decode()
    assert post("party;product;number\nACME;TEA;A-1\n").status_code == 302
    assert preferred() == ["A-1"]


def test_the_pages_of_party_and_product_show_the_numbers(client, user_in):
    client.force_login(user_in("owner"))
    tea, acme = make_product(), make_party("ACME")
    number = make_number(acme, tea, "A-77")

    for url in (
        reverse("products:party_numbers", args=[acme.pk]),
        reverse("products:product_detail", args=[tea.pk]),
        reverse("products:partnumber_list"),
        reverse("products:partnumber_edit", args=[number.pk]),
        reverse("products:partnumber_create") + f"?party={acme.pk}",
    ):
        assert ("A-77" in client.get(url).content.decode()) == ("new" not in url), url
