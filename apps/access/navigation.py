"""The sidebar: groups of work with what the user may open, and how much waits there.

Links are data (``links.py``; a URL name that does not exist is left out). An app adds a count to its own link in
``AppConfig.ready()``::

    navigation.count_waiting("sales:salesorder_list", orders_to_ship)

The function takes the user and returns a number, or a queryset whose rows are counted; all querysets of a page
are counted in one statement.
"""

from collections.abc import Callable, Container, Iterable
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import QuerySet
from django.urls import NoReverseMatch, reverse

from apps.access.links import FOLDED_AT_FIRST, GROUPS, Link
from apps.core.keyset import counts
from apps.core.permissions import may

Waiting = Callable[[Any], "QuerySet[Any] | int"]
COUNT_UP_TO: Final = 99


_waiting: dict[str, Waiting] = {}


def count_waiting(url_name: str, function: Waiting) -> None:
    """Show beside the link ``url_name`` how much waits there; apps call it in ``AppConfig.ready()``."""
    _waiting[url_name] = function


def menu(user: Any, path: str, folded: Container[str] = FOLDED_AT_FIRST) -> list[dict[str, Any]]:
    """Return the groups ``user`` may open something of, for ``base.html``.

    Args:
        path: marks the active link; its group is unfolded.
        folded: keys of the groups that show their head alone.
    """
    groups = [
        (
            group,
            [(link, url) for link, url in _reachable(group.links) if may(user, link.permission)],
        )
        for group in GROUPS
    ]
    urls = [url for _group, links in groups for _link, url in links]
    active = max((url for url in urls if _leads_to(url, path)), key=len, default="")
    waiting = _counts(user, [link.url_name for _group, links in groups for link, _url in links])
    return [
        {
            "key": group.key,
            "label": group.label,
            "open": group.key not in folded or any(url == active for _link, url in links),
            "count": _shown(sum(waiting.get(link.url_name, 0) for link, _url in links)),
            "items": [
                {
                    "label": link.label,
                    "url": url,
                    "icon": link.icon,
                    "active": url == active,
                    "count": _shown(waiting.get(link.url_name, 0)),
                }
                for link, url in links
            ],
        }
        for group, links in groups
        if links
    ]


def folded_groups(cookie: str | None) -> frozenset[str]:
    """Return the keys of the groups that a browser keeps folded; those folded at first when it never said."""
    return FOLDED_AT_FIRST if cookie is None else frozenset(cookie.split("."))


def _reachable(links: Iterable[Link]) -> Iterable[tuple[Link, str]]:
    for link in links:
        try:
            yield link, reverse(link.url_name)
        except NoReverseMatch:
            continue


def _counts(user: Any, url_names: Iterable[str]) -> dict[str, int]:
    """Return how much waits behind each link, in one statement; nothing when the transaction is broken already."""
    names = [name for name in url_names if name in _waiting]
    if connection.in_atomic_block:
        return {} if connection.needs_rollback else _count_all(user, names)
    with transaction.atomic():
        return _count_all(user, names)


def _count_all(user: Any, names: list[str]) -> dict[str, int]:
    answers = {name: _waiting[name](user) for name in names}
    numbers = {name: answer for name, answer in answers.items() if isinstance(answer, int)}
    rows = {name: answer for name, answer in answers.items() if not isinstance(answer, int)}
    if rows:
        found = counts(list(rows.values()), limit=COUNT_UP_TO)
        numbers |= dict(zip(rows, found, strict=True))
    return numbers


def _shown(count: int) -> str:
    return "" if not count else str(count) if count <= COUNT_UP_TO else f"{COUNT_UP_TO}+"


def _leads_to(url: str, path: str) -> bool:
    """Return whether ``path`` is the screen at ``url`` or below it; the home page has nothing below."""
    return path == url or (url != "/" and path.startswith(url))
