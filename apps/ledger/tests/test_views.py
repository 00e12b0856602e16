"""Screens of the ledger: who sees and does what, what a form writes, how many statements a list takes."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from apps.access.tests.factories import make_user
from apps.core.answers import document_url
from apps.core.context import company_context, company_id
from apps.ledger import services
from apps.ledger.models import Account, DefaultAccount, Entry, FiscalYear, ManualEntry, Reopening
from apps.ledger.tests.factories import (
    account,
    dimension,
    draft,
    make_books,
    make_party,
    period,
    post,
    rule,
    value_of,
)


@pytest.fixture(autouse=True)
def books(company):
    return make_books()


def logged_in(user) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def accountant(user_in):
    return logged_in(user_in("accountant"))


@pytest.fixture
def auditor(user_in):
    return logged_in(user_in("auditor"))


def written(*rows: tuple[str, str, str], **head: str) -> dict[str, str]:
    """Return what a browser sends for a manual entry: (account code, debit, credit) per line."""
    lines = {}
    for n, (code, debit, credit) in enumerate(rows):
        lines |= {
            f"lines-{n}-account": str(account(code).pk),
            f"lines-{n}-debit": debit,
            f"lines-{n}-credit": credit,
        }
    general = services.journal_of("general")
    return {
        "journal": str(general.pk), "date": "2026-01-15", "memo": "Rent",
        "lines-TOTAL_FORMS": str(len(rows)), "lines-INITIAL_FORMS": "0", **lines, **head,
    }  # fmt: skip


def test_a_manual_entry_is_written_posted_and_shown_with_its_entry(accountant):
    saved = accountant.post(
        reverse("ledger:manualentry_create"), written(("6070", "30.00", ""), ("5120", "", "30.00"))
    )
    document = ManualEntry.objects.get()
    assert saved.status_code == 302

    accountant.post(reverse("ledger:manualentry_post", args=[document.pk]))

    document.refresh_from_db()
    assert (document.status, document.number) == ("posted", "JE-2026-00001")
    page = accountant.get(reverse("ledger:entry_detail", args=[document.entry_id]))
    assert page.status_code == 200
    assert document.number in page.content.decode()
    assert accountant.get(document_url(document)).status_code == 200


@pytest.mark.parametrize(
    "amount", ["NaN", "Infinity", "1e5", "-1", "100000000000000000000", "0.001", "\u0000"]
)
def test_an_amount_that_is_none_is_refused_and_nothing_is_written(accountant, amount):
    answer = accountant.post(
        reverse("ledger:manualentry_create"), written(("6070", amount, ""), ("5120", "", "30.00"))
    )

    assert answer.status_code == 422
    assert not ManualEntry.objects.exists()


def test_an_unbalanced_entry_says_by_how_much_and_stays_a_draft(accountant):
    document = draft(("6070", "30"), ("5120", "-29"))

    answer = accountant.post(reverse("ledger:manualentry_post", args=[document.pk]), follow=True)

    assert "differ by 1.00 EUR" in answer.content.decode()
    document.refresh_from_db()
    assert document.status == "draft"
    assert not Entry.objects.exists()


def test_an_account_kept_by_a_sub_ledger_is_neither_offered_nor_taken(accountant):
    offered = accountant.get(reverse("ledger:account_options"), {"q": "Customers", "posting": "1"})
    assert "4110" not in offered.content.decode()

    answer = accountant.post(
        reverse("ledger:manualentry_create"), written(("4110", "30", ""), ("5120", "", "30"))
    )

    assert answer.status_code in {409, 422}
    assert "kept by" in answer.content.decode()
    assert not ManualEntry.objects.exists()


def test_another_companys_account_is_not_taken(accountant, other_company):
    with company_context(other_company.pk):
        foreign = make_books()["6070"]
    sent = written(("6070", "30", ""), ("5120", "", "30")) | {"lines-0-account": str(foreign.pk)}

    answer = accountant.post(reverse("ledger:manualentry_create"), sent)

    assert answer.status_code == 422
    assert not ManualEntry.objects.exists()


def test_one_more_row_is_answered_alone(accountant):
    answer = accountant.get(
        reverse("ledger:manualentry_create"), {"row": "lines"}, headers={"HX-Request": "true"}
    )

    text = answer.content.decode()
    assert "lines-__prefix__-account" in text
    assert "<html" not in text


def test_a_double_click_posts_once(accountant):
    document = draft(("6070", "30"), ("5120", "-30"))
    url = reverse("ledger:manualentry_post", args=[document.pk])

    for _ in range(2):
        accountant.post(url, {"idempotency_key": "0190a5b0-0000-7000-8000-0000000000aa"})

    assert Entry.objects.count() == 1


def test_an_auditor_sees_everything_and_changes_nothing(auditor):
    document = draft(("6070", "30"), ("5120", "-30"))
    january = period("2026-01")
    for name in (
        "trial_balance",
        "entry_list",
        "manualentry_list",
        "period_list",
        "entryline_list",
    ):
        assert auditor.get(reverse(f"ledger:{name}")).status_code == 200

    for name, pk in (
        ("manualentry_post", document.pk),
        ("manualentry_cancel", document.pk),
        ("period_close", january.pk),
    ):
        assert auditor.post(reverse(f"ledger:{name}", args=[pk])).status_code == 403
    document.refresh_from_db()
    assert (document.status, period("2026-01").status) == ("draft", "open")


def test_a_period_is_closed_on_screen_and_shows_what_was_proved(accountant):
    post(("5120", "10"), ("7070", "-10"))
    january = period("2026-01")
    assert accountant.get(reverse("ledger:period_detail", args=[january.pk])).status_code == 200
    assert accountant.get(reverse("ledger:period_close", args=[january.pk])).status_code == 200

    accountant.post(reverse("ledger:period_close", args=[january.pk]), {"accept": []})

    made = period("2026-01").closings.get()
    assert period("2026-01").status == "closed"
    page = accountant.get(reverse("ledger:period_detail", args=[january.pk])).content.decode()
    assert made.balances_sha256[:16] in page


def test_a_draft_blocks_the_closing_on_screen_and_is_named(accountant):
    document = draft(("6070", "30"), ("5120", "-30"))
    january = period("2026-01")

    page = accountant.get(reverse("ledger:period_detail", args=[january.pk])).content.decode()
    accountant.post(reverse("ledger:period_close", args=[january.pk]), {"accept": []})

    assert "Draft manual entries" in page
    assert document_url(document) in page
    assert period("2026-01").status == "open"


def test_reopening_takes_one_who_asks_and_another_who_approves(accountant, user_in):
    january = period("2026-01")
    services.close_period(actor=None, pk=january.pk)
    ask, approve = (
        reverse(f"ledger:period_{verb}", args=[january.pk]) for verb in ("reopen", "approve")
    )
    owner = logged_in(user_in("owner"))

    assert accountant.post(ask, {"reason": ""}).status_code == 422
    accountant.post(ask, {"reason": "A bill came late"})
    assert accountant.post(approve).status_code == 403
    assert period("2026-01").status == "closed"
    page = owner.get(reverse("ledger:period_detail", args=[january.pk])).content.decode()
    assert "A bill came late" in page
    owner.post(approve)

    assert period("2026-01").status == "open"
    page = owner.get(reverse("ledger:period_detail", args=[january.pk])).content.decode()
    assert "opened this again: A bill came late" in page


def test_who_asked_cannot_approve_on_screen_either(user_in):
    january = period("2026-01")
    services.close_period(actor=None, pk=january.pk)
    owner = logged_in(user_in("owner"))
    owner.post(reverse("ledger:period_reopen", args=[january.pk]), {"reason": "A bill came late"})

    answer = owner.post(reverse("ledger:period_approve", args=[january.pk]), follow=True)

    assert "let somebody else approve" in answer.content.decode()
    assert period("2026-01").status == "closed"


def test_a_request_to_reopen_is_declined(accountant, user_in):
    january = period("2026-01")
    services.close_period(actor=None, pk=january.pk)
    accountant.post(reverse("ledger:period_reopen", args=[january.pk]), {"reason": "Late"})
    asked = Reopening.objects.get()

    logged_in(user_in("owner")).post(reverse("ledger:reopening_decline", args=[asked.pk]))

    asked.refresh_from_db()
    assert (asked.status, period("2026-01").status) == ("declined", "closed")
    page = accountant.get(reverse("ledger:period_detail", args=[january.pk])).content.decode()
    assert "declined to open this again" in page


def test_a_year_is_opened_once(accountant):
    url = reverse("ledger:fiscalyear_create")

    assert accountant.post(url, {"start": "2027-01-01"}).status_code == 302
    again = accountant.post(url, {"start": "2027-01-01"})

    assert again.status_code == 422
    assert FiscalYear.objects.count() == 2
    assert period("2027-12").status == "open"


def test_an_account_is_added_and_its_code_is_taken_once(accountant):
    new = {"code": "6100", "name": "Rent", "type": "expense", "is_active": "on"}

    assert accountant.post(reverse("ledger:account_create"), new).status_code == 302
    again = accountant.post(reverse("ledger:account_create"), new)

    assert again.status_code == 422
    assert "6100 is taken" in again.content.decode()
    assert Account.objects.filter(code="6100").count() == 1


def test_an_account_is_found_by_its_name_in_any_language(accountant):
    bank = account("5120")
    bank.name_i18n = {"fr": "Banque populaire", "ar": "البنك الشعبي"}
    bank.save()

    for word in ("5120", "banque", "الشعبي"):
        listed = accountant.get(reverse("ledger:account_list"), {"q": word}).content.decode()
        offered = accountant.get(reverse("ledger:account_options"), {"q": word}).content.decode()
        assert "5120" in listed, word
        assert "5120" in offered, word
        assert "7070" not in listed + offered


def test_a_receivable_account_is_matched(accountant):
    new = {"code": "4119", "name": "Doubtful", "type": "asset_receivable", "control": "receivable"}

    refused = accountant.post(reverse("ledger:account_create"), {**new, "is_active": "on"})

    assert refused.status_code == 422
    assert "Tick that its lines are matched" in refused.content.decode()
    made = {**new, "is_active": "on", "reconcile": "on"}
    assert accountant.post(reverse("ledger:account_create"), made).status_code == 302


def test_a_purpose_gets_another_account_that_its_sub_ledger_keeps(accountant):
    used = DefaultAccount.objects.get(purpose="stock")
    url = reverse("ledger:defaultaccount_edit", args=[used.pk])

    refused = accountant.post(url, {"purpose": "stock", "account": str(account("5120").pk)})

    assert refused.status_code == 422
    assert "choose an account kept by: Stock" in refused.content.decode()
    stock = Account.objects.create(
        company_id=company_id(), code="3701", name="Tea", type="asset_current", control="stock"
    )
    assert accountant.post(url, {"purpose": "stock", "account": str(stock.pk)}).status_code == 302
    assert services.default_account("stock") == stock


def test_a_purpose_has_one_account(accountant):
    sent = {"purpose": "bank", "account": str(account("5300").pk)}

    answer = accountant.post(reverse("ledger:defaultaccount_create"), sent)

    assert answer.status_code == 422
    assert "has an account already" in answer.content.decode()


def test_a_company_without_accounts_starts_with_a_chart_once(other_company):
    client = logged_in(make_user("accountant", companies=(other_company,)))
    empty = client.get(reverse("ledger:account_list"))
    assert reverse("ledger:chart_install") in empty.content.decode()

    made = client.post(reverse("ledger:chart_install"), {"template": "fr"})
    again = client.post(reverse("ledger:chart_install"), {"template": "ma"})

    assert (made.status_code, again.status_code) == (302, 422)
    assert "this one has accounts" in again.content.decode()
    with company_context(other_company.pk):
        assert services.default_account("receivable").code == "411100"


def add_account(code: str) -> None:
    Account.objects.create(company_id=company_id(), code=code, name=code, type="expense")


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("entry_list", lambda n: post(("5120", "10"), ("7070", "-10"))),
        ("entryline_list", lambda n: post(("5120", "10"), ("7070", "-10"))),
        ("manualentry_list", lambda n: draft(("6070", "10"), ("5120", "-10"), on=date(2026, 1, 1 + n))),
        ("account_list", lambda n: add_account(f"9{n}")),
    ],
)  # fmt: skip
def test_a_list_takes_as_many_statements_for_twenty_rows_as_for_two(
    accountant, count_sql, name, make
):
    counts = []
    for rows in (range(2), range(2, 20)):
        for n in rows:
            make(n)
        accountant.get(reverse(f"ledger:{name}"))
        counts.append(count_sql(lambda: accountant.get(reverse(f"ledger:{name}"))))

    assert counts[0] == counts[1]


def test_an_entry_takes_as_many_statements_for_many_lines_as_for_two(accountant, count_sql):
    make_party()
    counts = []
    for lines in ([("5120", "1")], [("5120", "1")] * 20):
        entry = post(*lines, ("7070", f"-{len(lines)}"))
        url = reverse("ledger:entry_detail", args=[entry.pk])
        accountant.get(url)
        counts.append(count_sql(lambda url=url: accountant.get(url)))

    assert counts[0] == counts[1]


def test_dimensions_are_chosen_on_the_lines_and_a_rule_is_told_at_the_line(accountant):
    row = dimension("CC", "SHOP")
    rule(row, "required", "6070")
    value = value_of("SHOP")
    shown = accountant.get(reverse("ledger:manualentry_create")).content.decode()
    data = written(("6070", "30", ""), ("5120", "", "30"))

    refused = accountant.post(reverse("ledger:manualentry_create"), data)
    saved = accountant.post(
        reverse("ledger:manualentry_create"),
        data | {f"lines-0-dimensions__{row.pk}": str(value.pk)},
    )

    assert f'name="lines-0-dimensions__{row.pk}"' in shown
    assert refused.status_code == 422
    assert "On account 6070, choose a value for Cc" in refused.content.decode()
    assert saved.status_code == 302
    line = ManualEntry.objects.get().lines.get(account__code="6070")
    assert line.dimensions == {str(row.pk): str(value.pk)}
    assert "SHOP" in accountant.get(saved.url).content.decode()


def test_a_value_of_another_dimension_is_refused_at_the_field(accountant):
    row, other = dimension("CC", "SHOP"), dimension("PRJ", "HOUSE")
    data = written(("6070", "30", ""), ("5120", "", "30"))
    data[f"lines-0-dimensions__{other.pk}"] = str(value_of("SHOP").pk)

    refused = accountant.post(reverse("ledger:manualentry_create"), data)

    assert (refused.status_code, row.code) == (422, "CC")
    assert "Choose values from the lists." in refused.content.decode()


def test_without_dimensions_the_form_does_not_ask_for_them(accountant):
    shown = accountant.get(reverse("ledger:manualentry_create")).content.decode()

    assert "dimensions__" not in shown
    assert "Analysis" not in shown


def test_an_entry_is_copied_by_a_button(accountant):
    document = draft(("6070", "30"), ("5120", "-30"))

    answer = accountant.post(reverse("ledger:manualentry_copy", args=[document.pk]))

    assert answer.status_code == 302
    assert ManualEntry.objects.count() == 2
    assert answer.url == document_url(ManualEntry.objects.latest("pk"))
