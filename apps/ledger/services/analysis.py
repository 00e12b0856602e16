"""Keeping the dimensions of analysis: what there is to choose, and what accounts ask for."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from apps.core import events
from apps.core.context import company_id
from apps.core.drafts import lock_draft
from apps.core.exceptions import InvalidInput
from apps.ledger.choices import DimensionPolicy
from apps.ledger.models import Dimension, DimensionRule, DimensionValue
from apps.ledger.services.setup import CodeTaken, store
from apps.parties.models import Party


class WrongPlace(InvalidInput):
    """A value would stand below itself, or below a value of another dimension."""


class RuleExists(InvalidInput):
    """The account, or the type of accounts, has a rule for the dimension."""


@transaction.atomic
def save_dimension(
    *, actor: Any, document: Dimension, lines: Any = (), removed: Any = ()
) -> Dimension:
    """Store a dimension.

    Raises:
        CodeTaken: another dimension has the code.
    """
    return store(actor, document, "ledger.dimension_saved")


@transaction.atomic
def save_dimension_value(
    *, actor: Any, document: DimensionValue, lines: Any = (), removed: Any = ()
) -> DimensionValue:
    """Store a value in the tree of its dimension.

    Raises:
        CodeTaken: another value of the dimension has the code.
        WrongPlace: its place is below itself or in another dimension, or it would change its dimension.
    """
    others = DimensionValue.objects.filter(dimension_id=document.dimension_id, code=document.code)
    if others.exclude(pk=document.pk).exists():
        raise CodeTaken(
            _("Choose another code; %(code)s is taken.") % {"code": document.code}, field="code"
        )
    stored = DimensionValue.objects.filter(pk=document.pk).first()
    if stored and stored.dimension_id != document.dimension_id:
        raise WrongPlace(
            _("To use %(value)s in another dimension, make a new value there.")
            % {"value": document},
            field="dimension",
        )
    _require_place(document)
    document.company_id = company_id()
    document._history_user = actor  # type: ignore[attr-defined]
    document.save()
    events.publish("ledger.dimension_value_saved", document, code=document.code)
    return document


@transaction.atomic
def save_dimension_rule(
    *, actor: Any, document: DimensionRule, lines: Any = (), removed: Any = ()
) -> DimensionRule:
    """Store what an account, or all accounts of a type, say to a dimension from now on.

    Raises:
        InvalidInput: it names an account and a type, or neither; or a default that does not fit.
        RuleExists: there is such a rule.
    """
    if bool(document.account_id) == bool(document.account_type):
        raise InvalidInput(
            _("Choose an account or a type of accounts, one of them."), field="account"
        )
    default = document.default
    if default and document.policy == DimensionPolicy.FORBIDDEN:
        raise InvalidInput(
            _("Leave the default empty where the dimension is not allowed."), field="default"
        )
    if default and default.dimension_id != document.dimension_id:
        raise InvalidInput(_("Choose a default of this dimension."), field="default")
    same = DimensionRule.objects.filter(
        dimension=document.dimension,
        account=document.account,
        account_type=document.account_type,
    )
    if same.exclude(pk=document.pk).exists():
        raise RuleExists(_("There is a rule for this already: change that one."), field="account")
    document.company_id = company_id()
    document._history_user = actor  # type: ignore[attr-defined]
    document.save()
    events.publish("ledger.dimension_rule_saved", document, policy=document.policy)
    return document


@transaction.atomic
def save_party_dimensions(
    *, actor: Any, document: Party, lines: Any = (), removed: Any = ()
) -> Party:
    """Store the dimensions that new lines of a party's documents take.

    Raises:
        StaleVersion: somebody else saved the party meanwhile.
    """
    lock_draft(document)
    document.version += 1
    document._history_user = actor  # type: ignore[attr-defined]
    document.save(update_fields=["dimensions", "version"])
    events.publish("ledger.party_dimensions_saved", document)
    return document


def _require_place(document: DimensionValue) -> None:
    """Refuse a place below itself or in another tree, before the database does."""
    Dimension.objects.select_for_update().get(pk=document.dimension_id)
    parents = dict(
        DimensionValue.objects.filter(dimension_id=document.dimension_id).values_list(
            "pk", "parent_id"
        )
    )
    above = document.parent_id
    if above and above not in parents:
        raise WrongPlace(_("Choose a value of the same dimension."), field="parent")
    while above:
        if above == document.pk:
            raise WrongPlace(
                _("Choose a value that does not stand below %(value)s itself.")
                % {"value": document},
                field="parent",
            )
        above = parents[above]
