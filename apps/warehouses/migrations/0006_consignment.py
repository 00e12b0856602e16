"""Places for goods that a supplier leaves on consignment, each with its owner, for good."""

from pathlib import Path

import apps.core.fields
import django.db.models.deletion
from django.db import migrations, models

from apps.core.sql import guard_tables, sql_object

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("companies", "0002_guards"),
        ("parties", "0003_hold"),
        ("warehouses", "0005_receipt_steps"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="location",
            name="location_kind_known",
        ),
        migrations.AddField(
            model_name="historicallocation",
            name="owner",
            field=apps.core.fields.CompanyForeignKey(
                blank=True,
                db_constraint=False,
                help_text="A supplier whose goods lie here on consignment: counted, and not ours until they are taken over. Empty: what lies here is our own.",
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="parties.party",
                verbose_name="owner",
            ),
        ),
        migrations.AddField(
            model_name="location",
            name="owner",
            field=apps.core.fields.CompanyForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                help_text="A supplier whose goods lie here on consignment: counted, and not ours until they are taken over. Empty: what lies here is our own.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="parties.party",
                verbose_name="owner",
            ),
        ),
        migrations.AlterField(
            model_name="historicallocation",
            name="kind",
            field=models.CharField(
                choices=[
                    ("storage", "Storage"),
                    ("transit", "In transit"),
                    ("consignment", "On consignment"),
                    ("supplier", "Suppliers"),
                    ("customer", "Customers"),
                    ("adjustment", "Adjustments"),
                    ("scrap", "Scrap"),
                ],
                default="storage",
                max_length=12,
                verbose_name="kind",
            ),
        ),
        migrations.AlterField(
            model_name="location",
            name="kind",
            field=models.CharField(
                choices=[
                    ("storage", "Storage"),
                    ("transit", "In transit"),
                    ("consignment", "On consignment"),
                    ("supplier", "Suppliers"),
                    ("customer", "Customers"),
                    ("adjustment", "Adjustments"),
                    ("scrap", "Scrap"),
                ],
                default="storage",
                max_length=12,
                verbose_name="kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="location",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "storage",
                            "transit",
                            "consignment",
                            "supplier",
                            "customer",
                            "adjustment",
                            "scrap",
                        ],
                    )
                ),
                name="location_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="location",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("is_default", False),
                        ("kind", "consignment"),
                        ("owner__isnull", False),
                        ("role", "storing"),
                        ("warehouse__isnull", False),
                    ),
                    models.Q(
                        ("owner__isnull", True), models.Q(("kind", "consignment"), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="location_consignment_has_owner",
            ),
        ),
        guard_tables("warehouses"),
        sql_object(SQL, "location_tree", version=2),
    ]
