"""Making the demonstration companies: what a stranger finds when Plumb starts for the first time."""

from collections.abc import Callable
from datetime import date as Date
from datetime import timedelta
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import translation

from apps.access import services as access
from apps.access.models import User
from apps.companies import services as companies
from apps.companies.models import Company
from apps.core import events
from apps.core.context import company_context
from apps.core.models import Event
from apps.demo import atlas
from apps.demo.counting import leave_counts
from apps.demo.dressing import dress_products
from apps.demo.foreign import open_abroad
from apps.demo.logos import atlas_logo, northwind_logo
from apps.demo.northwind import Northwind, shift_to
from apps.demo.people import BUYER, KEEPER, LOGINS, OWNER_OF_ATLAS, PASSWORD, Login
from apps.demo.picking import leave_wave
from apps.demo.replenishing import leave_rules
from apps.demo.story import STARTED, Story
from apps.demo.traders import load_masters, read_masters
from apps.ledger import services as ledger
from apps.ledger.models import FiscalYear, Period
from apps.warehouses.models import Warehouse

Progress = Callable[[str], None]

DEMO = {
    "code": "DEMO", "name": "Northwind Traders", "currency": "USD", "time_zone": "America/Los_Angeles", "country": "US",
    "street": "507 20th Ave. E.", "postal_code": "98122", "city": "Seattle, WA", "email": "accounts@northwind.example",
    "phone": "+1 206 555 0100", "website": "northwind.example", "bank_account": "ABA 125 555 019 · 0042 3351 8870",
}  # fmt: skip
ATLAS = {
    "code": "ATLAS", "name": "Comptoir de l'Atlas SARL", "currency": "MAD", "time_zone": "Africa/Casablanca",
    "language": "fr", "country": "MA", "street": "Route de Zenata, km 9", "postal_code": "20600", "city": "Casablanca",
    "email": "compta@atlas.example", "phone": "+212 522 555 010", "website": "atlas.example",
    "bank_account": "MA64 0115 1900 0001 2050 0053 4921",
}  # fmt: skip


def load_demo(*, original_dates: bool, progress: Progress) -> Company:
    """Make both companies, or what is missing of them, and play their story up to today.

    Args:
        original_dates: keep 1996 to 1998 instead of moving the last order into the current week.
    """
    demo, is_new = _company(DEMO, northwind_logo)
    with company_context(demo.pk):
        northwind, today = _start(demo, original_dates=original_dates)
        if is_new:
            progress("Northwind: chart, parties, products")

        def masters() -> None:
            load_masters(demo, northwind)
            open_abroad(today)

        _set_up(demo, "fr", northwind.orders[0].date, today, masters)
    other, _ = _company(ATLAS, atlas_logo)
    with company_context(other.pk), translation.override(other.language):
        _set_up(other, "ma", today - timedelta(weeks=atlas.WEEKS), today, atlas.load_masters)
    users = _people({demo.code: demo, other.code: other})
    with company_context(demo.pk):
        with transaction.atomic():
            story = Story(demo, northwind, read_masters(users), today)
        story.play(lambda day: progress(f"Northwind: {day}"))
    with company_context(other.pk), translation.override(other.language):
        atlas.play(other, today, lambda day: progress(f"Atlas: {day}"))
    leave_rules(demo, users[BUYER])
    leave_rules(other, users[OWNER_OF_ATLAS])
    leave_counts(demo, users[KEEPER])
    dress_products(demo, users[KEEPER])
    leave_wave(demo, users[KEEPER], today)
    leave_wave(other, users[OWNER_OF_ATLAS], today)
    return demo


def _company(details: dict[str, str], logo: Callable[[], bytes]) -> tuple[Company, bool]:
    found = Company.objects.filter(code=details["code"]).first()
    if found:
        return found, False
    drawn: dict[str, Any] = {"logo": logo(), "logo_type": "image/png"}
    return companies.create_company(actor=None, **details, **drawn), True


def _start(company: Company, *, original_dates: bool) -> tuple[Northwind, Date]:
    """Return the data moved as the first load moved it, and the day the story ends."""
    with transaction.atomic():
        started = Event.objects.filter(name=STARTED).first()
        if started is None:
            today = company.today()
            shift = timedelta() if original_dates else shift_to(today)
            northwind = Northwind(shift)
            last = max(order.shipped or order.date for order in northwind.orders)
            ends = last if original_dates else max(today, last)
            events.publish(STARTED, company, shift=shift.days, ends=ends.isoformat())
            return northwind, ends
        return Northwind(timedelta(days=started.payload["shift"])), Date.fromisoformat(
            started.payload["ends"]
        )


@transaction.atomic
def _set_up(
    company: Company, chart: str, first: Date, today: Date, masters: Callable[[], None]
) -> None:
    """Open the books and make the master data, unless that was done."""
    if FiscalYear.objects.exists():
        return
    ledger.install_chart(actor=None, template=chart, language=company.language)
    for year in range(first.year, (today + timedelta(days=60)).year + 1):
        ledger.open_fiscal_year(actor=None, start=Date(year, 1, 1))
    masters()


@transaction.atomic
def _people(by_code: dict[str, Company]) -> dict[str, User]:
    """Make the users that are missing, and return all of them by e-mail."""
    known = {user.email: user for user in User.objects.all()}
    made = {login.email: _make(login, by_code) for login in LOGINS if login.email not in known}
    password = make_password(PASSWORD)  # slow by intent, so once: all of them have this one
    User.objects.filter(email__in=made).update(password=password)
    return known | made


def _make(login: Login, by_code: dict[str, Company]) -> User:
    companies_of = [by_code[code] for code in login.companies]
    with company_context(companies_of[0].pk):
        user = access.create_user(
            actor=None, email=login.email, name=login.name, title=login.title, roles=login.roles,
            companies=companies_of, language=login.language,
            is_staff=login.is_superuser, is_superuser=login.is_superuser,
        )  # fmt: skip
        for warehouse in Warehouse.objects.filter(code__in=login.warehouses):
            access.grant_access(actor=None, user=user, row=warehouse)
    return user


def months_to_close(today: Date) -> list[str]:
    """Return the open periods of the company in force but the last two months, by code, oldest first."""
    first_of_month = today.replace(day=1)
    first_kept_open = (first_of_month - timedelta(days=1)).replace(day=1)
    periods = Period.objects.filter(end__lt=first_kept_open, status="open").order_by("start")
    return list(periods.values_list("code", flat=True))
