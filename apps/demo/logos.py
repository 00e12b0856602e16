"""The logos of the demonstration companies, drawn point by point into small PNG pictures. Pure."""

import struct
import zlib
from collections.abc import Callable
from math import hypot

SIZE = 144
SAMPLES = 3
Colour = tuple[int, int, int, int]
Shape = Callable[[float, float], Colour]

CLEAR = (255, 255, 255, 0)
WHITE = (255, 255, 255, 255)
NAVY, SKY = (23, 55, 94, 255), (86, 156, 214, 255)
GREEN, SAND = (20, 92, 80, 255), (226, 176, 92, 255)


def northwind_logo() -> bytes:
    """Return a compass needle on a dark blue disc, as PNG."""
    return png(_northwind)


def atlas_logo() -> bytes:
    """Return two mountains below a sun on a green tile, as PNG."""
    return png(_atlas)


def _northwind(x: float, y: float) -> Colour:
    """Return the colour at a point of the square from -1 to 1, y upwards."""
    if hypot(x, y) > 0.98:
        return CLEAR
    if abs(hypot(x, y) - 0.82) < 0.03:
        return SKY
    reach = 0.66 - abs(y)
    if reach > 0 and abs(x) < reach * 0.34:
        is_lit = (x < 0) == (y > 0)
        return WHITE if is_lit else SKY
    return NAVY


def _atlas(x: float, y: float) -> Colour:
    corner = hypot(max(abs(x) - 0.7, 0), max(abs(y) - 0.7, 0))
    if corner > 0.28:
        return CLEAR
    if y < -0.42:
        return GREEN
    if y < 0.5 - abs(x + 0.22) * 1.25 - 0.1:
        return WHITE
    if y < 0.18 - abs(x - 0.36) * 1.2:
        return SAND
    return SAND if hypot(x - 0.38, y - 0.48) < 0.2 else GREEN


def png(shape: Shape) -> bytes:
    """Return ``shape`` as a PNG of ``SIZE`` points, its edges smoothed."""
    rows = b"".join(
        b"\0" + b"".join(bytes(_mixed(shape, column, row)) for column in range(SIZE))
        for row in range(SIZE)
    )
    head = struct.pack(">IIBBBBB", SIZE, SIZE, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (_chunk(b"IHDR", head), _chunk(b"IDAT", zlib.compress(rows, 9)), _chunk(b"IEND", b""))
    )


def _mixed(shape: Shape, column: int, row: int) -> list[int]:
    """Return the mean colour of a point's samples, weighted by how opaque they are."""
    step = 2 / (SIZE * SAMPLES)
    samples = [
        shape(
            -1 + (column * SAMPLES + i + 0.5) * step,
            1 - (row * SAMPLES + j + 0.5) * step,
        )
        for i in range(SAMPLES)
        for j in range(SAMPLES)
    ]
    opaque = sum(sample[3] for sample in samples)
    if not opaque:
        return list(CLEAR)
    mean = [sum(sample[k] * sample[3] for sample in samples) // opaque for k in range(3)]
    return [*mean, opaque // len(samples)]


def _chunk(kind: bytes, content: bytes) -> bytes:
    return (
        struct.pack(">I", len(content))
        + kind
        + content
        + struct.pack(">I", zlib.crc32(kind + content))
    )
