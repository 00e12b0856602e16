"""Payment orders for banks: ISO 20022 pain.001.001.09, SEPA credit transfers where the currency is the euro. Pure."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final
from xml.etree import ElementTree as ET

from apps.core.money import ZERO, minor_units

NAMESPACE: Final = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"
LETTERS: Final = {
    "ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D",
    "þ": "th", "Þ": "TH", "ð": "d", "ı": "i", "&": "+", "–": "-", "—": "-", "’": "'", "‘": "'", "€": "EUR", "№": "No",
}  # fmt: skip
_FOREIGN: Final = re.compile(r"[^A-Za-z0-9/\-?:().,'+ ]+")


@dataclass(frozen=True, slots=True)
class Order:
    """One transfer of a payment order.

    Attributes:
        key: what it is called from end to end, at most 35 characters.
        amount: of the order's currency, > 0.
    """

    key: str
    name: str
    iban: str
    bic: str
    amount: Decimal
    text: str


@dataclass(frozen=True, slots=True)
class Debtor:
    """Who pays, and from which account."""

    name: str
    iban: str
    bic: str


def latin(text: str, length: int) -> str:
    """Return ``text`` in the letters every bank takes: Latin, digits and a few signs; others are left out."""
    spelled = "".join(LETTERS.get(letter, letter) for letter in text)
    plain = unicodedata.normalize("NFKD", spelled)
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    words = _FOREIGN.sub(" ", bare).split()
    return " ".join(words)[:length].strip(" /")


def credit_transfers(
    *,
    key: str,
    debtor: Debtor,
    currency: str,
    on: date,
    made_at: datetime,
    orders: Sequence[Order],
) -> bytes:
    """Return the file of a payment order: one block, executed on one day, booked as one sum.

    The same arguments give the same bytes.

    Args:
        key: message and block are called so, at most 35 characters.
    """
    root = ET.Element("Document", {"xmlns": NAMESPACE})
    body = ET.SubElement(root, "CstmrCdtTrfInitn")
    total = amount_text(sum((order.amount for order in orders), ZERO), currency)
    header = ET.SubElement(body, "GrpHdr")
    _put(header, "MsgId", key)
    _put(header, "CreDtTm", made_at.replace(tzinfo=None).isoformat(timespec="seconds"))
    _put(header, "NbOfTxs", str(len(orders)))
    _put(header, "CtrlSum", total)
    _put(header, "InitgPty/Nm", latin(debtor.name, 70))
    block = ET.SubElement(body, "PmtInf")
    _put(block, "PmtInfId", key)
    _put(block, "PmtMtd", "TRF")
    _put(block, "BtchBookg", "true")
    _put(block, "NbOfTxs", str(len(orders)))
    _put(block, "CtrlSum", total)
    if currency == "EUR":
        _put(block, "PmtTpInf/SvcLvl/Cd", "SEPA")
    _put(block, "ReqdExctnDt/Dt", on.isoformat())
    _put(block, "Dbtr/Nm", latin(debtor.name, 70))
    _put(block, "DbtrAcct/Id/IBAN", debtor.iban)
    _put_agent(block, "DbtrAgt", debtor.bic)
    _put(block, "ChrgBr", "SLEV" if currency == "EUR" else "SHAR")
    for order in orders:
        _put_order(block, order, currency)
    ET.indent(root, " ")
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, "utf-8") + b"\n"


def _put_order(block: ET.Element, order: Order, currency: str) -> None:
    node = ET.SubElement(block, "CdtTrfTxInf")
    _put(node, "PmtId/EndToEndId", order.key)
    amount = _put(node, "Amt/InstdAmt", amount_text(order.amount, currency))
    amount.set("Ccy", currency)
    if order.bic:
        _put_agent(node, "CdtrAgt", order.bic)
    _put(node, "Cdtr/Nm", latin(order.name, 70))
    _put(node, "CdtrAcct/Id/IBAN", order.iban)
    if text := latin(order.text, 140):
        _put(node, "RmtInf/Ustrd", text)


def _put_agent(parent: ET.Element, name: str, bic: str) -> None:
    """Write the bank; where its BIC is not known, that it is not given."""
    if bic:
        _put(parent, f"{name}/FinInstnId/BICFI", bic)
    else:
        _put(parent, f"{name}/FinInstnId/Othr/Id", "NOTPROVIDED")


def _put(parent: ET.Element, path: str, text: str) -> ET.Element:
    """Append the elements of ``path`` one inside the other, the last with ``text``; return that."""
    node = parent
    for name in path.split("/"):
        node = ET.SubElement(node, name)
    node.text = text
    return node


def amount_text(amount: Decimal, currency: str) -> str:
    """Return an amount with the decimals of its currency."""
    return f"{amount:.{minor_units(currency)}f}"
