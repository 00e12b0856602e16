"""App configuration."""

from typing import ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

EVERYBODY = [
    "companies.view_company",
    "companies.view_branch",
    "companies.view_currency",
    "companies.view_exchangerate",
]


class CompaniesConfig(AppConfig):
    """Companies, branches, currencies, exchange rates and the business calendar."""

    name = "apps.companies"
    verbose_name = _("Companies")
    role_permissions: ClassVar[dict[str, list[str]]] = {
        "accountant": [
            *EVERYBODY,
            "companies.access_branch",
            "companies.add_exchangerate",
            "companies.change_exchangerate",
            "companies.delete_exchangerate",
        ],
        "warehouse_manager": EVERYBODY,
        "salesperson": EVERYBODY,
        "buyer": EVERYBODY,
        "hr": [*EVERYBODY, "companies.access_branch"],
        "auditor": [*EVERYBODY, "companies.access_branch"],
    }
