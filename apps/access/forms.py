"""Forms of people: signing in, one's own profile, the user editor."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm, PasswordResetForm
from django.utils.translation import gettext_lazy as _

from apps.access import services
from apps.access.models import User
from apps.access.permissions import row_rights
from apps.access.roles import ROLES
from apps.access.selectors import custom_field_targets, grantable_rows, granted_ids, roles_of
from apps.core.context import company_id
from apps.core.forms import PlumbModelForm
from apps.core.models import FieldDefinition

WORKDAY = 12 * 3600


class LoginForm(AuthenticationForm):
    """E-mail and password; without "keep me signed in" the session ends after a working day."""

    error_messages = {
        **AuthenticationForm.error_messages,
        "invalid_login": _(
            "No user has this e-mail address and password. Check both; capital letters count in the password."
        ),
    }
    remember = forms.BooleanField(label=_("Keep me signed in for 14 days"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("E-mail")
        self.fields["username"].widget = forms.EmailInput(
            attrs={"autofocus": True, "autocomplete": "username"}
        )

    def clean_username(self) -> str:
        """Return the address as it is stored."""
        return str(self.cleaned_data["username"]).strip().lower()


class ResetForm(PasswordResetForm):
    """Asks for an address; the link is sent by a worker, and the answer is the same for unknown ones."""

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Have the link sent to the active user of the address."""
        user = User.objects.filter(
            email=self.cleaned_data["email"].strip().lower(), is_active=True
        ).first()
        if user:
            services.ask_password_reset(user=user)


class ProfileForm(PlumbModelForm):
    """What people may change about themselves."""

    language = forms.ChoiceField(label=_("Language"), required=False)

    class Meta:
        model = User
        fields = ("name", "title", "language", "theme")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language_choices(self.fields["language"])


class UserForm(PlumbModelForm):
    """One user: who, which roles, and the companies, branches and warehouses they may work in.

    Offered are only rows the editor may work in; what lies beyond stays as it is. ``of(actor)`` is the form
    as that person sees it.
    """

    language = forms.ChoiceField(label=_("Language"), required=False)
    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        choices=list(ROLES.items()),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What they may do, in every company they work in."),
        required=False,
    )

    class Meta:
        model = User
        fields = ("name", "email", "title", "language")

    actor: User

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        is_new = self.instance._state.adding
        language_choices(self.fields["language"])
        self.fields["roles"].initial = [] if is_new else roles_of(self.instance)
        for right in row_rights():
            rows = grantable_rows(self.actor, right)
            held = {company_id()} if is_new else granted_ids(self.instance, right)
            self.fields[right.name] = forms.ModelMultipleChoiceField(
                rows,
                label=right.label,
                widget=forms.CheckboxSelectMultiple,
                required=False,
                initial=[row.pk for row in rows if row.pk in held],
            )

    @classmethod
    def of(cls, actor: User) -> "type[UserForm]":
        """Return the form for the person who fills it in."""
        return type(cls.__name__, (cls,), {"actor": actor, "__module__": cls.__module__})

    def clean_email(self) -> str:
        """Return the address in small letters, as it is stored."""
        return str(self.cleaned_data["email"]).strip().lower()

    def validate_unique(self) -> None:
        """Leave it to the services: the address of a colleague from another company is no error in an invitation."""

    def where(self) -> list[Any]:
        """Return the bound fields that say where the user may work, if there is something to choose."""
        fields: list[Any] = [self[right.name] for right in row_rights()]
        return [field for field in fields if field.field.queryset]

    def grants(self) -> dict[str, set[Any]]:
        """Return the chosen rows by the name of their right."""
        return {
            right.name: {row.pk for row in self.cleaned_data[right.name]} for right in row_rights()
        }


def language_choices(field: Any) -> None:
    """Offer the languages of the screens, and none: then the browser's is used."""
    field.choices = [("", _("As the browser")), *settings.LANGUAGES]


class FieldDefinitionForm(PlumbModelForm):
    """A custom field: what for, which kind, and its words in each language."""

    target_type = forms.ChoiceField(
        label=_("For"), choices=lambda: list(custom_field_targets().items())
    )
    code = forms.SlugField(
        label=_("Code"),
        max_length=40,
        help_text=_("Small letters, digits and _; it cannot be changed later."),
    )
    choices_text = forms.CharField(
        label=_("Choices"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("For the kind Choice: one on each line."),
    )
    label_fr = forms.CharField(label=_("Label in French"), max_length=80, required=False)
    label_ar = forms.CharField(label=_("Label in Arabic"), max_length=80, required=False)

    class Meta:
        model = FieldDefinition
        fields = ("target_type", "label", "code", "kind", "required", "position")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["choices_text"].initial = "\n".join(self.instance.choices)
        for code in ("fr", "ar"):
            self.fields[f"label_{code}"].initial = self.instance.label_i18n.get(code, "")
        if not self.instance._state.adding:
            for name in ("target_type", "code", "kind"):
                self.fields[name].disabled = True

    def clean_code(self) -> str:
        """Return a code that no other custom field of its kind of rows has."""
        code, target = self.cleaned_data["code"], self.cleaned_data.get("target_type")
        same = FieldDefinition.objects.filter(
            company_id=company_id(), target_type=target, code=code
        )
        if same.exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("Choose another code; there is a field with this one."))
        return str(code)

    def _post_clean(self) -> None:
        lines = self.cleaned_data.get("choices_text", "").splitlines()
        self.instance.choices = [line.strip() for line in lines if line.strip()]
        words = {code: self.cleaned_data.get(f"label_{code}", "") for code in ("fr", "ar")}
        self.instance.label_i18n = {code: label for code, label in words.items() if label}
        super()._post_clean()  # type: ignore[misc]
