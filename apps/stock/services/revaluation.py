"""A new standard cost: all stock of the product is worth it from today on."""

from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from apps.access.models import User
from apps.companies.selectors import company_in_force
from apps.core import events
from apps.core.ids import uuid7
from apps.core.money import round_money
from apps.ledger import services as ledger
from apps.ledger.choices import JournalType, Purpose
from apps.ledger.models import Entry
from apps.ledger.services import Posting, account_for
from apps.products import services as products
from apps.products.choices import CostingMethod
from apps.products.models import Product
from apps.stock.choices import ValueKind
from apps.stock.models import ValueLine
from apps.stock.services.pools import lock_pools


@transaction.atomic
def set_standard_cost(*, actor: User | None, pk: UUID, cost: Decimal) -> Product:
    """Give a product a new standard cost; see ``revalue_at_standard``."""
    product = Product.objects.select_related("category", "unit").get(pk=pk)
    product.standard_cost = cost
    return products.save_product(actor=actor, document=product)


def revalue_at_standard(actor: User | None, product: Product) -> Entry | None:
    """Book the difference between stock at its value and at the product's standard cost, if there is one.

    A participant of ``products.save_product``: 100 on hand, standard 5 -> 3 books -200.

    Raises:
        PeriodClosed: today's period is closed.
    """
    pool = lock_pools([product.pk])[product.pk]
    if not pool.account_id or not pool.quantity or pool.costing_method != CostingMethod.STANDARD:
        return None
    company = company_in_force()
    change = round_money(pool.quantity * product.standard_cost, company.currency_id) - pool.value
    if not change:
        return None
    line_id = uuid7()
    variance = product.category.variance_account_id
    variance = variance or account_for(Purpose.PRICE_VARIANCE, ledger.default_accounts()).pk
    entry = ledger.post_entry(
        actor=actor,
        journal=ledger.journal_of(JournalType.STOCK),
        on=company.today(),
        postings=[Posting(pool.account_id, change), Posting(variance, -change)],
        source_type="stock.valueline",
        source_id=line_id,
        memo=_("New standard cost of %(product)s") % {"product": product},
    )
    ValueLine.objects.create(
        id=line_id,
        company_id=product.company_id,
        product=product,
        account_id=pool.account_id,
        kind=ValueKind.ADJUSTMENT,
        quantity=0,
        value=change,
        date=entry.date,
        entry=entry,
    )
    events.publish("stock.product_revalued", product, change=str(change))
    return entry
