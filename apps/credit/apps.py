"""App configuration."""

from typing import ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CreditConfig(AppConfig):
    """Ageing, statements of account, dunning."""

    name = "apps.credit"
    verbose_name = _("Credit control")
    role_permissions: ClassVar[dict[str, list[str]]] = {
        "accountant": [
            "credit.view_openspan",
            "credit.send_statement",
            *(f"credit.{verb}_dunningrun" for verb in ("view", "add", "send", "cancel")),
            *(f"credit.{verb}_dunninglevel" for verb in ("view", "add", "change")),
            *(f"credit.{verb}_dispute" for verb in ("view", "add", "end")),
        ],
    }
