"""Reminding: who, of what, at which level, why; once; with its fee; on paper that stands still."""

import hashlib
import json
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO, StringIO

import pypdf
import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from apps.core.context import company_context
from apps.core.models import Attachment, Event
from apps.core.testing import in_threads, plant
from apps.credit import services
from apps.credit.dunning import propose
from apps.credit.mailing import issue_reminder
from apps.credit.models import Dispute, DunningLevel, DunningLine, DunningRun
from apps.credit.services.disputes import WrongItem
from apps.credit.services.dunning import WrongLevel
from apps.credit.tests.factories import make_levels, owed
from apps.invoices.tests.factories import make_sales_books
from apps.ledger import services as ledger
from apps.ledger.tests.factories import journal, make_party, period
from apps.parties.models import Party
from apps.payments import services as payments
from apps.payments.tests.factories import pay

DUE = date(2026, 3, 1)


def after(days: int) -> date:
    return DUE + timedelta(days=days)


@pytest.fixture
def books(company):
    make_sales_books()
    make_levels(fee="15")


@pytest.fixture
def party(books) -> Party:
    return Party.objects.get(code="ALFKI", name="Alfki")


def told(on: date) -> list[str]:
    found = propose(on)
    return [
        *(f"{row.party.code} {row.level.position} {row.total:.2f} " + "; ".join(item.why for item in row.items)
          for row in found.letters),
        *(f"{left.party.code} not: {left.why}" for left in found.left_out),
    ]  # fmt: skip


def send(on: date) -> DunningRun:
    return services.send_run(actor=None, pk=services.draft_run(actor=None, on=on).pk)


def test_an_item_goes_up_one_level_at_a_time_and_each_level_once(books):
    owed("100", DUE)

    assert told(DUE) == []
    assert told(after(6))[0].startswith(
        "ALFKI not: INV-2026-00001: Payment reminder begins at 7 days overdue"
    )
    assert told(after(7)) == ["ALFKI 1 100.00 7 days overdue"]
    assert told(after(100)) == ["ALFKI 1 100.00 100 days overdue"]
    send(after(30))
    assert "less than 14 days ago" in told(after(31))[0]
    assert "less than 14 days ago" in told(after(43))[0]
    assert told(after(44)) == [
        "ALFKI 2 100.00 44 days overdue; Payment reminder was sent on 31 Mar 2026"
    ]
    send(after(44))
    send(after(65))
    assert "the last level was sent on" in told(after(200))[0]
    lines = DunningLine.objects.filter(level__isnull=False).order_by("level__position")
    assert list(lines.values_list("level__position", flat=True)) == [1, 2, 3]


def test_a_second_run_of_the_day_finds_nothing(books):
    owed("100", DUE)
    send(after(7))

    with pytest.raises(services.NothingToSend):
        services.draft_run(actor=None, on=after(7))
    assert DunningRun.objects.count() == 1


def test_what_stands_in_a_draft_is_not_proposed_again_until_it_is_cancelled(books):
    owed("100", DUE)
    run = services.draft_run(actor=None, on=after(7))

    assert "in a draft run already" in told(after(7))[0]
    services.cancel_run(actor=None, pk=run.pk)
    assert told(after(7)) == ["ALFKI 1 100.00 7 days overdue"]


def test_what_was_paid_or_disputed_since_the_draft_is_not_sent(books, party):
    first, second, third = (owed(amount, DUE) for amount in ("100", "60", "40"))
    run = services.draft_run(actor=None, on=after(7))
    pay("100", (first, "100"), on=after(7))
    item = second.entry.open_items.get(account__control="receivable")
    services.save_dispute(
        actor=None, document=Dispute(party=party, item=item, reason="Broken", since=after(7))
    )
    owed("5", DUE)

    services.send_run(actor=None, pk=run.pk)

    assert [line.reference for line in run.lines.all()] == [third.number]


def test_a_run_of_which_nothing_is_left_is_not_sent(books):
    invoice = owed("100", DUE)
    run = services.draft_run(actor=None, on=after(7))
    pay("100", (invoice, "100"), on=after(7))

    with pytest.raises(services.NothingToSend, match="cancel it"):
        services.send_run(actor=None, pk=run.pk)
    run.refresh_from_db()
    assert (run.status, run.number) == ("draft", "")


def test_a_dispute_of_the_party_or_the_item_is_left_out_until_it_ends(books, party):
    owed("100", DUE)
    dispute = services.save_dispute(
        actor=None, document=Dispute(party=party, reason="Delivery missing", since=DUE)
    )

    assert told(after(7)) == ["ALFKI not: in dispute since 1 Mar 2026: Delivery missing"]
    with pytest.raises(WrongItem):
        services.save_dispute(actor=None, document=Dispute(party=party, reason="Twice", since=DUE))
    services.end_dispute(actor=None, pk=dispute.pk)
    assert told(after(7)) == ["ALFKI 1 100.00 7 days overdue"]


def test_another_partys_item_cannot_be_disputed(books, party):
    item = owed("100", DUE).entry.open_items.get(account__control="receivable")

    with pytest.raises(WrongItem):
        services.save_dispute(
            actor=None, document=Dispute(party=make_party("B"), item=item, reason="x", since=DUE)
        )


def test_money_on_account_that_covers_what_is_overdue_is_matched_first(books):
    owed("100", DUE)
    pay("100", on=after(1))

    assert told(after(7)) == ["ALFKI not: money on account covers it; match it"]


def test_a_fee_is_booked_once_and_is_no_reason_for_another_letter(books, party):
    owed("100", DUE)
    send(after(7))
    run = send(after(21))

    [letter] = run.letters.all()
    assert journal(letter.fee_entry) == (
        "4110         15.00\n"
        "7085                     15.00"
    )  # fmt: skip
    payment = pay("100", on=after(22))
    assert told(after(200)) == ["ALFKI not: money on account covers it; match it"]
    paid = payment.entry.open_items.get(account__control="receivable")
    payments.match_pairs(actor=None, pairs=[payments.Pair(run.lines.get().item_id, paid.pk)])
    assert told(after(200)) == ["ALFKI not: only fees are open"]


def test_a_fee_in_a_closed_period_is_refused_and_nothing_is_sent(books):
    owed("100", DUE)
    send(after(7))
    run = services.draft_run(actor=None, on=after(21))
    for code in ("2026-01", "2026-02", "2026-03"):
        ledger.close_period(actor=None, pk=period(code).pk, accept=_warnings(code))

    with pytest.raises(ledger.PeriodClosed), transaction.atomic():
        services.send_run(actor=None, pk=run.pk)
    run.refresh_from_db()
    assert run.status == "draft"


def _warnings(code: str) -> list[str]:
    plan = ledger.plan_closing(pk=period(code).pk)
    return [finding.check.name for finding in plan.findings if finding.items]


def test_levels_rise_in_days_and_a_fee_needs_its_account(books):
    with pytest.raises(WrongLevel, match="begin later"):
        services.save_level(
            actor=None, document=DunningLevel(position=4, days=30, name="x", text_en="x")
        )
    with pytest.raises(WrongLevel, match="revenue account"):
        services.save_level(
            actor=None,
            document=DunningLevel(position=4, days=90, name="x", text_en="x", fee=Decimal(5)),
        )


def test_the_reminder_is_archived_and_mailed_once_in_the_partys_language(books, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    owed("100", DUE, party=make_party("FR", email="compta@fr.example", language="fr"))
    owed("100", DUE, party=make_party("PAPER"))

    run = send(after(7))
    letters = {letter.party.code: letter for letter in run.letters.select_related("party")}
    for letter in [*letters.values()] * 2:
        issue_reminder(letter.pk)

    [message] = mail.outbox
    stored = Attachment.objects.get(target_id=letters["FR"].pk)
    assert message.to == ["compta@fr.example"]
    assert message.attachments[0][1] == bytes(stored.content)
    assert stored.sha256 == hashlib.sha256(bytes(stored.content)).hexdigest()
    text = pypdf.PdfReader(BytesIO(bytes(stored.content))).pages[0].extract_text()
    assert "Rappel de paiement" in text
    assert run.number in text
    assert letters["PAPER"].means == "letter"
    assert Attachment.objects.filter(target_id=letters["PAPER"].pk).count() == 1
    assert Event.objects.filter(name="credit.reminder_issued").count() >= 2


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE credit_dunningrun SET date = date + 1",
        "UPDATE credit_dunningletter SET text = 'x'",
        "UPDATE credit_dunningline SET amount = 0",
        "DELETE FROM credit_dunningline",
        "DELETE FROM credit_dunningletter",
        "DELETE FROM credit_dunningrun",
        "UPDATE credit_dunningrun SET status = 'draft'",
    ],
)
def test_what_was_sent_stands_still_for_everybody(books, statement):
    owed("100", DUE)
    send(after(7))

    with pytest.raises(DatabaseError), transaction.atomic():
        connection.cursor().execute(f"{statement}; SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.django_db(transaction=True)
def test_many_runs_at_once_remind_of_an_item_once(company, owner_sql):
    with transaction.atomic():
        make_sales_books()
        make_levels()
        for number in range(5):
            owed("100", DUE, party=make_party(f"P{number}"))

    answers = in_threads([lambda: send(after(7))] * 8, at_once=8)

    assert [type(answer).__name__ for answer in answers].count("DunningRun") == 1
    assert {type(answer).__name__ for answer in answers} == {"DunningRun", "NothingToSend"}
    with transaction.atomic():
        assert DunningLine.objects.count() == 5


def command(company, *arguments: str) -> tuple[int, str]:
    out = StringIO()
    try:
        call_command("dunning_run", "--company", company.code, *arguments, stdout=out)
    except CommandError as error:
        return error.returncode, str(error)
    except SystemExit as error:
        return int(error.code or 0), out.getvalue()
    return 0, out.getvalue()


@pytest.mark.django_db(transaction=True)
def test_the_command_says_what_it_would_send_sends_it_once_and_ends_with_its_code(
    company, owner_sql
):
    day = after(7).isoformat()
    assert command(company, "--on", day, "--yes") == (
        1,
        "To remind anybody, set up a dunning level first.",
    )
    assert command(company, "--on", "soon")[0] == 2
    with transaction.atomic():
        make_sales_books()
        make_levels()
        owed("100", DUE)

    code, dry = command(company, "--on", day, "--dry-run", "--json")
    assert (code, json.loads(dry)["letters"][0]["items"][0]["why"]) == (0, "7 days overdue")
    assert json.loads(dry)["sent"] is False
    code, sent = command(company, "--on", day, "--yes")
    assert code == 0
    assert "Sent DUN-2026-00001: 1 reminders." in sent
    code, again = command(company, "--on", day, "--yes")
    assert code == 0
    assert "Nobody is to be reminded." in again
    with company_context(company.pk), transaction.atomic():
        assert DunningRun.objects.count() == 1
    for check in ("credit.dunning_numbers_gapless", "credit.fees_are_booked"):
        assert plant(owner_sql, check, company=company.pk) == []
