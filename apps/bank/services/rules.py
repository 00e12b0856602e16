"""Commands of bank rules: keep them, and let those book that may."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from apps.bank.choices import RuleMode
from apps.bank.identity import bare, clean_bic, clean_iban
from apps.bank.models import BankAccount, BankRule, PartyAccount
from apps.bank.selectors import open_lines
from apps.bank.services.reconciling import reconcile
from apps.bank.suggesting import suggest
from apps.core import events
from apps.core.context import company_id
from apps.core.exceptions import BusinessError, InvalidInput, StaleVersion
from apps.ledger.models import Account

MOST = 500


def _take_version(document: Any) -> None:
    """Lock the stored row and count its version up."""
    rows = type(document).objects.select_for_update(of=("self",)).only("version")
    if rows.get(company_id=company_id(), pk=document.pk).version != document.version:
        raise StaleVersion(
            _(
                "To save %(document)s, look at what changed and save again; somebody else saved it meanwhile."
            )
            % {"document": document}
        )
    document.version += 1


@transaction.atomic
def save_rule(
    *, actor: Any, document: BankRule, lines: Sequence[Any] = (), removed: Collection[UUID] = ()
) -> BankRule:
    """Store a rule.

    Raises:
        InvalidInput: it asks nothing, or leads nowhere, or to an account a sub-ledger keeps.
        StaleVersion: somebody else saved it meanwhile.
    """
    del lines, removed
    document.company_id = company_id()
    if not document.text.strip() and document.amount_from is None and document.amount_to is None:
        raise InvalidInput(_("Write words of the text, or an amount."), field="text")
    if bool(document.account_id) == bool(document.party_id):
        raise InvalidInput(_("Choose an account, or a party; one of the two."), field="account")
    if document.party_id and document.tax_id:
        raise InvalidInput(_("Choose a tax only with an account."), field="tax")
    if document.account_id:
        account = Account.objects.get(company_id=company_id(), pk=document.account_id)
        if account.control:
            raise InvalidInput(_("Choose an account that no sub-ledger keeps."), field="account")
    if not document._state.adding:
        _take_version(document)
    document._history_user = actor  # type: ignore[attr-defined]
    document.save()
    events.publish("bank.saved", document)
    return document


@transaction.atomic
def save_party_account(
    *, actor: Any, document: PartyAccount, lines: Sequence[Any] = (), removed: Collection[UUID] = ()
) -> PartyAccount:
    """Store a party's account; one that is paid to must be an IBAN.

    Raises:
        InvalidInput: the IBAN or BIC is none, the party has it, or another one is paid to.
        StaleVersion: somebody else saved it meanwhile.
    """
    del lines, removed
    document.company_id = company_id()
    document.bic = clean_bic(document.bic)
    document.iban = clean_iban(document.iban) if document.is_payable else bare(document.iban)
    if not document._state.adding:
        _take_version(document)
    others = PartyAccount.objects.filter(company_id=company_id(), party_id=document.party_id)
    others = others.exclude(pk=document.pk)
    if others.filter(iban=document.iban).exists():
        raise InvalidInput(_("Choose another account; the party has this one."), field="iban")
    if document.is_payable and others.filter(is_payable=True).exists():
        raise InvalidInput(
            _("To pay here, take it off the party's other account first."), field="is_payable"
        )
    document._history_user = actor  # type: ignore[attr-defined]
    document.save()
    events.publish("bank.saved", document)
    return document


def book_by_rules(*, actor: Any, account: BankAccount) -> int:
    """Reconcile the open movements that fit a rule which books at once; one that is refused stays open.

    Returns:
        How many were reconciled.
    """
    rules = BankRule.objects.filter(company_id=company_id(), is_active=True, mode=RuleMode.AUTO)
    if not rules.exists():
        return 0
    automatic = set(rules.values_list("pk", flat=True))
    lines = list(open_lines(account.pk)[:MOST])
    done = 0
    for line_id, suggestions in suggest(account, lines).items():
        chosen = next((s for s in suggestions if s.rule_id in automatic), None)
        if chosen is not None and chosen is suggestions[0]:
            done += _book(actor, account, line_id, chosen)
    return done


def _book(actor: Any, account: BankAccount, line_id: UUID, chosen: Any) -> int:
    try:
        with transaction.atomic():
            reconcile(
                actor=actor,
                pk=account.pk,
                line_ids=[line_id],
                parts=chosen.parts,
                rule_id=chosen.rule_id,
            )
    except BusinessError:
        return 0
    return 1
