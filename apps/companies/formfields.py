"""Form fields of things every company has: currencies, countries, time zones."""

from typing import Any
from zoneinfo import available_timezones

from django import forms

from apps.companies.models import Currency
from apps.companies.selectors import country_names, currency_name


class CurrencyField(forms.ModelChoiceField):
    """A currency in use, shown as ``EUR – Euro`` in the reader's language."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("queryset", Currency.objects.filter(is_active=True).order_by("code"))
        super().__init__(**kwargs)

    def label_from_instance(self, obj: Any) -> str:
        """Return code and name."""
        return f"{obj.pk} – {currency_name(obj.pk)}"


class CountryField(forms.ChoiceField):
    """A country of ISO 3166, by name in the reader's language; none is allowed unless required."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=lambda: [("", "–"), *country_names().items()], **kwargs)


class TimeZoneField(forms.ChoiceField):
    """A time zone of the IANA database."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=_time_zones, **kwargs)


def _time_zones() -> list[tuple[str, str]]:
    places = sorted(
        name
        for name in available_timezones()
        if "/" in name and not name.startswith(("Etc/", "SystemV/"))
    )
    return [("UTC", "UTC"), *((name, name.replace("_", " ")) for name in places)]
