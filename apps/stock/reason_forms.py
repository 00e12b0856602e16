"""The form of a reason to adjust stock."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from apps.core.lookups import LookupField, LookupForm
from apps.core.translated import TranslatedNameForm
from apps.ledger.models import Account
from apps.stock.models import Reason


class ReasonForm(LookupForm, TranslatedNameForm):
    """Why stock is adjusted, and the account that bears it."""

    account = LookupField(
        Account.objects.filter(is_active=True, control=""),
        url_name="ledger:account_options",
        code="code",
        label=_("Account"),
        required=False,
        help_text=_("Empty: the company's default account for reasons of this kind."),
    )

    class Meta:
        model = Reason
        fields = ("code", "name", "kind", "account", "asks_note", "sequence", "is_active")
        help_texts = {
            "kind": _("What is found comes in; what is lost or scrapped goes out; the others do both."),
            "sequence": _("The first in use of a kind is taken where nobody chooses."),
        }  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            self.fields["kind"].disabled = True
