"""Keeping tax rules and exemptions."""

import csv
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from apps.core import events
from apps.core.context import company_id
from apps.core.drafts import lock_draft
from apps.core.exceptions import InvalidInput
from apps.ledger.models import Tax
from apps.products.models import TaxExemption, TaxRule

SEEDS = Path(__file__).parents[1] / "data" / "tax_rules.csv"
_NAMES = {"fr": "name_fr", "ar": "name_ar"}


class WrongTaxRule(InvalidInput):
    """A rule or an exemption names a tax code that cannot be meant."""


class AlreadyExempt(InvalidInput):
    """Another exemption of the party holds on some of the days."""


@transaction.atomic
def save_tax_rule(*, actor: Any, document: TaxRule, lines: Any = (), removed: Any = ()) -> TaxRule:
    """Store a rule; lines that are written keep the code they have.

    Raises:
        WrongTaxRule: its codes are of the other side of trade, or the same.
        StaleVersion: somebody else saved it meanwhile.
    """
    for name in ("source", "target"):
        tax = getattr(document, name)
        if tax and tax.use != document.use:
            raise WrongTaxRule(
                _("Choose a code for %(use)s; %(tax)s is none.")
                % {"use": document.get_use_display(), "tax": tax.code},
                field=name,
            )
    if document.source_id == document.target_id:
        raise WrongTaxRule(_("Choose another code; this one would replace itself."), field="target")
    return _store(actor, document, "products.tax_rule_saved")


@transaction.atomic
def save_tax_exemption(
    *, actor: Any, document: TaxExemption, lines: Any = (), removed: Any = ()
) -> TaxExemption:
    """Store what exempts a party; lines that are written keep the code they have.

    Raises:
        WrongTaxRule: the code charges tax, or is of the other side of trade.
        AlreadyExempt: another exemption of the party holds on some of the days.
        StaleVersion: somebody else saved it meanwhile.
    """
    tax: Tax = document.tax
    if tax.use != document.use or tax.rate or tax.amount or tax.kind == "group":
        raise WrongTaxRule(
            _("Choose a code for %(use)s that charges nothing; %(tax)s does not fit.")
            % {"use": document.get_use_display(), "tax": tax.code},
            field="tax",
        )
    others = TaxExemption.objects.filter(
        company_id=company_id(), party=document.party, use=document.use
    ).exclude(pk=document.pk)
    if document.last:
        others = others.filter(first__lte=document.last)
    if any(other.last is None or other.last >= document.first for other in others):
        raise AlreadyExempt(
            _("Choose other days; %(party)s is exempt on some of these already.")
            % {"party": document.party},
            field="first",
        )
    return _store(actor, document, "products.tax_exemption_saved")


def _store(actor: Any, document: Any, event: str) -> Any:
    if not document._state.adding:
        lock_draft(document)
        document.version += 1
    document.company_id = company_id()
    document._history_user = actor
    document.save()
    events.publish(event, document)
    return document


def install_tax_rules(actor: Any, template: str, language: str) -> list[TaxRule]:
    """Give a company that has just got its chart the rules of its country."""
    codes = {tax.code: tax for tax in Tax.objects.filter(company_id=company_id())}
    with SEEDS.open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["template"] == template]
    return TaxRule.objects.bulk_create(
        TaxRule(
            company_id=company_id(),
            name=row[_NAMES.get(language, "name")],
            use=row["use"],
            priority=int(row["priority"]),
            zone=row["zone"],
            tax_number=row["tax_number"],
            product_kind=row["kind"],
            source=codes.get(row["source"]),
            target=codes[row["target"]],
        )
        for row in rows
    )
