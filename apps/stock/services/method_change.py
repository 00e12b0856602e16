"""A change of costing method: stock on hand is valued from now on as its category says."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from apps.access.models import User
from apps.companies.selectors import company_in_force
from apps.core import events
from apps.core.ids import uuid7
from apps.core.money import ZERO, allocate, round_money
from apps.ledger import services as ledger
from apps.ledger.choices import JournalType, Purpose
from apps.ledger.models import Entry
from apps.ledger.services import Posting, account_for
from apps.products.choices import CostingMethod
from apps.products.costing_rules import require_traced
from apps.products.models import Product
from apps.stock import costing
from apps.stock.choices import PoolScope, ValueKind
from apps.stock.costing import Change, Part
from apps.stock.models import CostPool, Level, ValueLine
from apps.stock.services.pools import lock_pools, read_stock
from apps.warehouses.choices import STOCKED


@transaction.atomic
def apply_costing(*, actor: User | None, pk: UUID) -> Product:
    """Value the stock of a product from today on by the method, scope and account of its category.

    Its value stays what it is, spread over warehouses or lots by quantity; only standard cost changes it, and the
    difference is a price variance. Layers begin anew. Stock that is valued so already is left as it is.

    Args:
        pk: the product.

    Raises:
        NotTraced: the category wants actual cost by lot, and the product has none.
        PeriodClosed: an account's value would change, and today's period is closed.
    """
    rows = Product.objects.select_for_update(of=("category",), no_key=True)
    product = rows.select_related("category", "unit").get(pk=pk)
    require_traced(product)
    pools = lock_pools([pk])
    pool = pools[pk]
    if pool.account_id is None or not _is_other(pool, product):
        return product
    company = company_in_force()
    stock = read_stock(pools, company.currency_id)
    out = [
        change
        for part in stock.pools.values()
        if part.quantity
        for change in costing.issue(part, part.quantity)
    ]
    back = _put_back(product, pool.value, company.currency_id)
    old, on = pool.account_id, company.today()
    new = product.category.stock_account_id or old
    entry = _book(actor, product, on, [(old, _worth(out)), (new, _worth(back))])
    for account, changes in ((old, out), (new, back)):
        _write(product, entry, on, account, changes)
    events.publish("stock.costing_applied", product, method=product.category.costing_method)
    return product


def _is_other(pool: CostPool, product: Product) -> bool:
    """Tell whether stock is on hand and kept otherwise than its category says."""
    category = product.category
    home = category.stock_account_id or pool.account_id
    wanted = (category.costing_method, category.pool_scope, home)
    return bool(pool.quantity) and (pool.costing_method, pool.scope, pool.account_id) != wanted


def _put_back(product: Product, value: Decimal, currency: str) -> list[Change]:
    """Spread a value over the parts the category wants, by what each holds; standard cost has a value of its own."""
    category = product.category
    held: dict[Part, Decimal] = defaultdict(Decimal)
    levels = Level.objects.filter(
        product=product, on_hand__gt=0, location__kind__in=STOCKED
    ).select_related("location")
    for level in levels.order_by("pk"):
        by_warehouse = category.pool_scope == PoolScope.WAREHOUSE
        warehouse = level.location.warehouse_id if by_warehouse else None
        lot = level.lot_id if category.pool_scope == PoolScope.LOT else None
        held[Part(product.pk, warehouse, lot)] += level.on_hand
    values = allocate(value, list(held.values()), currency)
    if category.costing_method == CostingMethod.STANDARD:
        values = [round_money(part * product.standard_cost, currency) for part in held.values()]
    return [
        costing.receive(
            costing.Pool(category.costing_method, currency, part=part),
            quantity,
            worth,
            layer=uuid7(),
        )
        for (part, quantity), worth in zip(held.items(), values, strict=True)
    ]


def _worth(changes: Sequence[Change]) -> Decimal:
    return sum((change.value for change in changes), ZERO)


def _book(
    actor: User | None,
    product: Product,
    on: date,
    amounts: Sequence[tuple[UUID, Decimal]],
) -> Entry | None:
    """Post what changes on the accounts: stock moves from one to the other, the rest is a price variance."""
    accounts: dict[UUID, Decimal] = defaultdict(Decimal)
    for account, amount in amounts:
        accounts[account] += amount
    difference = sum(accounts.values(), ZERO)
    if difference:
        home = product.category.variance_account_id
        variance = home or account_for(Purpose.PRICE_VARIANCE, ledger.default_accounts()).pk
        accounts[variance] -= difference
    postings = [Posting(account, amount) for account, amount in accounts.items() if amount]
    if not postings:
        return None
    return ledger.post_entry(
        actor=actor,
        journal=ledger.journal_of(JournalType.STOCK),
        on=on,
        postings=postings,
        source_type="stock.valueline",
        source_id=uuid7(),
        kind="method",
        memo=_("Change of costing method of %(product)s") % {"product": product},
    )


def _write(
    product: Product,
    entry: Entry | None,
    on: date,
    account: UUID,
    changes: Sequence[Change],
) -> None:
    """Write the value lines of one side, in a statement of its own: the pool is empty between both."""
    rows = []
    for change in changes:
        part = change.part or Part(product.pk)
        rows.append(
            ValueLine(
                id=change.layer if change.opens else uuid7(),
                company_id=product.company_id,
                product_id=product.pk,
                account_id=account,
                kind=ValueKind.METHOD,
                layer_id=change.layer,
                warehouse_id=part.warehouse,
                lot_id=part.lot,
                quantity=change.quantity,
                value=change.value,
                date=on,
                entry=entry,
            )
        )
    ValueLine.objects.bulk_create(rows)
