"""The pick list as PDF: asked for on a screen, rendered by a worker, handed only to who asked."""

from itertools import groupby
from typing import Any
from uuid import UUID

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from apps.access.models import User
from apps.companies.letterhead import letterhead
from apps.companies.selectors import company_in_force
from apps.core.attachments import issued, store_attachment
from apps.core.barcodes import barcode_svg
from apps.core.context import company_id, current
from apps.core.events import publish
from apps.core.models import Attachment, Event
from apps.core.pdf import css_string, render_pdf
from apps.picking.models import Package, PickLine, Wave
from apps.picking.selectors import lines_of

ASKED = "picking.list_asked"
LABEL_ASKED = "picking.label_asked"
KIND = "pdf"


@transaction.atomic
def ask_for_list(wave: Wave) -> Event:
    """Ask a worker for the pick list of a wave as PDF, in the reader's language; return what to wait for."""
    publish(ASKED, wave, language=translation.get_language() or "en")
    mine = Event.objects.filter(company_id=company_id(), name=ASKED, actor_id=current().user_id)
    return mine.latest("id")


@transaction.atomic
def ask_for_label(package: Package) -> Event:
    """Ask a worker for the label of a package as PDF; return what to wait for."""
    publish(LABEL_ASKED, package, language=translation.get_language() or "en")
    mine = Event.objects.filter(
        company_id=company_id(), name=LABEL_ASKED, actor_id=current().user_id
    )
    return mine.latest("id")


def asked_by(user: Any, pk: UUID) -> Event | None:
    """Return what ``user`` asked for under ``pk``."""
    names = (ASKED, LABEL_ASKED)
    mine = Event.objects.filter(company_id=company_id(), name__in=names, actor_id=user.pk)
    return mine.filter(pk=pk).first()


def list_of(event: Event) -> Attachment | None:
    """Return the finished PDF, with its bytes."""
    return issued(event, KIND)


def render_list(event: Event) -> Attachment:
    """Render the pick list ``event`` asks for, once."""
    if done := list_of(event):
        return done
    wave = Wave.objects.select_related("warehouse").get(
        company_id=company_id(), pk=str(event.aggregate_id)
    )
    with translation.override(event.payload["language"]):
        content = render_pdf(list_html(wave))
    return store_attachment(
        target=event,
        filename=f"{wave.number}.pdf",
        content=content,
        content_type="application/pdf",
        kind=KIND,
        actor=User.objects.get(pk=str(event.actor_id)),
    )


def render_label(event: Event) -> Attachment:
    """Render the label ``event`` asks for, once."""
    if done := list_of(event):
        return done
    package = Package.objects.select_related("shipment__party", "shipment__warehouse").get(
        company_id=company_id(), pk=str(event.aggregate_id)
    )
    with translation.override(event.payload["language"]):
        content = render_pdf(label_html(package))
    return store_attachment(
        target=event,
        filename=f"{package.number}.pdf",
        content=content,
        content_type="application/pdf",
        kind=KIND,
        actor=User.objects.get(pk=str(event.actor_id)),
    )


def label_html(package: Package) -> str:
    """Return the page of a package's label: whom it goes to, its bar code, which of how many it is."""
    company = company_in_force()
    title = _("Package")
    numbers = list(
        Package.objects.filter(shipment=package.shipment)
        .order_by("number", "pk")
        .values_list("pk", flat=True)
    )
    party = package.shipment.party
    address = party.addresses.order_by("-is_delivery", "pk").first() if party else None
    context = {
        "package": package,
        "bars": barcode_svg(package.number),
        "place": numbers.index(package.pk) + 1,
        "count": len(numbers),
        "address": address,
        **letterhead(company, title, package.number),
    }
    return render_to_string("picking/label_print.html", context)


def list_html(wave: Wave) -> str:
    """Return the page the PDF is made of: lines by place, with bar codes of place, goods and lot."""
    company = company_in_force()
    title = _("Pick list")
    rows = [_row(line) for line in lines_of(wave.pk)]
    context = {
        "wave": wave,
        "wave_bars": barcode_svg(wave.number),
        "places": [
            {"location": place, "bars": barcode_svg(place.code), "rows": list(found)}
            for place, found in groupby(rows, key=lambda row: row["line"].location)
        ],
        "company": company,
        "title": title,
        "footer": css_string(f"{company.name} · {title} · {wave}"),
        **letterhead(company, title),
    }
    return render_to_string("picking/list_print.html", context)


def _row(line: PickLine) -> dict[str, Any]:
    code = line.lot.number if line.lot else line.product.gtin or line.product.sku
    return {"line": line, "code": code, "bars": barcode_svg(code)}
