"""What the bank left on the accountant's desk: a statement to reconcile, suppliers with accounts, a run to approve."""

from datetime import date, timedelta
from decimal import Decimal
from unicodedata import normalize

from django.db.models import F, Sum
from stdnum.iban import calc_check_digits

from apps.access.models import User
from apps.bank import services as bank
from apps.bank.models import BankAccount, PartyAccount, PaymentRun
from apps.bank.parts import Parts
from apps.bank.paying import Choice, payees
from apps.core.money import ZERO
from apps.demo.foreign import EUROS, home_bank, is_abroad
from apps.ledger.models import Account, EntryLine, Journal
from apps.parties.models import Party

DAYS = 10
NAME = "Puget Sound Bank"
FEE, UNKNOWN = Decimal("18.50"), Decimal("125.00")
EURO_NAME, EURO_DAYS, EURO_FEE = "Hanse Bank", 40, Decimal("9.90")


def leave_bank_work(writer: User, today: date) -> None:
    """Open the bank account, bring in its last statement, give suppliers accounts, submit a payment run."""
    if BankAccount.objects.exists():
        return
    fees = Account.objects.filter(code__startswith="6278", is_active=True, control="").first()
    account = bank.save_account(
        actor=None,
        document=BankAccount(
            name=NAME, bank_name=NAME, journal=home_bank(), currency_id="USD", number="004233518870",
            iban=_iban("GB", "PUGT", "20201500423351"), bic="PUGTGB2L", fee_account=fees,
        ),
    )  # fmt: skip
    _bring_statement(
        account,
        today - timedelta(days=DAYS),
        today,
        [
            (today, -FEE, NAME, "Account fee"),
            (today, UNKNOWN, "Blauer See Delikatessen", "thank you"),
        ],
    )
    _pay_suppliers(account, writer, today)
    if is_abroad():
        _open_euros(fees, today)


def _open_euros(fees: Account | None, today: date) -> None:
    """Open the account in euros and bring in its statement: what was paid and received, and a fee."""
    euros = bank.save_account(
        actor=None,
        document=BankAccount(
            name=EURO_NAME, bank_name=EURO_NAME, journal=Journal.objects.get(code=EUROS), currency_id="EUR",
            number="0532013000", iban=_iban("DE", "", "370400440532013000"), bic="HABKDEFF", fee_account=fees,
        ),
    )  # fmt: skip
    charge = [(today, -EURO_FEE, EURO_NAME, "Kontofuehrung")]
    _bring_statement(euros, today - timedelta(days=EURO_DAYS), today, charge)


def _bring_statement(
    account: BankAccount, first: date, last: date, more: list[tuple[date, Decimal, str, str]]
) -> None:
    """Bring in a statement of the last days: what is booked, and ``more``: fees, money nobody expected."""
    currency = account.currency_id
    moved = F("debit") - F("credit") if currency == "USD" else F("amount_currency")
    lines = EntryLine.objects.filter(account=account.account)
    before = lines.filter(date__lt=first)
    opening = before.aggregate(sum=Sum(moved))["sum"] or ZERO
    booked = lines.filter(date__range=(first, last)).annotate(moved=moved).exclude(moved=0)
    rows = [
        (row.date, row.moved, row.entry.memo, row.entry.reference)
        for row in booked.select_related("entry").order_by("date", "pk")
    ]
    rows += more
    closing = opening + sum((amount for _day, amount, _name, _text in rows), ZERO)
    opened, closed = (_balance(*end, currency) for end in ((opening, first), (closing, last)))
    text = [":20:PSB", f":25:{account.number}", ":28C:1/1", f":60F:{opened}"]
    for number, (day, amount, name, words) in enumerate(rows, 1):
        sign = "C" if amount > 0 else "D"
        text.append(f":61:{day:%y%m%d%m%d}{sign}{_comma(amount)}NTRFNONREF//PSB{number}")
        text.append(f":86:{name} {words}".strip()[:60])
    text += [f":62F:{closed}", "-", ""]
    bank.import_statements(
        actor=None,
        pk=account.pk,
        name=f"{account.bank_name.split()[0].lower()}.sta",
        content=_plain("\n".join(text)),
    )
    older = tuple(before.values_list("pk", flat=True))
    if older:
        bank.reconcile(
            actor=None, pk=account.pk, line_ids=[], parts=Parts(postings=older), opening=opening
        )


def _plain(text: str) -> bytes:
    """Return ``text`` in the letters MT940 has, without their accents."""
    return normalize("NFKD", text).encode("ascii", "ignore")


def _comma(amount: Decimal) -> str:
    return f"{abs(amount):.2f}".replace(".", ",")


def _balance(amount: Decimal, day: date, currency: str) -> str:
    return f"{'C' if amount >= 0 else 'D'}{day:%y%m%d}{currency}{_comma(amount)}"


def _pay_suppliers(account: BankAccount, writer: User, today: date) -> None:
    """Give all suppliers but the last an account to pay to, and submit a run of what is due this month."""
    suppliers = list(Party.objects.filter(is_supplier=True).order_by("code"))
    for number, party in enumerate(suppliers[:-1], 1):
        iban = _iban("GB", "DEMO", f"{number:014d}")
        known = PartyAccount(party=party, iban=iban, is_payable=True)
        bank.save_party_account(actor=None, document=known)
    found = payees(account, on=today, due_by=today + timedelta(days=30))
    choices = [
        Choice(row.item.pk, take_discount=bool(row.discount))
        for payee in [payee for payee in found if payee.account][:4]
        for row in payee.rows
    ]
    if choices:
        run = PaymentRun(bank_account=account, date=today)
        saved = bank.save_run(actor=writer, document=run, choices=choices)
        bank.submit_run(actor=writer, pk=saved.pk)


def _iban(country: str, bank_code: str, number: str) -> str:
    """Return an IBAN of a bank that is none, with its right check digits."""
    body = f"{bank_code}{number}"
    return f"{country}{calc_check_digits(country + '00' + body)}{body}"
