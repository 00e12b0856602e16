"""App configuration."""

from typing import ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

SEE = ["landed.view_landedcost"]
WRITE = [*SEE, *(f"landed.{verb}_landedcost" for verb in ("add", "change", "cancel"))]


class LandedConfig(AppConfig):
    """Freight, duty and other costs that are spread over goods received."""

    name = "apps.landed"
    verbose_name = _("Landed costs")
    role_permissions: ClassVar[dict[str, list[str]]] = {
        "accountant": [*WRITE, "landed.post_landedcost", "landed.reverse_landedcost"],
        "buyer": WRITE,
    }
