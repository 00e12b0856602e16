"""Reading ISO 20022 camt.053: bank-to-customer statements, any version. Pure; no database.

DTDs and entities are refused before anything is read. An entry that stands for several transactions stays one
line, as the balance moves by it; the texts of its transactions are joined.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any
from xml.etree.ElementTree import Element, ParseError  # the types; defusedxml reads

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext as _

from apps.bank.formats.model import ReadLine, ReadStatement, StatementRefused
from apps.core.money import NotANumber, parse_decimal

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:camt.053.001."
NOTHING = {"", "NOTPROVIDED", "NONREF"}


def read_camt(content: bytes) -> list[ReadStatement]:
    """Return the statements of a camt.053 file.

    Raises:
        StatementRefused: no XML, with a DTD or entities, another message, or a value that is none.
    """
    root = _root(content)
    statements = [_statement(node) for node in _all(root, "BkToCstmrStmt/Stmt")]
    if not statements:
        raise StatementRefused(
            _("To import, choose a camt.053 statement; this XML file holds none.")
        )
    return statements


def _root(content: bytes) -> Element:
    try:
        root = fromstring(content, forbid_dtd=True)
    except DefusedXmlException:
        raise StatementRefused(
            _(
                "To import, ask the bank for a file without DTD and entities; this one may hide something."
            )
        ) from None
    except (ParseError, ValueError, LookupError) as error:
        raise StatementRefused(
            _("To import, fetch the file from the bank again; it is no whole XML file (%(error)s).")
            % {"error": error}
        ) from None
    if not root.tag.startswith("{" + NAMESPACE):
        raise StatementRefused(
            _("To import, choose a camt.053 statement; this is another XML file.")
        )
    for node in root.iter():  # one name per element from here on, whatever the version
        node.tag = node.tag.rpartition("}")[2]
    return root


def _statement(node: Element) -> ReadStatement:
    opening, _opened = _balance(node, ("OPBD", "PRCD"), required=False)
    closing, day = _balance(node, ("CLBD",))
    account = _text(node, "Acct/Id/IBAN") or _text(node, "Acct/Id/Othr/Id")
    amount = node.find("Bal/Amt")
    currency = _text(node, "Acct/Ccy") or (amount.get("Ccy", "") if amount is not None else "")
    assert closing is not None
    assert day is not None
    entries = [entry for entry in _all(node, "Ntry") if _is_booked(entry)]
    lines = [_line(entry, currency, day) for entry in entries]
    return ReadStatement(
        account=account,
        currency=currency,
        date=day,
        opening=opening,
        closing=closing,
        reference=_text(node, "Id")[:60],
        lines=[line for line in lines if line.amount],
    )


def _balance(
    node: Element, codes: tuple[str, ...], *, required: bool = True
) -> tuple[Decimal | None, date | None]:
    """Return the first balance of the most wanted code, and its day; of several pages' openings the first counts."""
    for code in codes:
        found = [b for b in _all(node, "Bal") if _text(b, "Tp/CdOrPrtry/Cd") == code]
        if found:
            chosen = found[-1] if code == "CLBD" else found[0]
            return _signed(chosen), _day(chosen.find("Dt"))
    if required:
        raise StatementRefused(
            _("To import, ask the bank for statements with a closing balance; this one has none.")
        )
    return None, None


def _is_booked(entry: Element) -> bool:
    status = _text(entry, "Sts/Cd") or _text(entry, "Sts")
    return status in {"BOOK", ""}


def _line(entry: Element, currency: str, day: date) -> ReadLine:
    details = list(_all(entry, "NtryDtls/TxDtls"))
    first = details[0] if details else entry
    amount = _signed(entry)
    own = entry.find("Amt")
    if own is not None and own.get("Ccy", currency) != currency:
        raise StatementRefused(
            _("To import, correct the entry in %(entry)s; the account is in %(account)s.")
            % {"entry": own.get("Ccy"), "account": currency}
        )
    booked = entry.find("BookgDt")
    value = entry.find("ValDt")
    original = first.find("AmtDtls/InstdAmt/Amt")
    foreign = original is not None and original.get("Ccy", currency) != currency
    return ReadLine(
        date=_day(booked) if booked is not None else day,
        value_date=_day(value) if value is not None else None,
        amount=amount,
        text=_joined([*map(_remittance, details), _text(entry, "AddtlNtryInf")]),
        name=_party(first, "Nm", amount > 0),
        iban=_account(first, amount > 0),
        reference=_reference(entry, first),
        end_to_end=_known(_text(first, "Refs/EndToEndId")),
        kind=_text(entry, "BkTxCd/Domn/Fmly/SubFmlyCd") or _text(entry, "BkTxCd/Prtry/Cd")[:40],
        original_amount=_number(original) if foreign and original is not None else None,
        original_currency=original.get("Ccy", "") if foreign and original is not None else "",
    )


def _reference(entry: Element, first: Element) -> str:
    for node, path in ((entry, "AcctSvcrRef"), (first, "Refs/AcctSvcrRef"), (entry, "NtryRef")):
        if found := _known(_text(node, path)):
            return found[:100]
    return ""


def _party(details: Element, leaf: str, money_in: bool) -> str:  # noqa: FBT001 - which way it goes
    """Return the name across: the debtor of money that came in, else the creditor; some banks name only one."""
    order = ("Dbtr", "Cdtr") if money_in else ("Cdtr", "Dbtr")
    for side in order:
        for path in (f"RltdPties/{side}/{leaf}", f"RltdPties/{side}/Pty/{leaf}"):
            if found := _text(details, path):
                return found[:140]
    return ""


def _account(details: Element, money_in: bool) -> str:  # noqa: FBT001 - which way it goes
    order = ("DbtrAcct", "CdtrAcct") if money_in else ("CdtrAcct", "DbtrAcct")
    for side in order:
        for leaf in ("Id/IBAN", "Id/Othr/Id"):
            if found := _text(details, f"RltdPties/{side}/{leaf}"):
                return found[:60]
    return ""


def _remittance(details: Element) -> str:
    parts = [node.text or "" for node in _all(details, "RmtInf/Ustrd")]
    structured = [node.text or "" for node in _all(details, "RmtInf/Strd/CdtrRefInf/Ref")]
    papers = [node.text or "" for node in _all(details, "RmtInf/Strd/RfrdDocInf/Nb")]
    return _joined([*parts, *structured, *papers])


def _signed(node: Element) -> Decimal:
    amount = node.find("Amt")
    if amount is None:
        raise StatementRefused(_("To import, ask the bank again; an amount is missing."))
    sign = {"CRDT": 1, "DBIT": -1}.get(_text(node, "CdtDbtInd"))
    if sign is None:
        raise StatementRefused(
            _("To import, ask the bank again; an amount says not whether it is debit or credit.")
        )
    return sign * _number(amount)


def _number(node: Element) -> Decimal:
    try:
        return parse_decimal((node.text or "").strip())
    except NotANumber:
        raise StatementRefused(
            _("To import, correct the amount “%(text)s”; it is no number.")
            % {"text": (node.text or "")[:40]}
        ) from None


def _day(node: Element | None) -> date:
    text = (_text(node, "Dt") or _text(node, "DtTm"))[:10] if node is not None else ""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise StatementRefused(
            _("To import, correct the date “%(text)s”; it is no day.") % {"text": text}
        ) from None


def _all(node: Element, path: str) -> Iterator[Element]:
    return iter(node.findall(path))


def _text(node: Element | None, path: str) -> str:
    found: Any = node.find(path) if node is not None else None
    return " ".join((found.text or "").split()) if found is not None else ""


def _known(text: str) -> str:
    return "" if text.upper() in NOTHING else text[:100]


def _joined(parts: list[str]) -> str:
    return " ".join(" ".join(part.split()) for part in dict.fromkeys(parts) if part.strip())
