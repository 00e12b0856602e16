"""Tables of the tax return: its boxes, the lines behind a figure, what was filed."""

import django_tables2 as tables
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.core.answers import document_url
from apps.core.columns import AmountColumn, CodeColumn, DateColumn, StampColumn
from apps.ledger.models import EntryLine, TaxBox, TaxReturn

CARDS = {"class": "table table--cards"}


class TaxBoxTable(tables.Table):
    """Boxes of the tax return."""

    code = CodeColumn(verbose_name=_("Box"))
    name = tables.Column(accessor="display_name", order_by=("name",), verbose_name=_("Name"))
    side = tables.Column(verbose_name=_("Counts as"))
    content = tables.Column(verbose_name=_("Holds"))
    taxes = tables.Column(accessor="tax_codes", orderable=False, verbose_name=_("Tax codes"))
    position = tables.Column(
        verbose_name=_("Position"), attrs={"td": {"class": "num"}, "th": {"class": "num"}}
    )

    class Meta:
        model = TaxBox
        fields = ("code", "name", "side", "content", "taxes", "position")
        sequence = fields
        attrs = CARDS
        row_attrs = {"data-href": lambda record: reverse("ledger:taxbox_edit", args=[record.pk])}


class TaxReturnTable(tables.Table):
    """Returns as they were filed."""

    first = DateColumn(verbose_name=_("From"), linkify=document_url)
    last = DateColumn(verbose_name=_("To"))
    due = AmountColumn(verbose_name=_("Tax due"))
    deductible = AmountColumn(verbose_name=_("Tax deductible"))
    net = AmountColumn(verbose_name=_("To pay"))
    reference = CodeColumn(verbose_name=_("Receipt"))
    entry = CodeColumn(
        accessor="entry",
        orderable=False,
        verbose_name=_("Settlement"),
        linkify=lambda record: (
            reverse("ledger:entry_detail", args=[record.entry_id]) if record.entry_id else None
        ),
    )
    filed_by = tables.Column(verbose_name=_("Filed by"), order_by=("filed_by__email",))
    filed_at = StampColumn(verbose_name=_("Filed"))

    class Meta:
        model = TaxReturn
        fields = (
            "first", "last", "due", "deductible", "net", "reference", "entry", "filed_by", "filed_at",
        )  # fmt: skip
        sequence = fields
        attrs = CARDS
        row_attrs = {"data-href": document_url}


class TaxLineTable(tables.Table):
    """Entry lines with a tax, or on a tax account."""

    date = DateColumn(verbose_name=_("Date"))
    number = CodeColumn(accessor="entry__seal__number", orderable=False, verbose_name=_("No."))
    entry = CodeColumn(
        accessor="entry",
        orderable=False,
        verbose_name=_("Document"),
        linkify=lambda record: reverse("ledger:entry_detail", args=[record.entry_id]),
    )
    party = tables.Column(accessor="party__display_name", orderable=False, verbose_name=_("Party"))
    account = CodeColumn(accessor="account__code", verbose_name=_("Account"))
    tax = CodeColumn(accessor="tax__code", verbose_name=_("Tax code"))
    tax_role = tables.Column(
        accessor="get_tax_role_display", order_by=("tax_role",), verbose_name=_("Part")
    )
    base = AmountColumn(
        accessor="usual_base", order_by=("usual_base",), zero="dash", verbose_name=_("Base")
    )
    amount = AmountColumn(
        accessor="usual_tax", order_by=("usual_tax",), zero="dash", verbose_name=_("Tax")
    )

    class Meta:
        model = EntryLine
        fields = (
            "date", "number", "entry", "party", "account", "tax", "tax_role", "base", "amount",
        )  # fmt: skip
        sequence = fields
        attrs = CARDS
        row_attrs = {
            "data-href": lambda record: reverse("ledger:entry_detail", args=[record.entry_id])
        }
