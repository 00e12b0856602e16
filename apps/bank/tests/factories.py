"""Bank accounts and statements for tests."""

from collections.abc import Collection
from datetime import date
from pathlib import Path
from typing import Any

from apps.bank import services
from apps.bank.models import BankAccount, BankRule, PartyAccount, PaymentRun, StatementFile
from apps.bank.parts import AccountPart, Parts
from apps.bank.paying import Choice
from apps.companies.models import Company
from apps.core.attachments import store_attachment
from apps.core.context import company_id
from apps.invoices.choices import InvoiceKind
from apps.invoices.models import Invoice
from apps.invoices.tests.factories import DAY, line, posted
from apps.ledger.choices import AccountType, JournalType
from apps.ledger.models import Account, Journal, OpenItem
from apps.ledger.tests.factories import make_party
from apps.parties.models import Party, PaymentTerm

SAMPLES = Path(__file__).parent / "samples"
CAMT_IBAN = "NL26VAYB8060476890"


def make_bank_account(currency: str = "", **fields: Any) -> BankAccount:
    """Return a bank account on the journal BNK; in another currency, on a journal and account of its own."""
    own = Company.objects.get(pk=company_id()).currency_id
    code = "BNK" if currency in ("", own) else f"B{currency}"
    journal = Journal.objects.filter(company_id=company_id(), code=code).first()
    if journal is None:
        account = Account.objects.create(
            company_id=company_id(),
            code=f"512{currency}",
            name=f"Bank {currency}",
            type=AccountType.ASSET_CASH,
            currency_id=currency,
        )
        journal = Journal.objects.create(
            company_id=company_id(), code=code, name=code, type=JournalType.BANK, account=account
        )
    values = {"name": f"Bank {code}", "currency_id": currency or own, **fields}
    document = BankAccount(journal=journal, **values)
    return services.save_account(actor=None, document=document)


def bring(account: BankAccount, content: bytes | str, **fields: Any) -> StatementFile:
    """Bring a file in: its text, or the name of a sample."""
    name = fields.pop("name", "statement.txt")
    if isinstance(content, str) and (SAMPLES / content).is_file():
        name, content = content, (SAMPLES / content).read_bytes()
    raw = content.encode() if isinstance(content, str) else content
    return services.import_statements(actor=None, pk=account.pk, name=name, content=raw, **fields)


def mt940(
    opening: str,
    closing: str,
    *movements: str,
    account: str = "1234567",
    number: str = "1",
    day: str = "260131",
    currency: str = "EUR",
) -> str:
    """Return an MT940 statement: ``mt940("C0,00", "C90,00", "C100,00 INV-2026-00001", "D10,00 Fee")``."""
    lines = []
    for index, movement in enumerate(movements, 1):
        amount, _space, text = movement.partition(" ")
        lines.append(f":61:{day}{day[2:]}{amount}NTRFNONREF//R{number}-{index}\n:86:{text}")
    sides = [
        f":60F:{opening[0]}{day}{currency}{opening[1:]}",
        f":62F:{closing[0]}{day}{currency}{closing[1:]}",
    ]
    return "\n".join(
        [
            f":20:ST{number}",
            f":25:{account}",
            f":28C:{number}/1",
            sides[0],
            *lines,
            sides[1],
            "-",
            "",
        ]
    )


def sample_objects() -> dict[str, Any]:
    """Return one document of each kind that has screens, for the access sweep; the company has books."""
    account = _sample_account()
    movements = ("C100,00 Customer", "D10,00 Fee")
    file = bring(account, mt940("C0,00", "C90,00", *movements, currency=account.currency_id))
    first = file.statements.get().lines.order_by("line_no").first()
    income = Account.objects.get(company_id=company_id(), code="7660").pk
    done = services.reconcile(
        actor=None,
        pk=account.pk,
        line_ids=[first.pk],
        parts=Parts(accounts=(AccountPart(income, first.amount),)),
    )
    rule = BankRule(name="Fees", text="fee", account_id=income)
    party = Party.objects.filter(company_id=company_id()).first() or make_party()
    known = PartyAccount(party=party, iban="DE02120300000000202051")
    currency = account.currency_id
    bill = owed_to(make_party("SWEEPRUN"), "100", currency=currency)
    return {
        "paymentrun": draft_run(account, bill),
        "reconciliation": done,
        "bankrule": services.save_rule(actor=None, document=rule),
        "partyaccount": services.save_party_account(actor=None, document=known),
        "bankaccount": account,
        "statementfile": file,
        "bankstatement": file.statements.get(),
    }


def sample_arguments() -> dict[str, dict[str, Any]]:
    """Return whose movements are reconciled, for the access sweep."""
    account = _sample_account()
    run = draft_run(account, owed_to(make_party("SWEEPFILE"), "100", currency=account.currency_id))
    for kind in ("xml", "csv"):
        store_attachment(
            target=run,
            filename=kind,
            content=b"x",
            content_type="text/plain",
            kind=f"payment_order_{kind}",
        )
    return {
        "bank:desk": {"pk": account.pk},
        "bank:accept": {"pk": account.pk},
        "bank:report": {"pk": account.pk},
        "bank:report_ask": {"pk": account.pk},
        "bank:run_file": {"pk": run.pk, "kind": "csv"},
    }


def _sample_account() -> BankAccount:
    found = BankAccount.objects.filter(company_id=company_id()).first()
    return found or make_bank_account(number="1234567")


def pay_to(party: Party, iban: str) -> PartyAccount:
    """Give a supplier an account payment runs pay to."""
    known = PartyAccount(party=party, iban=iban, is_payable=True)
    return services.save_party_account(actor=None, document=known)


def owed_to(party: Party, amount: str, *, due: date | None = None, **fields: Any) -> Invoice:
    """Return a posted bill of a supplier, due on its own day or on ``due``."""
    kind, days = InvoiceKind.SUPPLIER_BILL, ((due or DAY) - DAY).days
    if days and "term" not in fields:
        fields["term"], _ = PaymentTerm.objects.get_or_create(
            company_id=company_id(),
            code=f"N{days}",
            defaults={"name": f"{days} days", "days": days},
        )
    return posted(line("1", amount), kind=kind, party=party, **fields)


def draft_run(
    account: BankAccount,
    *bills: Invoice,
    on: date = DAY,
    actor: Any = None,
    discount: Collection[Any] = (),
) -> PaymentRun:
    """Return a draft run that pays ``bills`` whole, less the discount of those in ``discount``."""
    items = OpenItem.objects.filter(
        company_id=company_id(), entry__in=[bill.entry_id for bill in bills], party__isnull=False
    )
    taken = {bill.entry_id for bill in bills if bill.pk in discount}
    choices = [Choice(item.pk, take_discount=item.entry_id in taken) for item in items]
    run = PaymentRun(bank_account=account, date=on)
    return services.save_run(actor=actor, document=run, choices=choices)


def transit_journal() -> Journal:
    """Return a journal for payments in transit."""
    account = Account.objects.create(
        company_id=company_id(),
        code="5115",
        name="Payments in transit",
        type=AccountType.ASSET_CASH,
    )
    return Journal.objects.create(
        company_id=company_id(),
        code="TRA",
        name="In transit",
        type=JournalType.BANK,
        account=account,
    )
