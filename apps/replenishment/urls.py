"""Addresses of replenishment."""

from django.urls import path

from apps.replenishment.views import parts, promises, proposals, rules, runs
from apps.replenishment.views.running_out import running_out

app_name = "replenishment"
urlpatterns = [
    path("", proposals.ProposalList.as_view(), name="proposal_list"),
    path("run/", runs.run, name="run"),
    path("accept/", proposals.accept_proposals, name="proposal_accept_many"),
    path("<uuid:pk>/", proposals.ProposalDetail.as_view(), name="proposal_detail"),
    path("<uuid:pk>/accept/", proposals.accept_proposal, name="proposal_accept"),
    path("<uuid:pk>/dismiss/", proposals.dismiss_proposal, name="proposal_dismiss"),
    path("running-out/", running_out, name="running_out"),
    path("rules/", rules.RuleList.as_view(), name="rule_list"),
    path("rules/new/", rules.RuleCreate.as_view(), name="rule_create"),
    path("rules/<uuid:pk>/", rules.RuleDetail.as_view(), name="rule_detail"),
    path("rules/<uuid:pk>/edit/", rules.RuleEdit.as_view(), name="rule_edit"),
    path("products/<uuid:pk>/", parts.product, name="product_panel"),
    path("products/<uuid:pk>/by-date/", promises.of_product, name="product_promises"),
    path("orders/<uuid:pk>/by-date/", promises.of_order, name="order_missing"),
    path("orders/<uuid:pk>/", parts.of_order, name="order_panel"),
    path("orders/<uuid:pk>/run/", runs.run_for_order, name="order_run"),
]
