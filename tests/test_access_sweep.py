"""Every URL, asked by every role, by nobody and by a stranger, about own documents and another company's.

Nothing is listed by hand: addresses come from the URL configuration, rights from the views, documents from
``sample_objects()`` of each app's ``tests/factories.py`` (docs/adding-a-document.md). A new screen is swept when
it has a URL; one without a declared right fails.
"""

import logging
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Permission
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, path, reverse

from apps.access.roles import ROLES
from apps.access.tests.factories import make_user
from apps.core.context import company_context
from apps.core.permissions import ANY_USER, PUBLIC, declared_right, may

OWN, FOREIGN, NONE = "own", "another company's", "no"
SEES_ALL = ("owner", "auditor")
OPEN_BY_DESIGN = {"healthz", "readyz"}


@dataclass(frozen=True, slots=True)
class Address:
    """One URL pattern: its full name, its view, the names of its arguments; what is asked with ``query`` is posted."""

    name: str
    view: Any
    arguments: tuple[str, ...]
    query: str = ""

    @property
    def right(self) -> str | None:
        """Return the right the view declares."""
        return PUBLIC if self.name in OPEN_BY_DESIGN else declared_right(self.view)


def addresses(resolver: URLResolver | None = None, space: str = "") -> Iterator[Address]:
    """Yield every URL pattern but the admin's, which lets superusers in and is swept apart."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLPattern):
            arguments = tuple(re.findall(r"<(?:\w+:)?(\w+)>", str(pattern.pattern)))
            name = f"{space}{pattern.name or pattern.pattern}"
            yield Address(name, pattern.callback, arguments)
            if hasattr(getattr(pattern.callback, "view_class", None), "quote"):
                yield Address(name, pattern.callback, arguments, "?totals")
        elif pattern.namespace != "admin":
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from addresses(pattern, inner)


def undeclared(found: Iterator[Address]) -> list[str]:
    """Return the addresses whose view declares no right."""
    return [address.name for address in found if address.right is None]


def factories(label: str) -> Any:
    """Return the module ``tests/factories.py`` of an app, or None."""
    module = f"{apps.get_app_config(label).name}.tests.factories"
    return import_module(module) if find_spec(module) else None


class Documents:
    """What the addresses of one company are about, made when first asked for."""

    def __init__(self, company: Any) -> None:
        """Open the books of ``company``, without which few documents can be made."""
        self.company = company
        self.objects: dict[str, dict[str, Any]] = {}
        self.arguments: dict[str, dict[str, dict[str, Any]]] = {}
        with company_context(company.pk):
            import_module("apps.ledger.tests.factories").make_books()

    def url(self, address: Address) -> str:
        """Return the address of this company's document."""
        if not address.arguments:
            return reverse(address.name)
        space, _separator, name = address.name.rpartition(":")
        if given := self.given(space).get(address.name):
            return reverse(address.name, kwargs=given)
        kinds = [kind for kind in self.of(space) if name.startswith(f"{kind}_")]
        if not kinds or len(address.arguments) > 1:
            pytest.fail(
                f"{address.name}: give sample_objects() of its app's tests/factories.py a document"
                " for it, or sample_arguments() its arguments."
            )
        return reverse(address.name, args=[self.of(space)[max(kinds, key=len)].pk])

    def of(self, label: str) -> dict[str, Any]:
        """Return the documents of one app by the first part of their URL names."""
        if label and label not in self.objects:
            with company_context(self.company.pk):
                self.objects[label] = getattr(factories(label), "sample_objects", dict)()
        return self.objects.get(label, {})

    def given(self, label: str) -> dict[str, dict[str, Any]]:
        """Return the arguments that an app gives by URL name; those of core and the account come from access."""
        owner = label if hasattr(label and factories(label), "sample_arguments") else "access"
        if owner not in self.arguments:
            with company_context(self.company.pk):
                self.arguments[owner] = factories(owner).sample_arguments()
        return self.arguments[owner]


@dataclass(frozen=True, slots=True)
class Asker:
    """Somebody who asks, and the company they work in."""

    name: str
    user: Any
    client: Client

    def may(self, right: str) -> bool:
        """Return whether the right is theirs."""
        return right == PUBLIC if self.user is None else may(self.user, right)


def asker(name: str, user: Any = None) -> Asker:
    """Return somebody with a browser of their own."""
    client = Client()
    if user is not None:
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return Asker(name, user, client)


def ask(person: Asker, address: Address, url: str) -> HttpResponse:
    """Ask as a browser would: verbs by POST, everything else by GET."""
    if hasattr(address.view, "command") or address.query:
        return person.client.post(url + address.query)
    answer = person.client.get(url)
    return person.client.post(url) if answer.status_code == 405 else answer


def verdict(person: Asker, address: Address, whose: str, answer: HttpResponse) -> str:
    """Return "" when the answer is as it must be, else what it should have been."""
    status, right = answer.status_code, address.right or ""
    if status >= 500:
        return "no error"
    if right == PUBLIC:
        return ""
    if person.user is None:
        to_login = status == 302 and answer["Location"].startswith(reverse(settings.LOGIN_URL))
        return "" if to_login else "a redirect to the login"
    if whose == FOREIGN or not person.may(right):
        return "" if status in {403, 404} else "refused"
    refused = status == 403 or (status == 404 and whose == OWN)
    return "an answer: the right is theirs" if person.name in SEES_ALL and refused else ""


ALL = list(addresses())
BY_APP: dict[str, list[Address]] = defaultdict(list)
for found in ALL:
    BY_APP[found.name.partition(":")[0] if ":" in found.name else "account"].append(found)


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """Keep a thousand refusals out of the log: writing their traces takes longer than making them."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def test_every_view_declares_the_right_it_asks_for():
    assert undeclared(iter(ALL)) == []
    assert len(ALL) > 50


def test_every_declared_right_exists(db):
    known = {
        f"{app}.{name}"
        for app, name in Permission.objects.values_list("content_type__app_label", "codename")
    }

    assert {address.right for address in ALL} - known - {PUBLIC, ANY_USER} == set()


def test_a_view_without_a_declared_right_is_found():
    def forgotten(_request: Any) -> HttpResponse:
        return HttpResponse()

    planted = URLResolver.__new__(URLResolver)
    planted.__dict__["url_patterns"] = [path("open/", forgotten, name="forgotten")]

    assert undeclared(addresses(planted)) == ["forgotten"]


def askings(
    found: list[Address], people: list[Asker], stranger: Asker, own: Documents, foreign: Documents
) -> Iterator[tuple[Asker, Address, str, str]]:
    """Yield who asks for what, whose it is, and its URL; verbs come last, for they change what is asked about."""
    for address in sorted(found, key=lambda address: hasattr(address.view, "command")):
        for person in people:
            yield person, address, OWN if address.arguments else NONE, own.url(address)
        if address.arguments:
            yield stranger, address, FOREIGN, own.url(address)
            for person in people:
                if person.user and person.may(address.right or ""):  # the others are refused anyhow
                    yield person, address, FOREIGN, foreign.url(address)


@pytest.mark.parametrize("app", sorted(BY_APP))
def test_every_url_answers_each_role_as_its_right_says(company, other_company, user_in, app):
    people = [
        asker("nobody"),
        *(asker(role, user_in(role)) for role in ROLES),
        asker("no role", user_in()),
    ]
    stranger = asker("owner of another company", make_user("owner", companies=(other_company,)))
    found = [address for address in BY_APP[app] if address.name != "logout"]
    wrong = []
    for person, address, whose, url in askings(
        found, people, stranger, Documents(company), Documents(other_company)
    ):
        answer = ask(person, address, url)
        if must := verdict(person, address, whose, answer):
            wrong.append(
                f"{person.name}, {whose} document, {address.name}: {answer.status_code}, not {must}"
            )

    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("role", list(ROLES))
def test_the_admin_lets_no_role_in(company, user_in, role):
    person = asker(role, user_in(role))

    answer = person.client.get(reverse("admin:index"))

    assert answer.status_code in {302, 403}


def test_the_admin_shows_superusers_every_list_and_no_form_for_facts(company):
    root = asker("root", make_user(is_superuser=True, is_staff=True, companies=(company,)))
    names = [pattern for pattern in reverse_names("admin") if pattern.endswith("_changelist")]

    statuses = {name: root.client.get(reverse(f"admin:{name}")).status_code for name in names}

    assert len(names) > 15
    assert {name: status for name, status in statuses.items() if status != 200} == {}


def reverse_names(namespace: str) -> list[str]:
    """Return the names of the patterns of a namespace that take no argument."""
    resolver = next(
        item for item in get_resolver().url_patterns if getattr(item, "namespace", "") == namespace
    )

    def walk(patterns: list[Any]) -> Iterator[str]:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns)
            elif pattern.name and "<" not in str(pattern.pattern):
                yield pattern.name

    return list(walk(resolver.url_patterns))
