"""Analytic dimensions of postings: fills in defaults, and says in a sentence what an account's rules refuse."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import JSONField
from django.db.models.expressions import RawSQL
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from apps.core.exceptions import BusinessError

Dimensions = Mapping[str, str]

RULES = """
(SELECT jsonb_agg(jsonb_build_object(
    'account', account_id, 'dimension', dimension_id, 'policy', policy, 'default', default_id,
    'code', account_code, 'name', dimension_name, 'names', dimension_names))
 FROM ledger_dimension_rules(%s::uuid[]))
"""
VALUES = """
(SELECT jsonb_object_agg(v.id, jsonb_build_object(
    'dimension', v.dimension_id, 'code', v.code, 'active', v.is_active, 'from', v.valid_from, 'to', v.valid_to))
 FROM ledger_dimensionvalue v
 WHERE v.id = ANY(%s::uuid[]) OR v.id IN (SELECT default_id FROM ledger_dimensionrule WHERE default_id IS NOT NULL))
"""
EXEMPT = "ARRAY(SELECT id FROM ledger_journal WHERE type IN ('opening', 'closing'))"


class Take(Enum):
    """Which of the dimensions it is handed a line takes: those of another line may not suit its account."""

    AS_GIVEN = "as given"
    UNLESS_FORBIDDEN = "unless its account takes none, or the value is not in use and not needed"
    IF_REQUIRED = "where its account needs one"


class DimensionRequired(BusinessError):
    """A line lacks a dimension that its account needs."""


class DimensionForbidden(BusinessError):
    """A line has a dimension that its account may not have."""


class DimensionNotInUse(BusinessError):
    """A line names a value that is not in use on its date."""


def facts_for(lines: Iterable[Any], accounts: Iterable[UUID]) -> dict[str, RawSQL]:
    """Return what a statement that is made anyway can read besides: the rules and the values of ``lines``."""
    values = {value for line in lines for value in (line.dimensions or {}).values()}
    return {
        "rules": RawSQL(RULES, [list(set(accounts))], output_field=JSONField()),  # noqa: S611 - constant text
        "values": RawSQL(VALUES, [list(values)], output_field=JSONField()),  # noqa: S611
        "exempt": RawSQL(EXEMPT, []),  # noqa: S611
    }


def rules_of(accounts: Collection[UUID], values: Collection[str] = ()) -> "DimensionFacts":
    """Return the rules of some accounts and what is to know of some values, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {RULES}, {VALUES}", [list(accounts), list(values)])
        rules, known = (
            json.loads(cell) if isinstance(cell, str) else cell for cell in cursor.fetchone()
        )
    return DimensionFacts.of(rules, known, ())


@dataclass(frozen=True, slots=True)
class DimensionFacts:
    """The rules of the accounts at hand and the values their lines name."""

    rules: dict[str, list[dict[str, Any]]]
    values: dict[str, dict[str, Any]]
    exempt: frozenset[UUID]

    @classmethod
    def of(cls, rules: Any, values: Any, exempt: Any) -> "DimensionFacts":
        """Return the facts as a statement with ``facts_for`` answered them."""
        by_account: dict[str, list[dict[str, Any]]] = {}
        for rule in rules or ():
            by_account.setdefault(rule["account"], []).append(rule)
        return cls(by_account, values or {}, frozenset(exempt or ()))

    def settle(self, line: Any, account: UUID, on: date, journal: UUID) -> Any:
        """Return ``line`` with the defaults of its account's rules.

        Raises:
            DimensionRequired: a dimension is missing and the rule has no default.
            DimensionForbidden: the account takes no value of a dimension that is given.
            DimensionNotInUse: a value is not in use on ``on``.
        """
        given = {key: value for key, value in (line.dimensions or {}).items() if value}
        if line.takes != Take.AS_GIVEN:
            given = self.take(line.takes, account, given, on)
        if journal not in self.exempt:
            given = self.obey(account, given)
        for key, value in given.items():
            self._require_in_use(key, value, on)
        return line if given == (line.dimensions or {}) else replace(line, dimensions=given)

    def obey(self, account: UUID, dimensions: Dimensions) -> dict[str, str]:
        """Return the dimensions of a line of ``account`` with the defaults of its rules.

        Raises:
            DimensionRequired, DimensionForbidden: see ``settle``.
        """
        given = dict(dimensions)
        for rule in self.rules.get(str(account), ()):
            if rule["dimension"] not in given and rule["default"]:
                given[rule["dimension"]] = rule["default"]
            _obey(rule, given)
        return given

    def take(self, takes: Take, account: UUID, given: Dimensions, on: date) -> dict[str, str]:
        """Return what a line of ``account`` takes of the dimensions of another line; the defaults come after."""
        policies = {rule["dimension"]: rule["policy"] for rule in self.rules.get(str(account), ())}
        if takes == Take.IF_REQUIRED:
            return {key: value for key, value in given.items() if policies.get(key) == "required"}
        return {
            key: value
            for key, value in given.items()
            if policies.get(key) == "required"
            or (policies.get(key) != "forbidden" and self._is_in_use(key, value, on))
        }

    def _is_in_use(self, dimension: str, value: str, on: date) -> bool:
        found, day = self.values.get(value), on.isoformat()
        if not found or found["dimension"] != dimension or not found["active"]:
            return False
        return bool((found["from"] or day) <= day <= (found["to"] or day))

    def _require_in_use(self, dimension: str, value: str, on: date) -> None:
        if self._is_in_use(dimension, value, on):
            return
        found = self.values.get(value)
        raise DimensionNotInUse(
            _("To post on %(date)s, choose another value than %(value)s; it is not in use then.")
            % {"date": date_format(on), "value": found["code"] if found else value},
            field="dimensions",
        )


def _obey(rule: dict[str, Any], given: Dimensions) -> None:
    """Refuse a line that breaks a rule of its account."""
    names = {
        "account": rule["code"],
        "dimension": (rule["names"] or {}).get((get_language() or "")[:2]) or rule["name"],
    }
    if rule["policy"] == "required" and rule["dimension"] not in given:
        raise DimensionRequired(
            _("On account %(account)s, choose a value for %(dimension)s; the account needs one.")
            % names,
            field="dimensions",
        )
    if rule["policy"] == "forbidden" and rule["dimension"] in given:
        raise DimensionForbidden(
            _("On account %(account)s, leave %(dimension)s empty; the account takes none.") % names,
            field="dimensions",
        )
