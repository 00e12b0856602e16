"""What parties call products: in a table of its own, with what stood on suppliers' prices."""

import apps.core.fields
import apps.core.ids
import django.db.models.deletion
import django.db.models.functions.text
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from apps.core.sql import guard_tables

SUPPLIERS_NUMBERS = [
    "ALTER TABLE products_supplierprice NO FORCE ROW LEVEL SECURITY",
    "ALTER TABLE products_partnumber NO FORCE ROW LEVEL SECURITY",
    """
    INSERT INTO products_partnumber
        (id, company_id, party_id, product_id, number, description, is_preferred, is_active, version)
    SELECT gen_random_uuid(), s.company_id, s.supplier_id, s.product_id, s.supplier_sku, '',
           row_number() OVER (PARTITION BY s.company_id, s.supplier_id, s.product_id ORDER BY s.id) = 1, true, 1
    FROM (SELECT DISTINCT ON (company_id, supplier_id, upper(supplier_sku)) *
          FROM products_supplierprice WHERE supplier_sku <> ''
          ORDER BY company_id, supplier_id, upper(supplier_sku), id) s
    """,
    "SET CONSTRAINTS ALL IMMEDIATE",
    "ALTER TABLE products_partnumber FORCE ROW LEVEL SECURITY",
    "ALTER TABLE products_supplierprice FORCE ROW LEVEL SECURITY",
]


class Migration(migrations.Migration):
    dependencies = [
        ("companies", "0002_guards"),
        ("parties", "0002_guards"),
        ("products", "0002_guards"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalPartNumber",
            fields=[
                (
                    "id",
                    models.UUIDField(db_index=True, default=apps.core.ids.uuid7, editable=False),
                ),
                ("number", models.CharField(max_length=60, verbose_name="their number")),
                (
                    "description",
                    models.CharField(blank=True, max_length=250, verbose_name="their description"),
                ),
                ("is_preferred", models.BooleanField(default=False, verbose_name="preferred")),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="companies.company",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "party",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="parties.party",
                        verbose_name="party",
                    ),
                ),
                (
                    "product",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="products.product",
                        verbose_name="product",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical part number",
                "verbose_name_plural": "historical part numbers",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="PartNumber",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=apps.core.ids.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("number", models.CharField(max_length=60, verbose_name="their number")),
                (
                    "description",
                    models.CharField(blank=True, max_length=250, verbose_name="their description"),
                ),
                ("is_preferred", models.BooleanField(default=False, verbose_name="preferred")),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "company",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="companies.company",
                    ),
                ),
                (
                    "party",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="part_numbers",
                        to="parties.party",
                        verbose_name="party",
                    ),
                ),
                (
                    "product",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="part_numbers",
                        to="products.product",
                        verbose_name="product",
                    ),
                ),
            ],
            options={
                "verbose_name": "part number",
                "verbose_name_plural": "part numbers",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("company"),
                        models.F("party"),
                        django.db.models.functions.text.Upper("number"),
                        condition=models.Q(("is_active", True)),
                        name="part_number_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_preferred", True)),
                        fields=("company", "party", "product"),
                        name="part_number_preferred_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number", ""), _negated=True),
                        name="part_number_written",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_preferred", False), ("is_active", True), _connector="OR"
                        ),
                        name="part_number_preferred_in_use",
                    ),
                ],
            },
        ),
        guard_tables("products"),
        migrations.RunSQL(SUPPLIERS_NUMBERS, migrations.RunSQL.noop),
        migrations.RemoveField(
            model_name="historicalsupplierprice",
            name="supplier_sku",
        ),
        migrations.RemoveField(
            model_name="supplierprice",
            name="supplier_sku",
        ),
    ]
