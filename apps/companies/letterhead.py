"""What stands on every letter of a company, in the active language: who writes, how pages are counted, where to pay."""

from typing import Any

from django.utils import translation
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from apps.companies.models import Company
from apps.companies.selectors import country_names
from apps.core.blobs import Blob
from apps.core.pdf import css_string


def letterhead(company: Company, title: str, number: str = "") -> dict[str, Any]:
    """Return what a printed document shows around its content, every CSS text quoted."""
    language = translation.get_language() or "en"
    rtl = get_language_info(language.split("-")[0])["bidi"]
    before, between, after = _page_words()
    return {
        "language": language,
        "direction": "rtl" if rtl else "ltr",
        "start": "right" if rtl else "left",
        "end": "left" if rtl else "right",
        "title": title,
        "number": number,
        "company": company,
        "company_lines": _company_lines(company, language),
        "contact_lines": [part for part in (company.phone, company.email, company.website) if part],
        "css_running": css_string(f"{company.name} · {title} {number}".rstrip()),
        "css_footer": css_string(_footer(company)),
        "css_page": f"{css_string(before)} counter(page) {css_string(between)} counter(pages) {css_string(after)}",
    }


def logo_of(company: Company) -> dict[str, Blob]:
    """Return the logo as the blob a page shows, if there is one."""
    return {"logo": Blob(bytes(company.logo), company.logo_type)} if company.logo else {}


def in_fours(iban: str) -> str:
    """Return an account number in groups of four."""
    plain = iban.replace(" ", "")
    return " ".join(plain[at : at + 4] for at in range(0, len(plain), 4))


def _page_words() -> tuple[str, str, str]:
    """Return what stands before, between and after the two numbers of "Page 1 of 3"."""
    words = _("Page %(page)s of %(pages)s") % {"page": "\x00", "pages": "\x01"}
    before, _page, rest = words.partition("\x00")
    between, _pages, after = rest.partition("\x01")
    return before, between, after


def _company_lines(company: Company, language: str) -> list[str]:
    town = f"{company.postal_code} {company.city}".strip()
    country = country_names(language).get(company.country, company.country)
    return [line for line in (company.street, town, country) if line]


def _footer(company: Company) -> str:
    parts = [company.name]
    if company.tax_number:
        parts.append(_("Tax number %s") % company.tax_number)
    return " · ".join(parts)
