"""What the verbs ask that put substitutes in the place of lines."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _

from apps.core.commands import CommandForm
from apps.core.formatting import format_quantity
from apps.sales.substitutes import Offer, offers_of


class ReplaceForm(CommandForm):
    """Which line is replaced by what."""

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        offers = [row for rows in offers_of(self.document).values() for row in rows]
        self.fields["choice"] = forms.ChoiceField(
            label=_("In place of"),
            choices=[
                (each.key, f"{each.line.product.display_name} → {_named(each)}")
                for each in offers
                if each.may_replace
            ],
            widget=forms.RadioSelect,
        )
        self.harden()

    def clean(self) -> dict[str, Any]:
        """Return line and product."""
        super().clean()
        line, _colon, product = self.cleaned_data.get("choice", "").partition(":")
        return {"line": UUID(line), "product": UUID(product)} if product else {}


class ConfirmForm(CommandForm):
    """What becomes of lines that are short: they stay, or a substitute takes their place."""

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.lines: dict[str, UUID] = {}
        for line, offers in offers_of(self.document).items():
            name = f"line_{line.hex}"
            self.lines[name] = line
            row = offers[0].line
            self.fields[name] = forms.ChoiceField(
                label=f"{row.product.display_name} · {format_quantity(row.quantity, row.unit.code)}",
                choices=[("", _("Leave it")), *((str(o.product.pk), _named(o)) for o in offers)],
                required=False,
                help_text=_("Archived") if not row.product.is_active else _("Less of it is free"),
            )

    def clean(self) -> dict[str, Any]:
        """Return the chosen products by line."""
        super().clean()
        chosen = {
            line: UUID(self.cleaned_data[name])
            for name, line in self.lines.items()
            if self.cleaned_data.get(name)
        }
        return {"replacements": chosen}


def _named(offer: Offer) -> str:
    free = format_quantity(offer.free, offer.product.unit.code)
    words = _("%(product)s, %(free)s free") % {"product": offer.product, "free": free}
    return f"{words} ({offer.note})" if offer.note else words
