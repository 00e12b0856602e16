"""What we write to a party about its account, on the company's paper and in the party's language."""

from collections import defaultdict
from decimal import Decimal
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _

from apps.companies.letterhead import in_fours, letterhead, logo_of
from apps.companies.models import Company
from apps.companies.selectors import country_names
from apps.core.context import company_id
from apps.core.formatting import format_amount, format_date, format_money, format_quantity
from apps.core.pdf import render_pdf
from apps.credit.ageing import USUAL_LIMITS
from apps.credit.choices import StatementKind
from apps.credit.models import DunningLetter, DunningLine
from apps.credit.sheets import bucket_labels
from apps.credit.statements import Line, Section, Statement
from apps.parties.models import Party

TEMPLATE = "credit/statement_print.html"
REMINDER = "credit/reminder_print.html"


def print_statement(statement: Statement) -> tuple[str, bytes]:
    """Return a name for the file and the PDF of a statement, in the party's language."""
    company = paper_of_company()
    with translation.override(statement.party.language or company.language):
        html = render_to_string(TEMPLATE, statement_context(statement, company))
        title = slugify(_("Statement of account")) or "statement"
    name = f"{title}-{slugify(statement.party.code)}-{statement.question.last:%Y-%m-%d}.pdf"
    return name, render_pdf(html, blobs=logo_of(company))


def paper_of_company() -> Company:
    """Return the company in force with its logo."""
    return Company.objects.select_related("currency").get(pk=company_id())


def statement_context(statement: Statement, company: Company) -> dict[str, Any]:
    """Return everything the template shows, formatted for the active language."""
    party, question = statement.party, statement.question
    is_open = question.kind == StatementKind.OPEN
    span = _("%(first)s to %(last)s") % {
        "first": format_date(question.first),
        "last": format_date(question.last),
    }
    return {
        **letterhead(company, _("Statement of account")),
        "about": _("As of %(day)s") % {"day": format_date(question.last)} if is_open else span,
        "party_lines": address_of(party),
        "facts": [
            (_("Date"), format_date(question.last)),
            (_("Customer number") if party.is_customer else _("Supplier number"), party.code),
        ],
        "party": party,
        "is_open": is_open,
        "sections": [
            _section(section, question.first, is_open=is_open) for section in statement.sections
        ],
        "bucket_labels": bucket_labels(USUAL_LIMITS),
        "account": in_fours(company.bank_account),
    }


def address_of(party: Party) -> list[str]:
    """Return the lines of the address letters go to, without the party's name."""
    addresses = sorted(
        party.addresses.all(), key=lambda address: (not address.is_billing, address.pk)
    )
    if not addresses:
        return []
    names = country_names(translation.get_language() or "en")
    lines = addresses[0].lines(names.get(addresses[0].country))
    return [line for line in lines if line not in (party.name, party.legal_name)]


def _section(section: Section, first: Any, *, is_open: bool) -> dict[str, Any]:
    code = section.currency
    return {
        "currency": code,
        "opening": None if is_open else format_amount(section.opening, code),
        "opening_day": format_date(first),
        "lines": [_line(line, code) for line in section.lines],
        "balance": format_money(section.balance, code),
        "overdue": format_money(section.overdue, code) if section.overdue else "",
        "buckets": [format_amount(amount, code) for amount in section.buckets] if is_open else [],
    }


def _line(line: Line, currency: str) -> dict[str, str]:
    return {
        "date": format_date(line.day),
        "paper": named(line.paper),
        "due": format_date(line.due),
        "days": format_quantity(line.days) if line.days else "",
        "debit": format_amount(line.debit, currency) if line.debit else "",
        "credit": format_amount(line.credit, currency) if line.credit else "",
        "balance": format_amount(line.balance, currency),
    }


def named(paper: Any) -> str:
    """Return what a document is and its number, as the party knows it."""
    label = paper._meta.label
    if label == "invoices.Invoice":
        return f"{paper.get_kind_display()} {paper.number}"
    if label == "payments.Payment":
        return f"{_('Payment')} {paper.number}"
    return str(paper)


def print_reminder(letter: DunningLetter) -> tuple[str, bytes]:
    """Return a name for the file and the PDF of a reminder, in the language it was written in."""
    company = paper_of_company()
    with translation.override(letter.language):
        html = render_to_string(REMINDER, reminder_context(letter, company))
    name = f"{slugify(letter.run.number)}-{slugify(letter.party.code)}.pdf"
    return name, render_pdf(html, blobs=logo_of(company))


def reminder_context(letter: DunningLetter, company: Company) -> dict[str, Any]:
    """Return everything the template shows, formatted for the active language."""
    run, party, own = letter.run, letter.party, company.currency_id
    lines = list(letter.lines.select_related("item__entry__invoice"))
    totals: dict[str, Decimal] = defaultdict(Decimal)
    for line in lines:
        totals[line.currency_id] += line.amount_currency
    if letter.fee:
        totals[own] += letter.fee
    return {
        **letterhead(company, letter.subject, run.number),
        "about": run.number or _("Draft"),
        "party": party,
        "party_lines": address_of(party),
        "facts": [
            (_("Date"), format_date(run.date)),
            (_("Customer number"), party.code),
        ],
        "text": letter.text,
        "lines": [_reminded(line) for line in lines],
        "fee": format_money(letter.fee, own) if letter.fee else "",
        "totals": [format_money(amount, code) for code, amount in sorted(totals.items())],
        "account": in_fours(company.bank_account),
    }


def _reminded(line: DunningLine) -> dict[str, str]:
    invoice = getattr(line.item.entry, "invoice", None)
    return {
        "paper": named(invoice) if invoice else line.reference,
        "date": format_date(line.date),
        "due": format_date(line.due_date),
        "days": format_quantity(line.days),
        "open": format_money(line.amount_currency, line.currency_id),
    }
