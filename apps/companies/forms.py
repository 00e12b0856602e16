"""Forms of a company's settings, branches and exchange rates."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from apps.companies.command_forms import DAY
from apps.companies.ecb import LARGEST
from apps.companies.formfields import CountryField, CurrencyField, TimeZoneField
from apps.companies.models import Branch, Company, ExchangeRate
from apps.companies.selectors import company_in_force
from apps.companies.services import LOGO_LIMIT, logo_type
from apps.core.exceptions import InvalidInput
from apps.core.forms import PlumbForm, PlumbModelForm


class CompanyForm(PlumbModelForm):
    """The settings of a company; its code and its currency stay as they were made."""

    country = CountryField(label=_("Country"), required=False)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    time_zone = TimeZoneField(
        label=_("Time zone"), help_text=_("Decides which day it is in the books.")
    )
    logo_file = forms.FileField(
        label=_("Logo"),
        required=False,
        help_text=_("PNG or JPEG, at most 512 KB. It stands on invoices."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg"}),
    )
    remove_logo = forms.BooleanField(label=_("Remove the logo"), required=False)

    class Meta:
        model = Company
        fields = (
            "name",
            "tax_number",
            "country",
            "street",
            "postal_code",
            "city",
            "email",
            "phone",
            "website",
            "bank_account",
            "language",
            "time_zone",
            "fiscal_year_start_month",
            "tax_rounding",
            "hold_days",
        )

    def clean_logo_file(self) -> Any:
        """Check the logo by its content, whatever it is called."""
        upload = self.cleaned_data.get("logo_file")
        if upload:
            try:
                self.logo = upload.read(LOGO_LIMIT + 1)
                self.logo_type = logo_type(self.logo)
            except InvalidInput as error:
                raise forms.ValidationError(error.message) from None
        return upload

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if self.cleaned_data.get("logo_file"):
            self.instance.logo, self.instance.logo_type = self.logo, self.logo_type
        elif self.cleaned_data.get("remove_logo"):
            self.instance.logo, self.instance.logo_type = None, ""


class BranchForm(PlumbModelForm):
    """A branch."""

    class Meta:
        model = Branch
        fields = ("code", "name", "city", "is_active")


class RateForm(PlumbModelForm):
    """The rate of one currency on one day."""

    currency = CurrencyField(label=_("Currency"))

    class Meta:
        model = ExchangeRate
        fields = ("currency", "date", "rate")
        widgets = {"date": forms.DateInput({"type": "date"}, format="%Y-%m-%d")}

    def validate_unique(self) -> None:
        """Leave it to the service: the same day again is a correction."""


class RatesFileForm(PlumbForm):
    """A file of exchange rates, and the first day of it that is wanted."""

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "A table of the European Central Bank: one day or the history, CSV or XML, at most 20 MB."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.xml,text/csv,application/xml"}),
    )
    since = forms.DateField(
        label=_("From"), required=False, widget=DAY, help_text=_("Days before it are left out.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = company_in_force().today()
        self.fields["since"].initial = today.replace(year=today.year - 1, month=1, day=1)

    def clean_file(self) -> Any:
        """Refuse what is larger than any such table before it is read."""
        upload = self.cleaned_data["file"]
        if upload.size > LARGEST:
            raise forms.ValidationError(_("The file is larger than 20 MB."))
        return upload
