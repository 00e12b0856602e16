"""A closed period takes no move, and stock says what stands in the way of closing one."""

from datetime import UTC, date, datetime

import pytest
from django.db import transaction

from apps.core.ids import uuid7
from apps.core.retry import retry_tx
from apps.core.testing import in_threads
from apps.ledger import services as ledger
from apps.ledger.models import Period
from apps.ledger.services import PeriodClosed
from apps.ledger.tests.factories import YEAR, lock
from apps.products.tests.factories import make_product
from apps.stock import services as stock
from apps.stock.closing import draft_documents, open_reservations
from apps.stock.models import Move, Reservation, StockDocument
from apps.stock.tests.factories import DAY, draft_receipt, make_place, receive, reserve, ship


def january() -> Period:
    return Period.objects.get(code=f"{YEAR}-01")


def close(period: Period):
    return ledger.close_period(actor=None, pk=period.pk, accept=["open_reservations"])


def test_a_closed_period_takes_no_move(company):
    make_place()
    tea = make_product()
    receive(tea, "5", "2")
    close(january())
    draft = draft_receipt(tea, "1", "1")

    with pytest.raises(PeriodClosed, match=f"{YEAR}-01"):
        stock.post_receipt(actor=None, pk=draft.pk)
    with pytest.raises(PeriodClosed):
        ship(tea, "1")
    stock.post_receipt(actor=None, pk=draft.pk, on=date(YEAR, 2, 1))

    assert Move.objects.filter(product=tea).count() == 2


def test_a_posted_document_of_a_closed_period_is_reversed_in_an_open_one(company):
    make_place()
    receipt = receive(make_product(), "5", "2")
    close(january())

    with pytest.raises(PeriodClosed):
        stock.reverse_receipt(actor=None, pk=receipt.pk, on=DAY)
    back = stock.reverse_receipt(actor=None, pk=receipt.pk, on=date(YEAR, 2, 1))

    assert back.entry.date == date(YEAR, 2, 1)


def test_drafts_and_open_promises_are_on_the_checklist(company):
    make_place()
    tea = make_product()
    receive(tea, "5", "2")
    period = january()
    assert draft_documents(period) == []
    draft = draft_receipt(tea, "1", "1")
    reserve((uuid7(), tea, "2"))

    [item] = draft_documents(period)
    assert (item.target_type, item.target_id) == ("stock.stockdocument", draft.pk)
    assert "Draft receipt" in item.text
    latest = Period.objects.order_by("-end").first()
    [promise] = open_reservations(latest)
    assert "2 of TEA" in promise.text
    with pytest.raises(ledger.Blocked):
        close(period)


@pytest.mark.parametrize(("zone", "items"), [("Europe/Berlin", 0), ("UTC", 1)])
def test_a_promise_of_the_last_evening_belongs_to_the_day_on_the_companys_clock(
    company, zone, items
):
    make_place()
    tea = make_product()
    receive(tea, "5", "2")
    reserve((uuid7(), tea, "2"))
    company.time_zone = zone
    company.save(update_fields=["time_zone"])
    Reservation.objects.update(created_at=datetime(YEAR, 1, 31, 23, 30, tzinfo=UTC))

    assert len(open_reservations(january())) == items
    assert len(open_reservations(Period.objects.get(code=f"{YEAR}-02"))) == 1


def test_goods_do_not_move_where_stock_is_locked(company):
    make_place()
    tea = make_product()
    receive(tea, "5", "2")
    lock("stock", hard=f"{YEAR}-01-31")

    with pytest.raises(ledger.AreaLocked, match="“Stock” is locked"), transaction.atomic():
        receive(tea, "5", "2")
    assert Move.objects.filter(product=tea).count() == 1


@pytest.mark.django_db(transaction=True)
def test_nothing_moves_into_a_period_once_it_is_closed(company):
    with transaction.atomic():
        make_place()
        tea = make_product()
        receive(tea, "100", "2")
        drafts = [draft_receipt(tea, "1", "1", date=date(YEAR, 2, 1)).pk for _ in range(20)]
        period = january()

    def move(pk):
        return stock.post_receipt(actor=None, pk=pk, on=DAY).date

    calls = [retry_tx(lambda pk=pk: move(pk)) for pk in drafts]
    calls.insert(8, retry_tx(lambda: close(period)))
    answers = in_threads(calls, at_once=10)

    with transaction.atomic():
        closing = Period.objects.get(pk=period.pk).closings.get()
        posted = StockDocument.objects.filter(kind="receipt", status="posted", date=DAY)
        moved = Move.objects.filter(date=DAY).count()
        assert closing.entry_count == posted.count() == moved
    refused = [answer for answer in answers if isinstance(answer, Exception)]
    assert all(isinstance(answer, PeriodClosed) for answer in refused)
    assert moved == 1 + 20 - len(refused)
