"""What stock is worth, kept the plain way: the oracle that the real thing has to agree with.

Goods lie in parts (all of them, a warehouse, a lot); a part is a list of layers. Only first in, first out has more than
one layer in a part. Nothing here knows the database, or shares code with what it checks but for rounding.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from apps.core.money import round_money

ZERO = Decimal(0)
CURRENCY = "EUR"


@dataclass
class Layer:
    """Goods that came in together and what is left of their value."""

    key: Any
    quantity: Decimal
    value: Decimal


@dataclass
class Oracle:
    """The value of one product's stock."""

    method: str
    standard: Decimal
    parts: dict[Any, list[Layer]] = field(default_factory=dict)
    received: dict[Any, tuple[Any, Decimal, Decimal]] = field(default_factory=dict)

    def quantity_of(self, part: Any) -> Decimal:
        """Return how much a part holds."""
        return sum((layer.quantity for layer in self.parts.get(part, [])), ZERO)

    def value_of(self, part: Any) -> Decimal:
        """Return what a part is worth."""
        return sum((layer.value for layer in self.parts.get(part, [])), ZERO)

    @property
    def quantity(self) -> Decimal:
        """Return how much there is."""
        return sum((self.quantity_of(part) for part in self.parts), ZERO)

    @property
    def value(self) -> Decimal:
        """Return what all is worth."""
        return sum((self.value_of(part) for part in self.parts), ZERO)

    def put(self, part: Any, key: Any, quantity: Decimal, value: Decimal) -> None:
        """Add to the layer with this key; without layers, to the only one."""
        layers = self.parts.setdefault(part, [])
        for layer in layers:
            if layer.key == key or self.method != "fifo":
                layer.quantity += quantity
                layer.value += value
                return
        layers.append(Layer(key, quantity, value))

    def receive(self, part: Any, key: Any, quantity: Decimal, cost: Decimal) -> None:
        """Goods come in at a cost each, or at the standard."""
        each = self.standard if self.method == "standard" else cost
        value = round_money(quantity * each, CURRENCY)
        self.put(part, key, quantity, value)
        self.received[key] = (part, quantity, value)

    def issue(self, part: Any, quantity: Decimal) -> list[tuple[Any, Decimal, Decimal]]:
        """Goods leave, the oldest first; return from which layer, how many, at what value."""
        taken = []
        for layer in self.parts.get(part, []):
            some = min(quantity, layer.quantity)
            if some:
                value = layer.value
                if some != layer.quantity:
                    value = round_money(layer.value * some / layer.quantity, CURRENCY)
                layer.quantity -= some
                layer.value -= value
                quantity -= some
                taken.append((layer.key, some, value))
        return taken

    def find(self, part: Any, key: Any, quantity: Decimal) -> None:
        """Goods nobody knew of are worth what the same are worth there, else elsewhere, else the standard."""
        layers = [one for one in self.parts.get(part, []) if one.quantity]
        if not layers:
            layers = [one for own in self.parts.values() for one in own if one.quantity]
        each = self.standard
        if layers and self.method != "standard":
            each = sum(one.value for one in layers) / sum(one.quantity for one in layers)
        self.put(part, key, quantity, round_money(quantity * each, CURRENCY))

    def carry(self, source: Any, target: Any, quantity: Decimal, key: Any) -> None:
        """Goods go from one part to another at their cost."""
        if source != target:
            for number, (_old, some, value) in enumerate(self.issue(source, quantity)):
                self.put(target, (key, number), some, value)

    def give_back(self, part: Any, taken: list[tuple[Any, Decimal, Decimal]]) -> None:
        """What was issued comes back at the cost it left with."""
        for key, quantity, value in taken:
            self.put(part, key, quantity, value)

    def send_back(self, key: Any) -> None:
        """A receipt is reversed: its goods leave at its cost, as far as it is still there."""
        part, quantity, value = self.received.pop(key)
        own = [one for one in self.parts[part] if one.key == key or self.method != "fifo"]
        for layer in own:
            some = min(quantity, layer.quantity)
            if some:
                share = round_money(value * some / quantity, CURRENCY) if some < quantity else value
                gone = layer.value if some == layer.quantity else min(share, layer.value)
                layer.quantity -= some
                layer.value -= gone
                quantity -= some
        self.issue(part, quantity)

    def late_cost(self, key: Any, amount: Decimal) -> None:
        """A cost comes late: the part of it that falls on what is left of the receipt stays in stock."""
        if self.method == "standard":
            return
        part, received, _value = self.received[key]
        own = [one for one in self.parts[part] if one.key == key or self.method != "fifo"]
        for layer in own:
            left = min(received, layer.quantity)
            kept = amount if left == received else round_money(amount * left / received, CURRENCY)
            layer.value += max(kept, -layer.value)
