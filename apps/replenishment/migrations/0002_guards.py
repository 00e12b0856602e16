"""Rules and proposals kept apart by company; a decided proposal stands as it was decided."""

from django.db import migrations

from apps.core.sql import frozen, frozen_lines, guard_tables, lifecycle, no_delete


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0002_guards"),
        ("parties", "0002_guards"),
        ("products", "0002_guards"),
        ("purchasing", "0002_guards"),
        ("sales", "0002_guards"),
        ("stock", "0002_guards"),
        ("warehouses", "0002_guards"),
        ("replenishment", "0001_initial"),
    ]

    operations = [
        guard_tables("replenishment"),
        lifecycle(
            "replenishment_proposal",
            [("open", "accepted"), ("open", "dismissed"), ("open", "lapsed")],
            initial=("open",),
        ),
        frozen("replenishment_proposal", editable=["open"]),
        frozen_lines(
            "replenishment_proposaldemand",
            parent="replenishment_proposal",
            key="proposal_id",
            editable=["open"],
        ),
        no_delete("replenishment_rule", "replenishment_proposal"),
    ]
