"""A form whose totals follow what is typed: asked of the function by which its service saves, stored nowhere."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from apps.core.exceptions import BusinessError
from apps.core.form_screen import FormScreen, kept_and_removed
from apps.core.formatting import format_amount


class PricedForm(FormScreen):
    """The form of a document with priced lines; POST with ``?totals`` answers what they come to.

    It is the form's own address, so its right, rows and company hold. The line forms have ``shown_net``.
    """

    quote: Callable[..., list[dict[str, Any]]]
    """(document, lines) -> rows of components/totals.html; sets the ``net`` of each line, writes nothing."""
    priced_by = frozenset({"date", "currency", "freight"})
    """The fields of the head without which nothing can be computed."""

    def post(self, request: HttpRequest, pk: UUID | None = None) -> HttpResponse:
        """Save, or answer what the lines come to so far: nothing at all while something has no shape."""
        if "totals" not in request.GET:
            return super().post(request, pk)
        with transaction.atomic():
            self.bind(pk, request.POST)
            figures = self.figures()
            if figures is None:
                return HttpResponse(status=204)
            return render(
                request, f"{self.template_name}#figures", {**figures, "lines": self.lines}
            )

    def extra(self, context: dict[str, Any]) -> dict[str, Any]:
        """Show with the form what its lines come to."""
        shown = super().extra(context)  # noqa: S610 this is no queryset
        return shown | (self.figures() or {}) | {"totals_url": "?totals"}

    def figures(self) -> dict[str, Any] | None:
        """Return the totals, or the rule they break; None while something typed has no shape.

        The nets stand on the line forms.
        """
        kept = self._kept()
        if kept is None:
            return None
        document = self.form.instance
        try:
            rows = self.quote(document, kept) if kept else []
        except BusinessError as error:
            return {"figures": [], "refused": error.message}
        for row in self.lines:
            if row.instance in kept:
                row.shown_net = format_amount(row.instance.net, document.currency_id)
        return {"figures": rows}

    def _kept(self) -> list[Any] | None:
        """Return the lines that would be stored, or are."""
        if not self.form.is_bound:
            return [row.instance for row in self.lines.initial_forms]
        if self.priced_by & self.form.errors.keys() or not self.lines.is_valid():
            return None
        return kept_and_removed(self.lines)[0]
