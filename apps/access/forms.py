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
from apps.access.selectors import grantable_rows, granted_ids, roles_of
from apps.core.context import company_id

WORKDAY = 12 * 3600


class LoginForm(AuthenticationForm):
    """E-mail and password; without "keep me signed in" the session ends after a working day."""

    error_messages = {
        **AuthenticationForm.error_messages,
        "invalid_login": _("No user has this e-mail address and password. Check both; capital letters count in the password."),
    }
    remember = forms.BooleanField(label=_("Keep me signed in for 14 days"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("E-mail")
        self.fields["username"].widget = forms.EmailInput(attrs={"autofocus": True, "autocomplete": "username"})

    def clean_username(self) -> str:
        """Return the address as it is stored."""
        return str(self.cleaned_data["username"]).strip().lower()


class ResetForm(PasswordResetForm):
    """Asks for an address; the link is sent by a worker, and the answer is the same for unknown ones."""

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Have the link sent to the active user of the address."""
        user = User.objects.filter(email=self.cleaned_data["email"].strip().lower(), is_active=True).first()
        if user:
            services.ask_password_reset(user=user)


class ProfileForm(forms.ModelForm):
    """What people may change about themselves."""

    language = forms.ChoiceField(label=_("Language"), required=False)

    class Meta:
        model = User
        fields = ("name", "title", "language", "theme")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language_choices(self.fields["language"])


class UserForm(forms.ModelForm):
    """One user: who, which roles, and the companies, branches and warehouses they may work in.

    Offered are only rows the editor may work in; what lies beyond stays as it is.
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

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        is_new = self.instance._state.adding
        language_choices(self.fields["language"])
        self.fields["roles"].initial = [] if is_new else roles_of(self.instance)
        for right in row_rights():
            rows = grantable_rows(actor, right)
            held = {company_id()} if is_new else granted_ids(self.instance, right)
            self.fields[right.name] = forms.ModelMultipleChoiceField(
                rows,
                label=right.label,
                widget=forms.CheckboxSelectMultiple,
                required=False,
                initial=[row.pk for row in rows if row.pk in held],
            )

    def clean_email(self) -> str:
        """Return the address in small letters, as it is stored."""
        return str(self.cleaned_data["email"]).strip().lower()

    def validate_unique(self) -> None:
        """Leave it to the services: the address of a colleague from another company is no error in an invitation."""

    def grants(self) -> dict[str, set[Any]]:
        """Return the chosen rows by the name of their right."""
        return {right.name: {row.pk for row in self.cleaned_data[right.name]} for right in row_rights()}


def language_choices(field: Any) -> None:
    """Offer the languages of the screens, and none: then the browser's is used."""
    field.choices = [("", _("As the browser")), *settings.LANGUAGES]
