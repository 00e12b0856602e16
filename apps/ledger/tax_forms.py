"""The forms of tax codes, of the boxes of the tax return, and of filing it."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from apps.companies.command_forms import DAY
from apps.core.forms import PlumbForm, PlumbModelForm
from apps.core.lookups import LookupField, LookupForm, LookupFormSet
from apps.core.translated import TranslatedNameForm
from apps.ledger.choices import TaxKind
from apps.ledger.models import Account, Tax, TaxBox, TaxBoxSource, TaxComponent


def _account(label: Any, help_text: Any = "") -> LookupField:
    return LookupField(
        Account.objects.all(),
        url_name="ledger:account_options",
        code="code",
        label=label,
        help_text=help_text,
        required=False,
    )


class TaxForm(LookupForm, TranslatedNameForm):
    """A tax code."""

    account = _account(_("Tax account"))
    reverse_account = _account(
        _("Reverse charge account"), _("Where the buyer owes what the seller does not charge.")
    )
    pending_account = _account(
        _("Account until paid"),
        _("Filled in, the tax is due when the document is paid, and stands here before."),
    )

    class Meta:
        model = Tax
        fields = (
            "code", "name", "use", "kind", "rate", "amount", "treatment", "included", "compound", "deductible",
            "account", "reverse_account", "pending_account", "category", "reason_code", "reason", "is_active",
        )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = {code: self._reason(code, str(name)) for code, name in settings.LANGUAGES}
        names = list(self.fields)
        split = names.index("reason") + 1
        self.fields.update({f"reason_{code}": field for code, field in words.items()})
        self.order_fields([*names[:split], *(f"reason_{code}" for code in words), *names[split:]])
        for name in ("rate", "amount", "deductible"):
            self.fields[name].widget.attrs["class"] = "num"
        self.harden()

    def _reason(self, code: str, language: str) -> forms.CharField:
        return forms.CharField(
            label=_("Reason in %(language)s") % {"language": language},
            required=False,
            max_length=250,
            initial=self.instance.reason_i18n.get(code, ""),
            widget=forms.TextInput(attrs={"lang": code, "dir": "auto"}),
        )

    def _post_clean(self) -> None:
        given = {
            code: self.cleaned_data.get(f"reason_{code}", "") for code, _name in settings.LANGUAGES
        }
        self.instance.reason_i18n = {code: words for code, words in given.items() if words}
        super()._post_clean()


class TaxComponentForm(LookupForm, PlumbModelForm):
    """One of the taxes a code stands for, in the order they are computed."""

    tax = LookupField(
        Tax.objects.filter(is_active=True).exclude(kind=TaxKind.GROUP), label=_("Tax")
    )

    class Meta:
        model = TaxComponent
        fields = ("tax",)


TaxComponents = forms.inlineformset_factory(
    Tax,
    TaxComponent,
    form=TaxComponentForm,
    formset=LookupFormSet,
    fk_name="group",
    extra=3,
    can_delete=True,
)


class TaxBoxForm(TranslatedNameForm, PlumbModelForm):
    """A box of the tax return."""

    class Meta:
        model = TaxBox
        fields = ("code", "name", "side", "content", "position")


class TaxBoxSourceForm(LookupForm, PlumbModelForm):
    """A tax that a box takes up."""

    tax = LookupField(Tax.objects.exclude(kind=TaxKind.GROUP).order_by("code"), label=_("Tax"))

    class Meta:
        model = TaxBoxSource
        fields = ("tax", "role")

    def has_changed(self) -> bool:
        """Return whether a tax was chosen; the part alone says nothing."""
        is_empty = self.instance._state.adding and not self.data.get(self.add_prefix("tax"))
        return not is_empty and super().has_changed()


TaxBoxSources = forms.inlineformset_factory(
    TaxBox,
    TaxBoxSource,
    form=TaxBoxSourceForm,
    formset=LookupFormSet,
    extra=3,
    can_delete=True,
)


class FileReturnForm(PlumbForm):
    """What filing a return asks: the span, the receipt, and whether the tax is moved to what is to be paid."""

    first = forms.DateField(label=_("From"), widget=forms.HiddenInput)
    last = forms.DateField(label=_("To"), widget=forms.HiddenInput)
    reference = forms.CharField(
        label=_("Receipt of the tax office"),
        max_length=80,
        required=False,
        help_text=_("The number its portal answered with, if any."),
    )
    settle = forms.BooleanField(
        label=_("Post the settlement"),
        required=False,
        initial=True,
        help_text=_("Moves the tax of the return to the account it is paid from."),
    )
    on = forms.DateField(
        label=_("Date of the settlement"),
        widget=DAY,
        required=False,
        help_text=_("In an open period, on the last day of the span or later."),
    )
