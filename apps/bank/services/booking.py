"""What of a movement is booked to accounts, with the tax that is in it: one entry."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _

from apps.bank.parts import AccountPart, Parts
from apps.bank.services.work import SOURCE, NotBalanced, Work, WrongPart, reference_of
from apps.companies.selectors import rate_on
from apps.core.context import company_id
from apps.core.formatting import format_money
from apps.core.money import ZERO, round_money
from apps.ledger import services as ledger
from apps.ledger.choices import Purpose, TaxKind, TaxTreatment
from apps.ledger.models import Account, Tax

HUNDRED: Final = Decimal(100)


def book_rest(work: Work, parts: Parts, wanted: Decimal) -> None:
    """Book the account parts; what is left over must be nothing, or an exchange difference."""
    booked = sum((work.amount_of(line) for line in work.postings), ZERO)
    accounts = list(parts.accounts)
    left = wanted - booked - sum((part.amount for part in accounts), ZERO)
    if left and parts.exchange:
        purpose = Purpose.EXCHANGE_GAIN if left > 0 else Purpose.EXCHANGE_LOSS
        accounts.append(AccountPart(ledger.default_account(purpose).pk, left))
        left = ZERO
    if left:
        raise NotBalanced(
            _("To reconcile, choose what comes to %(wanted)s; %(left)s is left over.")
            % {
                "wanted": format_money(wanted, work.account.currency_id),
                "left": format_money(left, work.account.currency_id),
            }
        )
    if accounts:
        _post(work, accounts)


def _post(work: Work, accounts: Sequence[AccountPart]) -> None:
    """Post one entry: the sum on the bank, each part on its account, with the tax that is in it."""
    found = Account.objects.filter(company_id=company_id()).in_bulk(
        {part.account_id for part in accounts}
    )
    taxes = Tax.objects.filter(company_id=company_id()).select_related("account")
    by_id = taxes.in_bulk({part.tax_id for part in accounts if part.tax_id})
    currency, own = work.account.currency_id, work.own_currency
    rate = rate_on(currency, work.on)
    postings = []
    for part in accounts:
        account = found.get(part.account_id)
        if account is None or account.control or account.pk == work.account.account_id:
            raise WrongPart(
                _(
                    "To book a part of it, choose an account that no sub-ledger keeps; not %(account)s."
                )
                % {"account": account or "–"}
            )
        if part.amount != round_money(part.amount, currency):
            raise WrongPart(_("Write amounts with the decimals of %(c)s.") % {"c": currency})
        tax = _plain_tax(by_id.get(part.tax_id)) if part.tax_id else None
        net = part.amount
        if tax is not None and tax.rate:
            net = round_money(part.amount * HUNDRED / (HUNDRED + tax.rate), currency)
        base = -round_money(net * rate, own)
        shared: dict[str, Any] = {"currency": currency, "rate": rate, "memo": part.memo}
        postings.append(ledger.Posting(account, base, amount_currency=-net, **shared))
        if tax is not None and part.amount != net:
            amount = part.amount - net
            postings.append(
                ledger.Posting(
                    tax.account_id,  # type: ignore[arg-type] # a plain tax has one
                    -round_money(amount * rate, own),
                    amount_currency=-amount,
                    tax=tax,
                    tax_base=base,
                    **shared,
                )
            )
    total = sum((part.amount for part in accounts), ZERO)
    bank = -sum((posting.amount for posting in postings), ZERO)
    first = ledger.Posting(
        work.account.account, bank, currency=currency, amount_currency=total, rate=rate
    )
    entry = ledger.post_entry(
        actor=work.actor,
        journal=work.account.journal,
        on=work.on,
        postings=[first, *postings],
        source_type=SOURCE,
        source_id=work.reconciliation.pk,
        reference=reference_of(work),
        memo=" ".join(f"{line.name} {line.text}".strip() for line in work.lines[:3])[:250],
    )
    work.take(entry.pk)


def _plain_tax(tax: Tax | None) -> Tax | None:
    """Return ``tax`` if a gross amount says what the tax in it is; others need a bill."""
    if tax is None or (
        tax.kind == TaxKind.PERCENT
        and tax.treatment == TaxTreatment.CHARGED
        and tax.deductible == HUNDRED
        and tax.account_id is not None
        and tax.pending_account_id is None
    ):
        return tax
    raise WrongPart(
        _("Choose a tax of one percentage, charged and wholly deductible; not %(tax)s.")
        % {"tax": tax}
    )
