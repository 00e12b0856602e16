"""Deliveries and number series are never deleted while running: an event would be lost, a number given twice."""

from django.db import migrations

from apps.core.sql import no_delete


class Migration(migrations.Migration):
    """Take the right to delete away."""

    dependencies = [("core", "0002_guards")]

    operations = [no_delete("core_delivery", "core_numberseries")]
