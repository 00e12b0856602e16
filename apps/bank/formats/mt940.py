"""Reading SWIFT MT940 with the package mt-940, statement by statement. Pure; no database."""

import logging
import re
import warnings
from datetime import date
from decimal import Decimal
from typing import Any

import mt940
from django.utils.translation import gettext as _
from stdnum import iban

from apps.bank.formats.model import ReadLine, ReadStatement, StatementRefused

logging.getLogger("mt940").setLevel(
    logging.CRITICAL
)  # it would write people's payments into the log
BREAKS = re.compile(r"(?m)^(?=:20:)")
BLOCKS = re.compile(r"^\{1:.*?\{4:\s*", re.DOTALL)
END = re.compile(r"(?m)^-\}?\s*(\{5:.*)?$")
NAMELESS = {"", "NONREF", "NOTPROVIDED"}
FAULTS = (
    RuntimeError,
    ValueError,
    KeyError,
    IndexError,
    AttributeError,
    TypeError,
    ArithmeticError,
)


def read_mt940(text: str) -> list[ReadStatement]:
    """Return the statements of an MT940 file.

    Raises:
        StatementRefused: a statement without balances, or a field nobody can read.
    """
    blocks = [END.sub("", block) for block in BREAKS.split(BLOCKS.sub("", text))]
    statements = [_statement(block.strip() + "\n") for block in blocks if ":25:" in block]
    if not statements:
        raise StatementRefused(_("To import, choose an MT940 statement; this file holds none."))
    return statements


def _statement(block: str) -> ReadStatement:
    parsed = mt940.models.Transactions()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            parsed.parse(block)
        data = parsed.data
        opening = data.get("final_opening_balance") or data.get("intermediate_opening_balance")
        closing = data.get("final_closing_balance") or data.get("intermediate_closing_balance")
        if opening is None or closing is None:
            raise StatementRefused(
                _("To import, ask the bank for statements with both balances (:60F: and :62F:).")
            )
        written = len(re.findall(r"(?m)^:61:", block))
        rows = [row.data for row in parsed if row.data.get("amount") is not None]
        if len(rows) != written:
            raise StatementRefused(
                _("To import, fetch the file again; %(count)d of its lines cannot be read.")
                % {"count": abs(written - len(rows))}
            )
        return ReadStatement(
            account=str(data.get("account_identification") or "").strip(),
            currency=str(closing.amount.currency or ""),
            date=_day(closing.date),
            opening=opening.amount.amount,
            closing=closing.amount.amount,
            reference=_number_of(data),
            lines=[_line(row) for row in rows if row["amount"].amount],
        )
    except FAULTS as error:
        raise StatementRefused(
            _("To import, fetch the file from the bank again; it is no whole MT940 (%(error)s).")
            % {"error": _value_of(error)}
        ) from None


def _value_of(error: Exception) -> str:
    """Return the text that could not be read, as far as the package says which."""
    return str(error.args[-1] if error.args else type(error).__name__).split("\n")[0][:60]


def _number_of(data: dict[str, Any]) -> str:
    parts = [str(data.get(name) or "") for name in ("statement_number", "sequence_number")]
    return "/".join(part for part in parts if part)[:60] or str(
        data.get("transaction_reference") or ""
    )


def _line(row: dict[str, Any]) -> ReadLine:
    amount: Decimal = row["amount"].amount
    text = row.get("purpose") or row.get("transaction_details") or ""
    extra = [
        row.get(name) or "" for name in ("additional_purpose", "extra_details", "posting_text")
    ]
    number, name = _parted(" ".join(str(row.get("applicant_name") or "").split()))
    reference = _named(row.get("bank_reference")) or _named(row.get("customer_reference"))
    return ReadLine(
        date=_day(row.get("entry_date") or row["date"]),
        value_date=_day(row["date"]),
        amount=amount,
        text=" ".join(" ".join([text, *extra]).split()),
        name=name.strip()[:140],
        iban=(str(row.get("applicant_iban") or "").replace(" ", "") or number or "")[:60],
        reference=reference[:100],
        end_to_end=_named(row.get("end_to_end_reference"))[:100],
        kind=str(row.get("id") or "")[:40],
    )


def _parted(text: str) -> tuple[str, str]:
    """Return account and name, which the package runs together: field ?31 stands before ?32."""
    for length in range(min(len(text), 34), 14, -1):
        if iban.is_valid(text[:length]):
            return text[:length], text[length:]
    digits = re.match(r"\d{5,}", text)
    return (digits[0], text[digits.end() :]) if digits else ("", text)


def _named(value: Any) -> str:
    """Return a reference, or "" for what stands there when there is none; a single letter is none."""
    text = str(value or "").strip()
    return "" if text.upper() in NAMELESS or len(text) < 2 else text


def _day(value: Any) -> date:
    return date(value.year, value.month, value.day)
