"""Moves of goods and their value, reservations, and the documents that cause them.

Levels, cost pools and cost layers are sums kept by triggers; the application may only read them.
"""

from apps.stock.models.channels import ChannelQuota, SalesChannel
from apps.stock.models.documents import LIMIT, StockDocument, StockDocumentLine
from apps.stock.models.levels import CostLayer, CostPart, CostPool, Level, Reservation
from apps.stock.models.lots import Lot
from apps.stock.models.moves import Move, ValueLine
from apps.stock.models.reasons import Reason
from apps.stock.models.transit import TransitLine

__all__ = [
    "LIMIT",
    "ChannelQuota",
    "CostLayer",
    "CostPart",
    "CostPool",
    "Level",
    "Lot",
    "Move",
    "Reason",
    "Reservation",
    "SalesChannel",
    "StockDocument",
    "StockDocumentLine",
    "TransitLine",
    "ValueLine",
]
