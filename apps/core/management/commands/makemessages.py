"""Bring the catalogs of translations in line with the sources, with Babel: GNU gettext need not be installed."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from apps.core import catalogs


class Command(BaseCommand):
    """The command."""

    help = "Write what is marked for translation into locale/ and say what is left to translate."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Update each catalog; keep what is translated."""
        root = Path(settings.BASE_DIR)
        for language in catalogs.LANGUAGES:
            count = len(catalogs.update(root, language))
            faults = catalogs.faults(root, language)
            for fault in faults:
                self.stdout.write(fault)
            self.stdout.write(f"{language}: {count} texts, {len(faults)} faults.")
