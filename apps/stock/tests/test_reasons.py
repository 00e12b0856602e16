"""Reasons to adjust stock: accounts, ways, notes, and what the database refuses."""

from decimal import Decimal
from threading import Thread

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.urls import reverse

from apps.core.context import company_context, company_id
from apps.ledger.models import Account
from apps.ledger.tests.factories import journal
from apps.products.tests.factories import make_product
from apps.stock import services as stock
from apps.stock.choices import AdjustmentReason, DocumentKind
from apps.stock.models import Reason, StockDocument, StockDocumentLine
from apps.stock.tests.factories import (
    DAY,
    adjust,
    draft_adjustment,
    make_place,
    on_hold,
    receive,
    send,
    two_steps,
)  # fmt: skip
from apps.warehouses.tests.factories import make_warehouse, stock_place

pytestmark = pytest.mark.django_db


def reason(code: str) -> Reason:
    return Reason.objects.get(code=code)


def make_reason(code: str = "GIFT", kind: str = "loss", account: str = "6070", **fields) -> Reason:
    home = Account.objects.get(code=account) if account else None
    document = Reason(code=code, name=code.title(), kind=kind, account=home, **fields)
    return stock.save_reason(actor=None, document=document)


def adjust_for(why: Reason | None, *changes: tuple, notes: str = "") -> StockDocument:
    """Post an adjustment of (product, signed quantity, its own reason or None)."""
    house = make_warehouse()
    lines = [
        StockDocumentLine(
            product=product,
            quantity=abs(Decimal(change)),
            unit=product.unit,
            from_location=None if Decimal(change) > 0 else stock_place(house),
            to_location=stock_place(house) if Decimal(change) > 0 else None,
            why=own,
        )
        for product, change, own in changes
    ]
    document = StockDocument(
        kind=DocumentKind.ADJUSTMENT, warehouse=house, date=DAY, why=why, notes=notes
    )
    stock.save_document(actor=None, document=document, lines=lines)
    return stock.post_adjustment(actor=None, pk=document.pk)


def test_a_company_begins_with_reasons_in_its_language(company):
    make_place()

    assert list(Reason.objects.order_by("sequence").values_list("code", "kind")) == [
        ("COUNT", "count"), ("FOUND", "gain"), ("LOSS", "loss"), ("OWN-USE", "loss"), ("SCRAP", "scrap"),
        ("DAMAGED", "scrap"), ("EXPIRED", "scrap"), ("TRANSIT", "lost"), ("OPENING", "opening"),
    ]  # fmt: skip
    assert reason("SCRAP").name_in("fr") == "Mis au rebut"


def test_an_adjustment_without_a_reason_gets_the_usual_one_of_its_kind(company):
    make_place()
    tea = make_product()
    receive(tea, "10", "2")

    posted = adjust(tea, "-1", reason=AdjustmentReason.SCRAP)

    assert posted.why == reason("SCRAP")


def test_each_line_is_booked_on_the_account_of_its_own_reason(company):
    make_place()
    tea, gift = make_product(), make_reason()
    receive(tea, "10", "2")

    posted = adjust_for(reason("COUNT"), (tea, "-1", None), (tea, "-3", gift))

    assert posted.reason == "count"
    assert journal(posted.entry) == (
        "3700                      8.00\n6032          2.00\n6070          6.00"
    )


def test_goods_scrapped_by_a_line_go_where_scrap_goes(company):
    make_place()
    tea = make_product()
    receive(tea, "10", "2")

    posted = adjust_for(reason("COUNT"), (tea, "-1", None), (tea, "-3", reason("DAMAGED")))

    assert sorted(posted.moves.values_list("to_location__kind", "quantity")) == [
        ("adjustment", Decimal(1)),
        ("scrap", Decimal(3)),
    ]


def test_the_reversal_goes_back_to_the_accounts_of_the_reasons(company):
    make_place()
    tea, gift = make_product(), make_reason()
    receive(tea, "10", "2")
    posted = adjust_for(reason("COUNT"), (tea, "-1", None), (tea, "-3", gift))

    undone = stock.reverse_adjustment(actor=None, pk=posted.pk, on=DAY)

    assert undone.why == posted.why
    assert journal(undone.entry) == (
        "3700          8.00\n6032                      2.00\n6070                      6.00"
    )


@pytest.mark.parametrize(
    ("code", "change"), [("FOUND", "-1"), ("LOSS", "1"), ("SCRAP", "1"), ("TRANSIT", "1")]
)
def test_goods_go_only_the_way_of_their_reason(company, code, change):
    make_place()
    tea = make_product()
    receive(tea, "10", "2")

    with pytest.raises(stock.ReasonDoesNotFit):
        adjust_for(reason(code), (tea, change, None), notes="So it was")

    assert not StockDocument.objects.filter(kind="adjustment").exists()


def test_a_reason_that_asks_for_a_note_gets_one(company):
    make_place()
    tea = make_product()
    receive(tea, "10", "2")

    with pytest.raises(stock.NoteMissing):
        adjust_for(reason("LOSS"), (tea, "-1", None))
    posted = adjust_for(reason("LOSS"), (tea, "-1", None), notes="Gone from the van")

    assert posted.status == "posted"


def test_inspection_and_transfers_are_written_off_for_the_reason_chosen(company):
    make_place()
    tea, mate = make_product(), make_product("MATE")
    held = on_hold(tea, "4")
    theft = make_reason("THEFT", "lost", "6070")
    house = two_steps(make_warehouse("SECOND"))
    receive(mate, "10", "2")
    sent = send(mate, "5", house)

    scrapped = stock.scrap_level(actor=None, pk=held.pk, reason="Mould", why=reason("EXPIRED"))
    lost = stock.lose_transfer(actor=None, pk=sent.pk, reason="Truck robbed", why=theft, on=DAY)

    assert (scrapped.why.code, scrapped.notes) == ("EXPIRED", "Mould")
    assert "6070         10.00" in journal(lost.entry)
    with pytest.raises(stock.ReasonDoesNotFit):
        stock.scrap_level(actor=None, pk=on_hold(tea, "4").pk, reason="Mould", why=theft)


def test_a_reason_that_was_used_keeps_its_account(company):
    make_place()
    tea, gift = make_product(), make_reason()
    receive(tea, "10", "2")
    adjust_for(gift, (tea, "-1", None))
    gift.account = Account.objects.get(code="6032")

    with pytest.raises(stock.ReasonUsed):
        stock.save_reason(actor=None, document=gift)
    gift.refresh_from_db()
    gift.is_active = False
    stock.save_reason(actor=None, document=gift)

    assert not Reason.objects.get(code="GIFT").is_active


def test_an_account_kept_by_a_sub_ledger_bears_no_reason(company):
    make_place()
    with pytest.raises(Exception, match="kept by its sub-ledger"):
        make_reason(account="3700")


def refused(statement: str, *values, code: str = "") -> None:
    with (
        pytest.raises(IntegrityError) as error,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement, values)
    assert code in (error.value.__cause__.diag.constraint_name or "")


def test_the_database_keeps_what_was_booked_for_a_reason(company):
    make_place()
    tea, gift = make_product(), make_reason()
    receive(tea, "10", "2")
    adjust_for(reason("COUNT"), (tea, "-1", gift))

    refused(
        "UPDATE stock_reason SET account_id = NULL WHERE id = %s", gift.pk, code="reason_used_stays"
    )
    refused(
        "UPDATE stock_reason SET kind = 'gain' WHERE id = %s", gift.pk, code="reason_used_stays"
    )
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("DELETE FROM stock_reason WHERE id = %s", [gift.pk])


def test_the_database_knows_the_kind_of_a_documents_reason(company):
    make_place()
    tea = make_product()
    draft = draft_adjustment(tea, "1", "2")

    refused(
        "UPDATE stock_stockdocument SET reason = 'scrap' WHERE id = %s",
        draft.pk,
        code="stock_document_reason_of_kind",
    )
    refused(
        "UPDATE stock_reason SET kind = 'gain' WHERE id = %s",
        draft.why_id,
        code="stock_document_reason_of_kind",
    )


@pytest.mark.parametrize(
    ("change", "code", "rule"),
    [("-1", "FOUND", "reason_goes_its_way"), ("1", "OWN-USE", "reason_goes_its_way"),
     ("-1", "DAMAGED", "reason_goes_its_way"), ("-1", "LOSS", "reason_asks_for_note")],
)  # fmt: skip
def test_the_database_posts_no_adjustment_whose_reason_does_not_fit(company, change, code, rule):
    make_place()
    tea = make_product()
    receive(tea, "10", "2")
    draft = draft_adjustment(tea, change)
    StockDocumentLine.objects.filter(document=draft).update(why=reason(code))

    with pytest.raises(IntegrityError) as error, transaction.atomic():
        stock.post_adjustment(actor=None, pk=draft.pk)

    assert error.value.__cause__.diag.constraint_name == rule


def test_the_database_wants_what_goes_out_booked_on_the_account_of_its_reason(company, monkeypatch):
    make_place()
    tea, gift = make_product(), make_reason()
    receive(tea, "10", "2")
    monkeypatch.setattr("apps.stock.services.entries.reason_of", lambda document, line: None)

    with pytest.raises(IntegrityError) as error, transaction.atomic():
        adjust_for(gift, (tea, "-1", None))

    assert error.value.__cause__.diag.constraint_name == "reason_books_on_its_account"


def test_the_screens_name_reasons_and_only_some_change_them(company, client, user_in):
    make_place()
    tea, gift = make_product(), make_reason()
    receive(tea, "10", "2")
    posted = adjust_for(reason("COUNT"), (tea, "-1", None), (tea, "-3", gift))
    backend = "django.contrib.auth.backends.ModelBackend"
    client.force_login(user_in("accountant"), backend=backend)

    moves = client.get(reverse("stock:move_list")).content.decode()
    page = client.get(reverse("stock:adjustment_detail", args=[posted.pk])).content.decode()
    saved = client.post(
        reverse("stock:reason_create"),
        {"code": "sample", "name": "Samples", "kind": "loss", "sequence": "5", "is_active": "on"},
    )
    client.force_login(user_in("warehouse_manager"), backend=backend)
    answer = client.get(reverse("stock:reason_create"))

    assert "Gift" in moves
    assert "Count difference" in moves
    assert "Gift" in page
    assert saved.status_code == 302
    assert reason("SAMPLE").sequence == 5
    assert answer.status_code == 403


@pytest.mark.django_db(transaction=True)
def test_a_reason_changes_its_account_before_or_after_it_is_used_not_meanwhile(company):
    """Posting holds the reason: the change waits for it and is refused then."""
    with transaction.atomic():
        make_place()
        tea, gift = make_product(), make_reason()
        receive(tea, "10", "2")
    here, told = company_id(), []

    def change() -> None:
        with company_context(here), transaction.atomic():
            try:
                with transaction.atomic():
                    Reason.objects.filter(pk=gift.pk).update(account=None)
            except IntegrityError as error:
                told.append(error.__cause__.diag.constraint_name)  # type: ignore[union-attr]
        connection.close()

    with transaction.atomic():
        adjust_for(gift, (tea, "-1", None))
        other = Thread(target=change)
        other.start()
        other.join(0.3)
        assert other.is_alive()
    other.join()

    assert told == ["reason_used_stays"]
