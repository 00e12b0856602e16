"""Users who log in with an e-mail address, and the rights they hold on single rows."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase
from simple_history.models import HistoricalRecords

from apps.companies.models import Branch, Company
from apps.core.ids import uuid7


class UserManager(BaseUserManager["User"]):
    """Makes users by e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make a user; without a password one that cannot log in."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make a user with every right and the Django admin."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        """Return the user of an e-mail address, however it is capitalised."""
        return self.get(email=(username or "").strip().lower())


class Theme(models.TextChoices):
    """How light the screens are; "" follows the machine."""

    SYSTEM = "", _("As the system")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


class User(AbstractBaseUser, PermissionsMixin):
    """A person, or another system, that acts in Plumb."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=150)
    title = models.CharField(_("job title"), max_length=100, blank=True)
    language = models.CharField(_("language"), max_length=8, blank=True)
    theme = models.CharField(
        _("theme"), max_length=8, blank=True, choices=Theme, default=Theme.SYSTEM
    )
    default_company = models.ForeignKey(
        Company, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("company")
    )
    is_staff = models.BooleanField(_("may use the admin"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    date_joined = models.DateTimeField(_("since"), default=timezone.now)
    history = HistoricalRecords(excluded_fields=["password", "last_login"])

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering: ClassVar[list[str]] = ["name"]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(email=models.functions.Lower("email")),
                name="user_email_lower_case",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def state(self) -> str:
        """Return ``active`` or ``inactive``, the colour of its badge."""
        return "active" if self.is_active else "inactive"

    @property
    def state_label(self) -> str:
        """Return the state in words."""
        return gettext("Active") if self.is_active else gettext("Deactivated")

    def get_full_name(self) -> str:
        """Return the name shown to others."""
        return self.name

    def get_short_name(self) -> str:
        """Return the first word of the name."""
        return self.name.split(" ")[0]


class CompanyUserObjectPermission(UserObjectPermissionBase):
    """A user's right on one company."""

    content_object = models.ForeignKey(Company, models.CASCADE)


class CompanyGroupObjectPermission(GroupObjectPermissionBase):
    """A group's right on one company."""

    content_object = models.ForeignKey(Company, models.CASCADE)


class BranchUserObjectPermission(UserObjectPermissionBase):
    """A user's right on one branch."""

    content_object = models.ForeignKey(Branch, models.CASCADE)


class BranchGroupObjectPermission(GroupObjectPermissionBase):
    """A group's right on one branch."""

    content_object = models.ForeignKey(Branch, models.CASCADE)
