"""Templates, deferrals and approval: made once, summing to the whole, and never by one person above the limit."""

import json
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from apps.access.tests.factories import make_user
from apps.core.context import company_id
from apps.core.exceptions import InvalidInput, WrongStatus
from apps.core.ids import uuid7
from apps.ledger import services
from apps.ledger.models import (
    Deferral,
    DeferralPart,
    Entry,
    EntryLine,
    EntryTemplate,
    EntryTemplateLine,
    Journal,
    ManualEntry,
)
from apps.ledger.services.recurring import due_tasks, run_task
from apps.ledger.tests.factories import (
    account,
    by,
    check_deferred_rules,
    dimension,
    draft,
    journal,
    make_books,
    period,
)

MARCH_31 = date(2026, 3, 31)


@pytest.fixture(autouse=True)
def books(company):
    return make_books()


def template(*lines, **fields) -> EntryTemplate:
    """Return a stored template of (account code, signed amount or share) lines."""
    values = {
        "name": "Rent",
        "memo": "Rent",
        "frequency": "monthly",
        "start": date(2026, 1, 1),
        "posts": True,
        **fields,
    }
    document = EntryTemplate(journal=services.journal_of("general"), **values)
    rows = [
        EntryTemplateLine(
            account=account(code),
            debit=max(Decimal(amount), Decimal(0)),
            credit=max(-Decimal(amount), Decimal(0)),
        )
        for code, amount in lines or (("6070", "900"), ("5120", "-900"))
    ]
    return services.save_template(actor=None, document=document, lines=rows)


def run(until=MARCH_31):
    return [run_task(task, None) for task in due_tasks(until)]


def test_a_schedule_posts_each_of_its_days_once(company):
    template()

    first, second = run(), run()

    check_deferred_rules()
    assert [outcome.refused for outcome in first] == ["", "", ""]
    assert second == []
    assert list(Entry.objects.order_by("date").values_list("date", flat=True)) == [
        date(2026, 1, 31), date(2026, 2, 28), MARCH_31,
    ]  # fmt: skip
    assert (
        journal(Entry.objects.latest("date"))
        == "6070        900.00\n5120                    900.00"
    )


def test_the_database_takes_one_entry_of_a_template_and_a_day(company):
    made = template()
    entry = services.make_from_template(actor=None, pk=made.pk, on=MARCH_31)

    with pytest.raises(services.AlreadyMade):
        services.make_from_template(actor=None, pk=made.pk, on=MARCH_31)
    with pytest.raises(IntegrityError, match="once_per_template"), transaction.atomic():
        ManualEntry.objects.create(
            company_id=company_id(), journal_id=entry.journal_id, date=MARCH_31,
            template=made, template_date=MARCH_31,
        )  # fmt: skip


def test_a_schedule_ends_rests_and_drafts_as_it_says(company):
    template(until=date(2026, 2, 27), posts=False)
    template(name="Resting", is_active=False)

    run()

    assert [(row.date, row.status) for row in ManualEntry.objects.all()] == [
        (date(2026, 1, 31), "draft")
    ]


def test_shares_of_an_amount_come_to_it(company):
    template(
        ("6070", "1"), ("6580", "1"), ("6033", "1"), ("5120", "-100"), amount=Decimal("100.00")
    )

    run(date(2026, 1, 31))

    assert journal(Entry.objects.get()) == (
        "6070         33.34\n6580         33.33\n6033         33.33\n5120                    100.00"
    )


def test_a_template_that_does_not_balance_is_refused(company):
    with pytest.raises(InvalidInput, match="equal"):
        template(("6070", "10"), ("5120", "-9"))


def test_a_closed_period_refuses_its_entry_and_the_others_are_made(company):
    services.close_period(actor=None, pk=period("2026-01").pk)
    template()

    outcomes = run()

    assert ["reopen period 2026-01" in outcome.refused for outcome in outcomes] == [
        True,
        False,
        False,
    ]
    assert not ManualEntry.objects.filter(template_date=date(2026, 1, 31)).exists()


def deferral(**fields) -> Deferral:
    values = {
        "kind": "expense", "memo": "Insurance", "result_account": account("6070"), "deferred_account": account("4700"),
        "amount": Decimal("100.00"), "date": date(2026, 1, 5), "start": date(2026, 1, 1), "end": MARCH_31,
        "method": "months", **fields,
    }  # fmt: skip
    document = Deferral(journal=services.journal_of("general"), **values)
    return services.save_deferral(actor=None, document=document)


def balance(code: str) -> Decimal:
    lines = EntryLine.objects.filter(account__code=code)
    return sum((line.debit - line.credit for line in lines), Decimal(0))


def test_a_deferral_moves_the_amount_away_and_brings_it_back_month_by_month(company):
    dimension("CC", "SHOP")
    started = services.start_deferral(actor=None, pk=deferral(dimensions=by("SHOP")).pk)
    moved = (balance("6070"), balance("4700"))

    run(date(2026, 2, 28))
    half = (balance("6070"), balance("4700"))
    run()

    check_deferred_rules()
    assert (started.status, started.number) == ("running", "DEF-2026-00001")
    assert [part.amount for part in started.parts.all()] == [
        Decimal("33.34"),
        Decimal("33.33"),
        Decimal("33.33"),
    ]
    assert (moved, half) == ((-100, 100), (Decimal("-33.33"), Decimal("33.33")))
    assert (balance("6070"), balance("4700")) == (0, 0)
    assert run() == []
    assert EntryLine.objects.filter(dimensions=by("SHOP")).count() == 4


def test_deferred_revenue_goes_the_other_way(company):
    document = deferral(kind="revenue", result_account=account("7070"), moves=False)
    services.start_deferral(actor=None, pk=document.pk)

    run(date(2026, 1, 31))

    assert journal(Entry.objects.get()) == "7070                     33.34\n4700         33.34"


def test_cancelling_posts_what_remains_and_no_part_follows(company):
    document = services.start_deferral(actor=None, pk=deferral().pk)
    run(date(2026, 1, 31))

    services.cancel_deferral(actor=None, pk=document.pk, on=date(2026, 2, 10))

    check_deferred_rules()
    assert (balance("6070"), balance("4700")) == (0, 0)
    assert run() == []
    with pytest.raises(WrongStatus):
        services.post_part(actor=None, pk=document.parts.last().pk)


@pytest.mark.parametrize(
    "crime",
    [
        lambda part: DeferralPart.objects.filter(pk=part.pk).update(amount=1),
        lambda part: DeferralPart.objects.create(
            company_id=part.company_id, deferral_id=part.deferral_id, on=date(2026, 9, 1), amount=1
        ),
        lambda part: DeferralPart.objects.filter(pk=part.pk).update(entry=None),
    ],
    ids=["amount", "another part", "its entry taken away"],
)
def test_parts_of_a_started_deferral_stand_still(company, crime):
    document = services.start_deferral(actor=None, pk=deferral().pk)
    run(date(2026, 1, 31))

    with pytest.raises(IntegrityError), transaction.atomic():
        crime(document.parts.first())


def test_a_deferral_whose_parts_do_not_sum_up_is_not_started(company):
    document = deferral()
    DeferralPart.objects.create(
        company_id=company_id(), deferral=document, on=date(2026, 1, 31), amount=99
    )

    Deferral.objects.filter(pk=document.pk).update(status="running")

    with pytest.raises(IntegrityError, match="its amount is 100"), transaction.atomic():
        check_deferred_rules()
    transaction.set_rollback(True)


def test_the_command_says_what_is_due_then_makes_it_once(company):
    template()

    def said(*flags: str) -> dict:
        out = StringIO()
        call_command(
            "run_recurring",
            "--company",
            company.code,
            "--until",
            "2026-02-28",
            "--json",
            *flags,
            stdout=out,
        )
        return json.loads(out.getvalue())

    assert len(said("--dry-run")["tasks"]) == 2
    assert not Entry.objects.exists()
    assert [task["made"] for task in said()["tasks"]] == ["JE-2026-00001", "JE-2026-00002"]
    assert said()["tasks"] == []


@pytest.fixture
def people(company):
    Journal.objects.filter(type="general").update(approval_limit=1000)
    return make_user(), make_user()


def above(maker) -> ManualEntry:
    document = draft(("6070", "1000.01"), ("5120", "-1000.01"))
    ManualEntry.objects.filter(pk=document.pk).update(created_by=maker)
    return document


def test_an_entry_at_the_limit_needs_nobody(people):
    document = draft(("6070", "1000.00"), ("5120", "-1000.00"))

    assert services.post_manual_entry(actor=people[0], pk=document.pk).status == "posted"


def test_above_the_limit_a_second_person_approves(people):
    maker, checker = people
    document = above(maker)
    with pytest.raises(services.NeedsApproval, match="above"):
        services.post_manual_entry(actor=maker, pk=document.pk)

    services.submit_manual_entry(actor=maker, pk=document.pk)
    with pytest.raises(services.OwnWork, match="second person"):
        services.approve_manual_entry(actor=maker, pk=document.pk)
    done = services.approve_manual_entry(actor=checker, pk=document.pk)

    check_deferred_rules()
    assert (done.status, done.submitted_by, done.approved_by) == ("posted", maker, checker)


def test_what_is_rejected_goes_back_with_the_reason(people):
    maker, checker = people
    document = above(maker)
    services.submit_manual_entry(actor=maker, pk=document.pk)

    back = services.reject_manual_entry(actor=checker, pk=document.pk, reason="Wrong account")

    assert (back.status, back.rejection) == ("draft", "Wrong account")
    assert services.submit_manual_entry(actor=maker, pk=document.pk).rejection == ""


@pytest.mark.parametrize(
    "crime", ["post a draft", "approve alone", "approve nobody", "edit", "edit lines"]
)
def test_the_database_keeps_two_people_apart(people, crime):
    maker, checker = people
    document = above(maker)
    entry = Entry.objects.none()
    if crime != "post a draft":
        services.submit_manual_entry(actor=maker, pk=document.pk)
    rows = ManualEntry.objects.filter(pk=document.pk)
    acts = {
        "post a draft": lambda: rows.update(status="posted", entry=uuid7(), approved_by=checker),
        "approve alone": lambda: rows.update(status="posted", entry=uuid7(), approved_by=maker),
        "approve nobody": lambda: rows.update(status="posted", entry=uuid7()),
        "edit": lambda: rows.update(memo="Other"),
        "edit lines": lambda: document.lines.update(debit=5, credit=0),
    }

    with pytest.raises(IntegrityError), transaction.atomic():
        acts[crime]()
    assert not entry


def test_an_entry_written_by_hand_has_its_manual_entry(company):
    services.post_entry(
        actor=None,
        journal=services.journal_of("general"),
        on=MARCH_31,
        postings=[
            services.Posting(account("6070"), Decimal(5)),
            services.Posting(account("5120"), Decimal(-5)),
        ],
        source_type="ledger.manualentry",
        source_id=uuid7(),
    )

    with (
        pytest.raises(IntegrityError, match="no posted manual entry is behind it"),
        transaction.atomic(),
    ):
        check_deferred_rules()
    transaction.set_rollback(True)
