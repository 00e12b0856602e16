"""Screens of part numbers: the list, the form, the import, and what a party's page shows of them."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_GET, require_http_methods

from apps.core.file_import import Import, import_page
from apps.core.filetables import FileRow
from apps.core.lists import Tab
from apps.core.permissions import right
from apps.core.screens import FormScreen, ListScreen
from apps.parties.selectors import visible_parties
from apps.products import services
from apps.products.filters import part_numbers as filters
from apps.products.forms import part_numbers as forms
from apps.products.models import PartNumber
from apps.products.selectors import visible_part_numbers
from apps.products.services.part_number_files import COLUMNS, NEEDED
from apps.products.tables import part_numbers as tables

SHOWN = 20


class PartNumberList(ListScreen):
    """What customers and suppliers call our products."""

    visible = visible_part_numbers
    filterset_class = filters.PartNumberFilter
    table_class = tables.PartNumberTable
    title = _lazy("Part numbers")
    create = _lazy("New part number")
    tabs = (
        Tab(_lazy("All")),
        Tab(_lazy("Customers"), {"kind": "customer", "state": "active"}),
        Tab(_lazy("Suppliers"), {"kind": "supplier", "state": "active"}),
        Tab(_lazy("Archived"), {"state": "archived"}),
    )
    empty = {
        "title": _lazy("No part number here"),
        "text": _lazy("Write what a customer or a supplier calls a product, or import a file."),
        "icon": "tags",
    }
    template_name = "products/partnumber_list.html"


class PartNumberEdit(FormScreen):
    """The form of a part number."""

    visible = visible_part_numbers
    form_class = forms.PartNumberForm
    title = _lazy("Part number")

    def service(actor: Any, document: PartNumber, lines: Any, removed: Any) -> PartNumber:  # noqa: N805
        """Save the number."""
        del lines, removed
        return services.save_part_number(actor=actor, document=document)


class PartNumberCreate(PartNumberEdit):
    """The form of a new part number; ``?party=`` and ``?product=`` preset whose and which."""

    permission = "products.add_partnumber"
    title = _lazy("New part number")


@right("products.add_partnumber")
@transaction.non_atomic_requests
@require_http_methods(["GET", "HEAD", "POST"])
def import_part_numbers(request: HttpRequest) -> HttpResponse:
    """Take the part numbers of a file; rows that do not fit are named with the reason."""

    def take(rows: list[FileRow], apply_good: bool) -> Any:  # noqa: FBT001
        return services.import_part_numbers(
            actor=request.user, rows=rows, apply_good=apply_good  # type: ignore[arg-type]
        )  # fmt: skip

    done = _("Applied the part numbers of %(count)d rows.")
    return import_page(
        request,
        Import(COLUMNS, NEEDED, take, done),
        title=_("Import part numbers"),
        text=_("The party is named by its code, the product by SKU or bar code, preferred by yes or no."),
        crumbs=[(_("Part numbers"), reverse("products:partnumber_list"))],
    )  # fmt: skip


@right("products.view_partnumber")
@require_GET
def party_numbers(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show on a party's page what it calls our products."""
    party = get_object_or_404(visible_parties(request.user), pk=pk)
    rows = visible_part_numbers(request.user).filter(party=party, is_active=True)
    context = {"party": party, "numbers": rows[:SHOWN], "count": rows.count()}
    return render(request, "products/party_numbers.html", context)
