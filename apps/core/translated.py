"""The form half of ``TranslatedName``: one field per language of the screens, right after the name itself."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _

from apps.core.forms import PlumbModelForm


class TranslatedNameForm(PlumbModelForm):
    """A form of a model with ``name`` and ``name_i18n``; with ``CustomFieldsForm``, inherit that first."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        translations = {
            f"name_{code}": self._translation(code) for code, _language in settings.LANGUAGES
        }
        names = [name for name in self.fields if name not in translations]
        split = names.index("name") + 1
        self.fields.update(translations)
        self.order_fields([*names[:split], *translations, *names[split:]])
        self.harden()

    def translations(self) -> list[Any]:
        """Return the bound fields of the translations, for a template that groups them."""
        return [self[f"name_{code}"] for code, _language in settings.LANGUAGES]

    def _translation(self, code: str) -> forms.CharField:
        labels = {"en": _("Name in English"), "fr": _("Name in French"), "ar": _("Name in Arabic")}
        return forms.CharField(
            label=labels.get(code, code),
            required=False,
            max_length=200,
            initial=self.instance.name_i18n.get(code, ""),
            widget=forms.TextInput(attrs={"lang": code, "dir": "auto"}),
        )

    def _post_clean(self) -> None:
        given = {
            code: self.cleaned_data.get(f"name_{code}", "")
            for code, _language in settings.LANGUAGES
        }
        self.instance.name_i18n = {code: name for code, name in given.items() if name}
        super()._post_clean()  # type: ignore[misc]
