"""The boxes of the tax return to start with."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history

from apps.core.context import company_id
from apps.core.exceptions import BusinessError
from apps.ledger.chart_taxes import ChartBox, boxes_of, generic_boxes
from apps.ledger.charts import ChartTax
from apps.ledger.choices import TaxKind
from apps.ledger.models import Tax, TaxBox, TaxBoxSource


class BoxesExist(BusinessError):
    """The company has boxes already."""


@transaction.atomic
def install_tax_boxes(*, actor: Any, template: str, language: str = "en") -> list[TaxBox]:
    """Give the company in force the boxes of a country's return, with those of its tax codes that go into them.

    Args:
        template: a key of ``charts.TEMPLATES``; one without a form of its own has a box for each tax code.

    Raises:
        BoxesExist: the company has boxes.
    """
    if TaxBox.objects.filter(company_id=company_id()).exists():
        raise BoxesExist(_("To change the boxes, edit them; the company has some."))
    taxes = Tax.objects.filter(company_id=company_id()).exclude(kind=TaxKind.GROUP)
    by_code = {tax.code: tax for tax in taxes.order_by("-use", "-rate", "code")}
    chosen = boxes_of(template) or list(generic_boxes(map(_as_of_chart, by_code.values())))
    boxes = [_box(box, position, language) for position, box in enumerate(chosen, 1)]
    bulk_create_with_history(boxes, TaxBox, batch_size=1000, default_user=actor)
    TaxBoxSource.objects.bulk_create(
        TaxBoxSource(company_id=company_id(), box=box, tax=by_code[code], role=role)
        for box, plan in zip(boxes, chosen, strict=True)
        for code, role in plan.sources
        if code in by_code
    )
    return boxes


def _box(plan: ChartBox, position: int, language: str) -> TaxBox:
    return TaxBox(
        company_id=company_id(),
        code=plan.code,
        side=plan.side,
        content=plan.content,
        position=position * 10,
        name=(plan.names.get(language) or plan.names["en"])[:200],
        name_i18n=plan.names,
    )


def _as_of_chart(tax: Tax) -> ChartTax:
    names = {"en": tax.name, **tax.name_i18n}
    return ChartTax(tax.code, tax.use, tax.rate or tax.amount, names, tax.treatment)
