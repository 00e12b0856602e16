"""Filters every list shares."""

from typing import Any

import django_filters
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class SearchFilter(django_filters.CharFilter):
    """The search box: every word typed must occur in one of the fields."""

    def __init__(self, *paths: str, **kwargs: Any) -> None:
        self.paths = paths
        super().__init__(label=kwargs.pop("label", _("Search")), **kwargs)

    def filter(self, rows: models.QuerySet[Any], value: str) -> models.QuerySet[Any]:
        """Return the rows in which every word of ``value`` occurs."""
        for word in (value or "").split()[:8]:
            found = Q()
            for path in self.paths:
                found |= Q(**{f"{path}__icontains": word})
            rows = rows.filter(found)
        return rows
