"""The outbox: what happened is written in the transaction that made it so and delivered after commit.

``publish`` from services; ``@subscribe`` on a function of an upper app's ``subscribers.py``. Delivery is at
least once and in no promised order across documents, so subscribers are idempotent and read the row anew.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any, TypeVar
from uuid import UUID

from django.db import models

from apps.core.context import company_id, current
from apps.core.models import Delivery, Event

Subscriber = Callable[[Event], None]
F = TypeVar("F", bound=Subscriber)

_subscribers: dict[str, dict[str, Subscriber]] = defaultdict(dict)
_awaited: set[str] = set()


def subscribe(name: str, *, awaited: bool = False) -> Callable[[F], F]:
    """Register the function for events called ``name``; it runs in a worker, in the event's company.

    Args:
        awaited: somebody sits before a screen until it is done; it overtakes everything else.
    """

    def register(function: F) -> F:
        path = f"{function.__module__}.{function.__qualname__}"
        _subscribers[name][path] = function
        if awaited:
            _awaited.add(path)
        return function

    return register


def awaited() -> list[str]:
    """Return the subscribers that somebody waits for."""
    return sorted(_awaited)


def subscriber(event_name: str, path: str) -> Subscriber | None:
    """Return the function registered under ``path``, or None when it is gone from the code."""
    return _subscribers[event_name].get(path)


def publish(name: str, document: models.Model, **payload: Any) -> None:
    """Write the event ``name`` about ``document``; commits or vanishes with the transaction.

    Args:
        name: past tense, ``<app>.<what happened>``: ``invoices.posted``.
        payload: a few JSON values for the reader of the log; subscribers re-read the document.
    """
    publish_many(name, [(document, payload)])


def publish_many(name: str, facts: Iterable[tuple[models.Model, dict[str, Any]]]) -> None:
    """Write one event per (document, payload), in two statements whatever their number."""
    context = current()
    company = company_id()
    events = [
        Event(
            company_id=company,
            name=name,
            aggregate_type=document._meta.label_lower,
            aggregate_id=_uuid(document.pk),
            payload=payload,
            actor_id=context.user_id,
            request_id=context.request_id,
        )
        for document, payload in facts
    ]
    Event.objects.bulk_create(events)
    paths = list(_subscribers[name])
    if paths:
        Delivery.objects.bulk_create(
            Delivery(company_id=company, event=event, subscriber=path)
            for event in events
            for path in paths
        )


def _uuid(value: Any) -> UUID:
    return value if isinstance(value, UUID) else UUID(str(value))
