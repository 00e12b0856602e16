"""Putting goods away with a scanner, and the rules where goods go."""

from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from apps.core.answers import is_fragment, run_once
from apps.core.exceptions import BusinessError
from apps.core.permissions import right
from apps.core.screens import DetailScreen, FormScreen, ListScreen
from apps.picking import filters, forms, reading, selectors, services, tables
from apps.picking.finding import waiting_goods
from apps.picking.models import PutawayRule
from apps.warehouses.models import Warehouse
from apps.warehouses.selectors import visible_warehouses

RIGHT = "picking.pick_wave"


class PutawayRuleList(ListScreen):
    """Where goods go."""

    visible = selectors.visible_rules
    filterset_class = filters.PutawayRuleFilter
    table_class = tables.PutawayRuleTable
    title, subtitle = _("Put-away rules"), _("%s rules")
    create = _("New rule")
    empty = {
        "title": _("No rule here"),
        "text": _(
            "Say where goods of a product or category go; they are proposed there on receipts."
        ),
        "icon": "route",
    }


class PutawayRuleDetail(DetailScreen):
    """One rule."""

    model = PutawayRule
    visible = selectors.visible_rules
    template_name = "picking/rule_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the rule in words."""
        rule = self.object
        rows = [
            (_("Goods"), rule.goods),
            (_("Warehouse"), rule.location.warehouse),
            (_("Location"), f"{rule.location.code} {rule.location.name}"),
            (_("Sequence"), rule.sequence),
        ]
        facts = [{"label": label, "value": value} for label, value in rows]
        return super().get_context_data(facts=facts, **kwargs)


class PutawayRuleEdit(FormScreen):
    """The form of a rule."""

    visible = selectors.visible_rules
    form_class = forms.PutawayRuleForm
    service = services.save_putaway_rule
    title = _("Edit %s")

    def extra(self, context: dict[str, Any]) -> dict[str, Any]:
        """Offer only places the user may work in."""
        self.form.offer_to(self.request.user)
        return context


class PutawayRuleCreate(PutawayRuleEdit):
    """The form of a new rule."""

    permission = "picking.add_putawayrule"
    title = _("New put-away rule")


@right(RIGHT)
@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """Lead to the one warehouse the user works in, or let them choose."""
    houses = list(visible_warehouses(request.user).filter(is_active=True))
    if len(houses) == 1:
        return redirect(reverse("picking:putaway_desk", args=[houses[0].pk]))
    rows = [(house, len(waiting_goods(house.pk))) for house in houses]
    return render(request, "picking/putaway_start.html", {"houses": rows})


@right(RIGHT)
@require_GET
def desk(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show what waits to be put away in a warehouse; ``?level=`` has been scanned."""
    return _panel(request, _house(request, pk), chosen=request.GET.get("level", ""))


@right(RIGHT)
@require_POST
@transaction.non_atomic_requests
def scan(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take one scan: goods first, then how many if not all, then the place, which moves them."""
    with transaction.atomic():
        house = _house(request, pk)
        goods = waiting_goods(pk)
    code = reading.clean(request.POST.get("code", "")[:200])
    told: dict[str, Any] = {"chosen": request.POST.get("level", "")}
    try:
        told |= _read(request, house, goods, code, told["chosen"])
    except BusinessError as error:
        told["refused"] = error.message
    with transaction.atomic():
        if not is_fragment(request):
            said = told.get("refused") or told.get("said")
            if said:
                (messages.error if told.get("refused") else messages.success)(request, said)
            address = reverse("picking:putaway_desk", args=[pk])
            return redirect(f"{address}?level={told['chosen']}" if told["chosen"] else address)
        return _panel(request, house, **told)


def _read(
    request: HttpRequest, house: Warehouse, goods: list[Any], code: str, chosen: str
) -> dict[str, Any]:
    """Return what a scan does: choose goods, say how many, or move them."""
    amount = request.POST.get("quantity", "")
    row = next((row for row in goods if str(row.pk) == chosen), None)
    with transaction.atomic():  # outside of one no row of any company is seen
        place = services.place_called(house.pk, code)
    if row is not None and place is not None:
        quantity = Decimal(amount) if reading.FIGURE.fullmatch(amount) else None
        answer = run_once(
            request, lambda: _moved(request.user, row.pk, place.pk, quantity, str(place))
        )
        return {"said": answer["message"], "chosen": ""}
    if row is not None and reading.FIGURE.fullmatch(code):
        return {"chosen": chosen, "quantity": code.replace(",", ".")}
    return {"chosen": str(services.goods_called(goods, code, has_goods=row is not None).pk)}


def _moved(
    user: Any, level: UUID, place: UUID, quantity: Decimal | None, name: str
) -> dict[str, Any]:
    document = services.put_away(actor=user, level=level, location=place, quantity=quantity)
    words = _("Put away to %(place)s: %(document)s.") % {"place": name, "document": document}
    return {"message": str(words), "url": ""}


def _house(request: HttpRequest, pk: UUID) -> Warehouse:
    return get_object_or_404(visible_warehouses(request.user), pk=pk)


def _panel(request: HttpRequest, house: Warehouse, *, chosen: str, **told: Any) -> HttpResponse:
    goods = waiting_goods(house.pk)
    row = next((row for row in goods if str(row.pk) == chosen), None)
    context = {
        "warehouse": house,
        "goods": goods,
        "row": row,
        "key": uuid4(),
        **{name: told.get(name, "") for name in ("said", "refused", "quantity")},
    }
    part = "#panel" if is_fragment(request) else ""
    status = 422 if told.get("refused") else 200
    return render(request, f"picking/putaway.html{part}", context, status=status)
