"""Commands of sales channels and of what each may have promised."""

from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from apps.access.models import User
from apps.core import events
from apps.core.context import company_id
from apps.core.exceptions import BusinessError, InvalidInput, StaleVersion
from apps.core.formatting import format_quantity
from apps.stock.models import LIMIT, ChannelQuota, SalesChannel
from apps.stock.services.reasons import CodeTaken
from apps.warehouses.services import require_access


class QuotaBelowPromised(BusinessError):
    """The channel has more promised than the quota would allow."""


class QuotaTwice(BusinessError):
    """The channel has a quota for the product in the warehouse already."""


@transaction.atomic
def save_channel(
    *, actor: User | None, document: SalesChannel, lines: Any = (), removed: Any = ()
) -> SalesChannel:
    """Store a sales channel.

    Raises:
        CodeTaken: another channel has the code.
    """
    document.company_id = company_id()
    document.code = document.code.strip().upper()
    others = SalesChannel.objects.filter(company_id=company_id(), code=document.code)
    if others.exclude(pk=document.pk).exists():
        raise CodeTaken(
            _("Choose another code; %(code)s is taken.") % {"code": document.code}, field="code"
        )
    document.version += 1
    document._history_user = actor  # type: ignore[attr-defined]
    document.save()
    events.publish("stock.channel_saved", document, code=document.code)
    return document


@transaction.atomic
def save_quota(
    *, actor: User | None, document: ChannelQuota, lines: Any = (), removed: Any = ()
) -> ChannelQuota:
    """Store how much a channel may have promised of a product in a warehouse; what is promised already counts.

    Raises:
        NotAllowed: the actor has no access to the warehouse.
        InvalidInput: the quota is below zero.
        StaleVersion: somebody else saved it meanwhile.
        QuotaTwice: there is a quota of it already.
        QuotaBelowPromised: more is promised by now.
    """
    require_access(actor, document.warehouse_id)
    if not (document.quantity.is_finite() and 0 <= document.quantity < LIMIT):
        raise InvalidInput(_("Write a quota of zero or more."), field="quantity")
    document._history_user = actor  # type: ignore[attr-defined]
    if document._state.adding:
        _add(document)
    else:
        _change(document)
    events.publish("stock.quota_saved", document, quantity=str(document.quantity))
    return document


@transaction.atomic
def delete_quota(*, actor: User | None, pk: UUID) -> None:
    """Remove a quota: orders of the channel may have as much promised as there is.

    Raises:
        NotAllowed: the actor has no access to the warehouse.
    """
    quota = ChannelQuota.objects.select_for_update(of=("self",)).get(pk=pk)
    require_access(actor, quota.warehouse_id)
    quota._history_user = actor  # type: ignore[attr-defined]
    events.publish("stock.quota_deleted", quota, quantity=str(quota.quantity))
    quota.delete()


def _add(document: ChannelQuota) -> None:
    document.company_id = company_id()
    try:
        with transaction.atomic():
            document.save(force_insert=True)
    except IntegrityError as error:
        raise _refusal(document, error) from error
    document.refresh_from_db(fields=["promised"])


def _refusal(document: ChannelQuota, error: IntegrityError) -> Exception:
    """Return the database's refusal as a sentence at its field; a rule that is not of quotas as it is."""
    rule = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "")
    if rule == "channel_quota_once":
        return QuotaTwice(
            _(
                "To change the quota of %(channel)s, open the one there is for %(product)s in %(warehouse)s."
            )
            % {
                "channel": document.channel,
                "product": document.product,
                "warehouse": document.warehouse,
            },
            field="channel",
        )
    if rule == "quota_covers_promised":
        return QuotaBelowPromised(
            _(
                "To set this quota, write more or release some first; %(channel)s has more of %(product)s promised."
            )
            % {"channel": document.channel, "product": document.product},
            field="quantity",
        )
    return error


def _change(document: ChannelQuota) -> None:
    stored = ChannelQuota.objects.select_for_update(of=("self",), no_key=True).get(pk=document.pk)
    if stored.version != document.version:
        raise StaleVersion(
            _(
                "To save %(document)s, look at what changed and save again; somebody else saved it meanwhile."
            )
            % {"document": document}
        )
    if document.quantity < stored.promised:
        raise QuotaBelowPromised(
            _(
                "To lower the quota to %(quantity)s, release some first; %(promised)s of %(product)s are promised."
            )
            % {
                "quantity": format_quantity(document.quantity),
                "promised": format_quantity(stored.promised),
                "product": document.product,
            },
            field="quantity",
        )
    document.version += 1
    document.promised = stored.promised
    document.save(update_fields=["quantity", "version"])
