"""Measurements of the bank: what the movements of a long statement probably are."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.db import transaction

from apps.bank import services
from apps.bank.models import BankAccount, BankRule
from apps.bank.selectors import open_lines
from apps.bank.suggesting import suggest
from apps.core.context import company_id
from apps.ledger import services as ledger
from apps.ledger.choices import JournalType, Purpose
from apps.ledger.models import Account, Journal
from apps.parties.models import Party
from benchmarks.harness import alternate, ratio, report, statements
from benchmarks.scene import DAY, Scene

PARTIES = 500
RULES = 20


def bank_suggestions_1k(scene: Scene, *, quick: bool) -> None:
    """Suggest for a statement of a thousand movements, against one of a hundred, among five thousand open items."""
    lines, items = (100, 1_000) if quick else (1_000, 5_000)
    with transaction.atomic():
        account = _account(scene)
        _open_items(items)
        _rules(account)
        _bring_statement(account, lines, items)

    def of(count: int) -> Callable[[], Any]:
        def look() -> Any:
            with transaction.atomic():
                return suggest(account, list(open_lines(account.pk)[:count]))

        return look

    found = of(lines)()
    samples = alternate({"ours": of(lines), "tenth": of(lines // 10)}, times=5, warm=1)
    report(
        "bank_suggestions_1k", samples["ours"], statements=statements(of(lines)), lines=lines, open_items=items,
        with_suggestion=sum(bool(row) for row in found.values()),
        sure=sum(any(one.sure for one in row) for row in found.values()),
        cost_against_ten_tenths=round(1 / ratio(samples["ours"], samples["tenth"]) / 10, 3),
    )  # fmt: skip


def _account(scene: Scene) -> BankAccount:
    journal = Journal.objects.filter(company_id=scene.company.pk, type=JournalType.BANK).get()
    account = BankAccount(name="Bench", number="1234567", journal=journal, currency_id="EUR")
    return services.save_account(actor=None, document=account)


def _open_items(count: int) -> None:
    """Post ``count`` debts of ``PARTIES`` customers, each with a number and an amount that a few share."""
    Party.objects.bulk_create(
        Party(company_id=company_id(), code=f"S{n:04d}", name=f"Kunde {n:04d} Handel", is_customer=True, currency_id="EUR")
        for n in range(PARTIES)
    )  # fmt: skip
    parties = list(Party.objects.filter(code__startswith="S").order_by("code"))
    receivable = ledger.default_account(Purpose.RECEIVABLE)
    revenue = ledger.default_account(Purpose.REVENUE)
    journal = ledger.journal_of(JournalType.GENERAL)
    ledger.post_entries(
        actor=None,
        drafts=[
            ledger.EntryDraft(
                journal=journal,
                on=DAY,
                postings=[
                    ledger.Posting(receivable, _amount(n), party=parties[n % PARTIES].pk, due_date=DAY + timedelta(days=30)),
                    ledger.Posting(revenue, -_amount(n)),
                ],
                source_type="bench.debt",
                source_id=uuid4(),
                reference=_number(n),
            )
            for n in range(count)
        ],
    )  # fmt: skip


def _amount(n: int) -> Decimal:
    return Decimal(20 + n % 1_700)


def _number(n: int) -> str:
    return f"INV-2026-{n:05d}"


def _rules(account: BankAccount) -> None:
    """Write rules for what comes again and again."""
    charge = Account.objects.filter(code__startswith="627", control="").order_by("code").first()
    for n in range(RULES):
        document = BankRule(
            name=f"Rule {n}", text=f"subscription{n}*", account=charge, bank_account=account
        )
        services.save_rule(actor=None, document=document)


def _bring_statement(account: BankAccount, count: int, items: int) -> None:
    """Bring in ``count`` movements: by number, by party and amount, by amount alone, by rule, and of nobody known."""
    texts = []
    for n in range(count):
        item = n * 7 % items
        amount = _amount(item)
        text = (
            f"Rechnung {_number(item)}",
            f"Kunde {item % PARTIES:04d} Handel Januar",
            f"Ueberweisung {n}",
            f"SUBSCRIPTION{n % RULES}X",
            f"{_number(item)} {_number((item + PARTIES) % items)}",
        )[n % 5]
        texts.append((amount if n % 5 != 4 else amount + _amount((item + PARTIES) % items), text))
    closing = sum((amount for amount, _text in texts), Decimal(0))
    day = f"{DAY:%y%m%d}"
    rows = [":20:BENCH", ":25:1234567", ":28C:1/1", f":60F:C{day}EUR0,00"]
    for n, (amount, text) in enumerate(texts, 1):
        rows += [f":61:{day}{day[2:]}C{amount},00NTRFNONREF//B{n}", f":86:{text}"]
    rows += [f":62F:C{day}EUR{closing},00", "-", ""]
    file = services.import_statements(
        actor=None, pk=account.pk, name="bench.sta", content="\n".join(rows).encode()
    )
    assert file.line_count == count, file.message
