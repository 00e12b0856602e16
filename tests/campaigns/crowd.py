"""What the contest is about: a hot product, ten others, and draft orders that want more of them than there is."""

from decimal import Decimal
from random import Random
from typing import Any
from uuid import UUID

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction

from apps.access.models import User
from apps.core.context import company_context
from apps.parties.models import Party
from apps.products.models import Product
from apps.sales import services as sales
from apps.sales.models import SalesOrder
from apps.warehouses.models import Warehouse
from benchmarks.scene import DAY, make_scene

CODE = "CONTEST"
OTHERS = 10
LINES = 5


def make(contenders: int, stock: int) -> dict[str, Any]:
    """Make the company and its drafts; return the session of its owner and which orders there are."""
    scene = make_scene(CODE, products=OTHERS + 1, on_hand=stock)
    dice = Random(7)  # noqa: S311 - the same shuffles each time
    with company_context(scene.company.pk), transaction.atomic():
        goods = list(Product.objects.select_related("unit").order_by("sku"))
        hot, others = goods[0], goods[1:]
        singles = [draft([hot]) for _ in range(contenders)]
        mixed = [draft(dice.sample(others, LINES)) for _ in range(stock * OTHERS * 3 // LINES // 2)]
    return {
        "company": str(scene.company.pk),
        "session": log_in(scene.owner),
        "hot": singles,
        "mixed": mixed,
    }


def draft(goods: list[Product]) -> str:
    """Write the draft of an order of one piece of each product."""
    order = SalesOrder(
        party=Party.objects.get(code="C1"),
        date=DAY,
        currency_id="EUR",
        warehouse=Warehouse.objects.get(code="W1"),
    )
    lines = [
        sales.OrderLineDraft(
            product=product, quantity=Decimal(1), unit=product.unit, unit_price=product.sale_price
        )
        for product in goods
    ]
    made: UUID = sales.draft_order(actor=None, document=order, lines=lines).pk
    return str(made)


def log_in(user: User) -> str:
    """Return the key of a session of the user, as after the login form."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return str(session.session_key)
