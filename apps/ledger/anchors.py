"""Anchors: signed lines outside the database that say what the head of a chain was, and when.

Whoever owns the database can rewrite the chain from any entry on, or cut its tail, so that it looks whole. They
cannot make it agree with lines that were written, signed and carried away before. No database here.
"""

import base64
import fcntl
import hashlib
import json
import os
import secrets
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

PUBLIC: Final = "public.pem"
TAIL: Final = 64 * 1024  # no line is as long; the last one is found without reading the file


class KeyUnsafe(RuntimeError):
    """The private key can be read by others, or is none."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """What the head of a company's chain was at a moment.

    Attributes:
        previous: SHA-256 of the line before, "" for the first.
        key: the beginning of the public key's SHA-256.
    """

    at: str
    company: str
    code: str
    number: int
    hash: str
    why: str
    previous: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A line of a file of anchors: the anchor in it, if it can be believed, else what is wrong."""

    line: int
    anchor: Anchor | None
    wrong: str = ""


def private_key(path: Path) -> Ed25519PrivateKey:
    """Return the signing key, made on first use, readable by its owner alone.

    Raises:
        KeyUnsafe: others may read it, or it is no Ed25519 key.
    """
    if not path.exists():
        _make_key(path)
    if path.stat().st_mode & 0o077:
        raise KeyUnsafe(f"To sign anchors, take {path} from group and others: chmod 600.")
    key = load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyUnsafe(f"To sign anchors, put an Ed25519 key in {path}.")
    return key


def public_key(path: Path) -> Ed25519PublicKey:
    """Return the key that signatures are checked with.

    Raises:
        KeyUnsafe: it is no Ed25519 key.
    """
    key = load_pem_public_key(path.read_bytes())
    if not isinstance(key, Ed25519PublicKey):
        raise KeyUnsafe(f"To check anchors, put an Ed25519 public key in {path}.")
    return key


def fingerprint(key: Ed25519PublicKey) -> str:
    """Return what tells one key from another."""
    return hashlib.sha256(key.public_bytes(Encoding.Raw, PublicFormat.Raw)).hexdigest()[:16]


def append(path: Path, anchor: Anchor, key: Ed25519PrivateKey) -> str:
    """Sign ``anchor``, write it behind the last line and make it durable; return the line.

    A last line that a crash left without an end was never confirmed; the new line begins a line of its own and
    follows the last whole one.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    public = key.public_key()
    _export(path.parent / PUBLIC, public)
    with path.open("a+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        before, torn = _last_line(file)
        values = asdict(anchor) | {"previous": _digest(before), "key": fingerprint(public)}
        signature = base64.b64encode(key.sign(_canonical(values))).decode()
        line = json.dumps(values | {"signature": signature}, ensure_ascii=False)
        file.write(b"\n" * torn + line.encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())
    _sync_folder(path.parent)
    return line


def last(path: Path) -> Anchor | None:
    """Return the anchor of the last whole line, unchecked."""
    if not path.exists():
        return None
    with path.open("rb") as file:
        line, _torn = _last_line(file)
    return _parse(line)[0] if line else None


def read(path: Path, key: Ed25519PublicKey) -> Iterator[Found]:
    """Yield every line of a file of anchors, checked: readable, signed by ``key``, behind the line it names."""
    before, unread = b"", 0
    with path.open("rb") as file:
        for number, raw in enumerate(file, 1):
            line = raw.rstrip(b"\n")
            anchor, values, signature = _parse(line)
            if anchor is None:
                unread = number
                continue
            if not _is_signed(key, values, signature):
                yield Found(number, None, "its signature is not of this key")
            elif anchor.previous != _digest(before):
                yield Found(number, None, "the line before it is another than when it was written")
            else:
                yield Found(number, anchor)
            before, unread = line, 0
    if unread:
        yield Found(unread, None, "it cannot be read")


def _make_key(path: Path) -> None:
    """Write a new key under a name of its own first: of two processes, one wins, and none reads half a key."""
    path.parent.mkdir(parents=True, exist_ok=True)
    pem = Ed25519PrivateKey.generate().private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )
    beside = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    _write_new(beside, pem, 0o600)
    try:
        os.link(beside, path)
    except FileExistsError:
        return
    finally:
        beside.unlink()
    _sync_folder(path.parent)


def _export(path: Path, key: Ed25519PublicKey) -> None:
    pem = key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    if not path.exists() or path.read_bytes() != pem:
        beside = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
        _write_new(beside, pem, 0o644)
        beside.replace(path)


def _write_new(path: Path, content: bytes, mode: int) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(descriptor)


def _sync_folder(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _last_line(file: Any) -> tuple[bytes, bool]:
    """Return the last line that holds an anchor, and whether the file ends inside a line."""
    end = file.seek(0, os.SEEK_END)
    file.seek(max(0, end - TAIL))
    tail = file.read()
    lines = tail.split(b"\n")
    whole = (line for line in reversed(lines[:-1]) if _parse(line)[0])
    return next(whole, b""), bool(lines[-1])


def _parse(line: bytes) -> tuple[Anchor | None, dict[str, Any], bytes]:
    try:
        values = json.loads(line)
        signature = base64.b64decode(values.pop("signature"), validate=True)
        return Anchor(**values), values, signature
    except (ValueError, TypeError, KeyError, AttributeError):
        return None, {}, b""


def _is_signed(key: Ed25519PublicKey, values: dict[str, Any], signature: bytes) -> bool:
    try:
        key.verify(signature, _canonical(values))
    except InvalidSignature:
        return False
    return True


def _canonical(values: dict[str, Any]) -> bytes:
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _digest(line: bytes) -> str:
    return hashlib.sha256(line).hexdigest() if line else ""
