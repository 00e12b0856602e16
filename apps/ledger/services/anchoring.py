"""Carrying the heads of the chains out of the database: a signed line in a file, and a command if one is set."""

import logging
import os
import shlex
import subprocess
from pathlib import Path
from typing import Final

from django.conf import settings
from django.utils import timezone

from apps.companies.selectors import company_in_force
from apps.core.context import company_id
from apps.ledger import anchors
from apps.ledger.models import Seal

logger = logging.getLogger(__name__)
HOURLY: Final = "hour"
PATIENCE: Final = 60  # seconds the command may take
PASSED_ON: Final = ("PATH", "HOME", "LANG", "TZ")


class ChainRewritten(RuntimeError):
    """The chain no longer holds the head that was anchored last: the books were tampered with or restored."""


def anchors_file(code: str) -> Path:
    """Return where the anchors of the company ``code`` are kept."""
    return Path(settings.LEDGER_ANCHORS) / f"{code}.jsonl"


def anchor_head(*, why: str) -> anchors.Anchor | None:
    """Write down the head of the chain of the company in force; None when there is nothing new to say.

    Args:
        why: ``hour``, or ``close 2026-01``.

    Raises:
        ChainRewritten: the head written down last is no longer in the chain; nothing is written.
        KeyUnsafe: the key is not safe to sign with.
    """
    head = Seal.objects.filter(company_id=company_id()).order_by("-number").first()
    company = company_in_force()
    path = anchors_file(company.code)
    before = anchors.last(path)
    if before:
        _require_kept(before)
    if head is None or (before and before.number == head.number and why == HOURLY):
        return None
    anchor = anchors.Anchor(
        at=timezone.now().isoformat(timespec="seconds"),
        company=str(company.pk),
        code=company.code,
        number=head.number,
        hash=head.hash,
        why=why,
    )
    line = anchors.append(path, anchor, anchors.private_key(Path(settings.LEDGER_ANCHOR_KEY)))
    _carry_away(line)
    return anchor


def _require_kept(before: anchors.Anchor) -> None:
    if before.company != str(company_id()):
        raise ChainRewritten(
            f"The anchors of {before.code} are of other books: if its database was made anew, move them away."
        )
    kept = Seal.objects.filter(
        company_id=company_id(), number=before.number, hash=before.hash
    ).exists()
    if not kept:
        raise ChainRewritten(
            f"The chain of {before.code} no longer holds entry {before.number} as anchored at {before.at}:"
            " run verify_ledger --anchors, and write no anchor before it is clear why."
        )


def _carry_away(line: str) -> None:
    """Hand the line to the command, without our secrets; what it cannot do is in the log and done by the next."""
    command = shlex.split(settings.LEDGER_ANCHOR_COMMAND)
    if not command:
        return
    environ = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    try:
        subprocess.run(
            command,
            input=f"{line}\n".encode(),
            env=environ,
            timeout=PATIENCE,
            check=True,
            capture_output=True,
        )
    except (OSError, subprocess.SubprocessError) as error:
        logger.error("The anchor was not carried away by %s: %s", command[0], error)  # noqa: TRY400 - no stack
