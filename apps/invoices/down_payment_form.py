"""What asking for a down payment on an order asks: how much of it, and the day."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from apps.companies.command_forms import DateForm
from apps.core.formatting import format_money
from apps.core.numbers import NumberField


class DownPaymentForm(DateForm):
    """A percentage of the order's net or an amount, one of both; the service says what of the order is left."""

    percent = NumberField(
        label=_("Percent of the order"), max_digits=7, decimal_places=4, required=False
    )
    amount = NumberField(
        label=_("or a net amount"), max_digits=19, decimal_places=4, required=False
    )

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.order_fields(["percent", "amount", "on"])
        self.fields["percent"].widget.attrs["autofocus"] = True
        order = self.document
        self.fields["percent"].help_text = _("Of %(net)s net; tax is added.") % {
            "net": format_money(order.net, order.currency_id)
        }
        self.fields["amount"].help_text = _("In %(currency)s; tax is added.") % {
            "currency": order.currency_id
        }
