"""Every URL of Plumb: which app answers below which path."""

from django.contrib import admin
from django.urls import include, path

from erp import health

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("admin/", admin.site.urls),
    path("", include("apps.core.urls")),
    path("", include("apps.access.account_urls")),
    path("settings/", include("apps.access.urls")),
    path("settings/", include("apps.companies.urls")),
    path("parties/", include("apps.parties.urls")),
    path("products/", include("apps.products.urls")),
    path("warehouses/", include("apps.warehouses.urls")),
    path("stock/", include("apps.stock.urls")),
    path("counts/", include("apps.counts.urls")),
    path("stock/reports/", include("apps.valuation.urls")),
    path("sales/orders/", include("apps.sales.urls")),
    path("purchasing/orders/", include("apps.purchasing.urls")),
    path("picking/", include("apps.picking.urls")),
    path("replenishment/", include("apps.replenishment.urls")),
    path("landed-costs/", include("apps.landed.urls")),
    path("", include("apps.invoices.urls")),
    path("payments/", include("apps.payments.urls")),
    path("credit/", include("apps.credit.urls")),
    path("budgets/", include("apps.budgets.urls")),
    path("bank/", include("apps.bank.urls")),
    path("ledger/", include("apps.ledger.urls")),
    path("exports/", include("apps.integrations.urls")),
    path("", include("apps.reporting.urls")),
]
