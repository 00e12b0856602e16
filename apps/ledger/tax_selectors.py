"""Reads of the tax return: its boxes, what was filed, the lines behind a figure."""

from typing import Any

from django.db.models import Case, DecimalField, F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from apps.core.context import company_id
from apps.core.permissions import may
from apps.ledger.choices import TaxRole, TaxTreatment, TaxUse
from apps.ledger.models import EntryLine, Tax, TaxBox, TaxReturn

AMOUNT = DecimalField(max_digits=20, decimal_places=4)
_DEBIT = Q(tax__treatment=TaxTreatment.WITHHELD, tax__use=TaxUse.SALE) | (
    Q(tax__use=TaxUse.PURCHASE)
    & ~Q(tax__treatment=TaxTreatment.WITHHELD)
    & ~Q(tax_role=TaxRole.REVERSE)
)


def visible_tax_boxes(user: Any) -> QuerySet[TaxBox]:
    """Return the boxes of the tax return in their order, with the taxes in them."""
    rows = TaxBox.objects.filter(company_id=company_id()).prefetch_related("sources__tax")
    seen = may(user, "ledger.view_taxbox")
    return (rows if seen else rows.none()).order_by("position", "code", "-pk")


def visible_tax_returns(user: Any) -> QuerySet[TaxReturn]:
    """Return what was filed, newest first."""
    rows = TaxReturn.objects.filter(company_id=company_id()).select_related("filed_by", "entry")
    seen = may(user, "ledger.view_taxreturn")
    return (rows if seen else rows.none()).order_by("-last", "-pk")


def visible_tax_lines(user: Any) -> QuerySet[EntryLine]:
    """Return the entry lines with a tax or on a tax account, with base and tax on their usual side, newest first."""
    taxes = Tax.objects.filter(company_id=company_id())
    rows = EntryLine.objects.filter(
        Q(tax__isnull=False)
        | Q(account__in=taxes.exclude(account=None).values("account"))
        | Q(account__in=taxes.exclude(reverse_account=None).values("reverse_account")),
        company_id=company_id(),
    ).exclude(tax_role=TaxRole.PENDING)
    side = Case(When(_DEBIT, then=Value(1)), default=Value(-1))
    tax = Case(
        When(tax_role=TaxRole.BASE, then=Value(0)),
        default=side * (F("debit") - F("credit")),
        output_field=AMOUNT,
    )
    base = Coalesce(side * F("tax_base"), Value(0), output_field=AMOUNT)
    seen = rows if may(user, "ledger.view_taxreturn") else rows.none()
    return (
        seen.annotate(usual_base=base, usual_tax=tax)
        .select_related("account", "entry__seal", "party", "tax")
        .order_by("-date", "-pk")
    )
