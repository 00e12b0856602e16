"""Reading OFX 1 (SGML) and 2 (XML) bank and card statements. Pure; no database.

The package ofxtools makes the tree, by its own grammar that knows no DTD and no entity. Its second half, which
holds every value against the letter of the standard, is left out: it refuses what real banks write.
"""

import re
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from ofxtools.Parser import OFXTree

from apps.bank.formats.model import ReadLine, ReadStatement, StatementRefused
from apps.core.money import NotANumber, parse_decimal

DAY = re.compile(r"^(\d{4})(\d{2})(\d{2})")
STATEMENTS = ".//STMTRS", ".//CCSTMTRS"
DECLARATIONS = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
FAULTS = (ValueError, SyntaxError, LookupError, AttributeError, TypeError, AssertionError)


def read_ofx(content: bytes) -> list[ReadStatement]:
    """Return the statements of an OFX file.

    Raises:
        StatementRefused: no OFX, with a DTD or entities, or a value that is none.
    """
    if DECLARATIONS.search(content):
        raise StatementRefused(
            _(
                "To import, ask the bank for a file without DTD and entities; this one may hide something."
            )
        )
    tree = OFXTree()
    try:
        root = tree.parse(BytesIO(content))
    except FAULTS as error:
        raise StatementRefused(
            _("To import, fetch the file from the bank again; it is no whole OFX file (%(error)s).")
            % {"error": str(error).split("\n")[0][:80] or type(error).__name__}
        ) from None
    found = [_statement(node) for path in STATEMENTS for node in root.findall(path)]
    if not found:
        raise StatementRefused(_("To import, choose an OFX statement; this file holds none."))
    return found


def _statement(node: Any) -> ReadStatement:
    account = _text(node, "BANKACCTFROM/ACCTID") or _text(node, "CCACCTFROM/ACCTID")
    closing = _text(node, "LEDGERBAL/BALAMT")
    if not closing:
        raise StatementRefused(
            _("To import, ask the bank for statements with a closing balance; this one has none.")
        )
    rows = [_line(row) for row in node.findall("BANKTRANLIST/STMTTRN")]
    return ReadStatement(
        account=account,
        currency=_text(node, "CURDEF"),
        date=_day(_text(node, "LEDGERBAL/DTASOF")),
        opening=None,
        closing=_number(closing),
        reference=_text(node, "BANKTRANLIST/DTEND")[:8],
        lines=[row for row in rows if row.amount],
    )


def _line(row: Any) -> ReadLine:
    name, memo = _text(row, "NAME") or _text(row, "PAYEE/NAME"), _text(row, "MEMO")
    check = _text(row, "CHECKNUM")
    text = memo if memo.startswith(name) else f"{name} {memo}"
    value = _text(row, "DTAVAIL")
    return ReadLine(
        date=_day(_text(row, "DTPOSTED")),
        value_date=_day(value) if value else None,
        amount=_number(_text(row, "TRNAMT")),
        text=" ".join(f"{text} {check and '#' + check}".split()),
        name=name[:140],
        iban=_text(row, "BANKACCTTO/ACCTID")[:60],
        reference=_text(row, "FITID")[:100],
        end_to_end=_text(row, "REFNUM")[:100],
        kind=_text(row, "TRNTYPE")[:40],
    )


def _text(node: Any, path: str) -> str:
    return " ".join((node.findtext(path) or "").split())


def _number(text: str) -> Decimal:
    written = text.replace(",", ".") if "." not in text else text
    try:
        return parse_decimal(written.removeprefix("+"))
    except NotANumber:
        raise StatementRefused(
            _("To import, correct the amount “%(text)s”; it is no number.") % {"text": text[:40]}
        ) from None


def _day(text: str) -> date:
    found = DAY.match(text)
    try:
        return date(*map(int, found.groups())) if found else date.fromisoformat(text)
    except ValueError:
        raise StatementRefused(
            _("To import, correct the date “%(text)s”; it is no day.") % {"text": text[:40]}
        ) from None
