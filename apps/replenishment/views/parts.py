"""How a product stands and what an order came of: pages, and parts of other pages."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from apps.companies.selectors import company_in_force
from apps.core.answers import is_fragment
from apps.core.permissions import right
from apps.products.selectors import visible_products
from apps.replenishment import selectors


@right("replenishment.view_proposal")
@require_GET
def product(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show how a product stands in each warehouse with a rule: a page, and a part of the product's."""
    found = get_object_or_404(visible_products(request.user), pk=pk)
    rules = {rule.pk: rule for rule in selectors.visible_rules(request.user).filter(product=found)}
    places = {rule.warehouse_id for rule in rules.values()}
    standings = selectors.standings(warehouses=places, products=[found.pk]) if rules else []
    opened = selectors.open_proposals(request.user).filter(product=found)
    by_rule = {proposal.rule_id: proposal for proposal in opened}
    today = company_in_force().today()
    rows = [
        {
            "rule": rules[row.rule_id],
            "standing": row,
            "proposal": by_rule.get(row.rule_id),
            "runs_out": row.runs_out(today),
        }
        for row in standings
        if row.rule_id in rules
    ]
    return part_of_page(
        request, "replenishment/product.html", "panel", {"product": found, "rows": rows}
    )


@right("replenishment.view_proposal")
@require_GET
def of_order(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show the proposals a purchase order or a transfer was made of, or those a sales order waits for."""
    proposals = selectors.proposals_of_order(request.user, pk)
    if not proposals and not selectors.may_see_order(request.user, pk):
        raise Http404
    return part_of_page(request, "replenishment/of_order.html", "panel", {"proposals": proposals})


def part_of_page(
    request: HttpRequest, template: str, part: str, context: dict[str, Any]
) -> HttpResponse:
    """Answer with the page, or for HTMX with the part that stands on another page."""
    return render(request, f"{template}#{part}" if is_fragment(request) else template, context)
