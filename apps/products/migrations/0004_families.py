"""Families of products, what they vary in, and which product is which variant."""

from pathlib import Path

import apps.core.fields
import apps.core.ids
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from apps.core.sql import append_only, guard_tables, no_delete, sql_object

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("companies", "0002_guards"),
        ("ledger", "0002_guards"),
        ("products", "0003_part_numbers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Attribute",
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
                ("name", models.CharField(max_length=200, verbose_name="name")),
                (
                    "name_i18n",
                    models.JSONField(blank=True, default=dict, verbose_name="translations"),
                ),
                ("code", models.CharField(max_length=12, verbose_name="code")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
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
            ],
            options={
                "verbose_name": "attribute",
                "verbose_name_plural": "attributes",
                "ordering": ["position", "code"],
            },
        ),
        migrations.CreateModel(
            name="AttributeValue",
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
                ("name", models.CharField(max_length=200, verbose_name="name")),
                (
                    "name_i18n",
                    models.JSONField(blank=True, default=dict, verbose_name="translations"),
                ),
                ("position", models.PositiveIntegerField(default=0)),
                ("code", models.CharField(max_length=12, verbose_name="code")),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                (
                    "attribute",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="values",
                        to="products.attribute",
                        verbose_name="attribute",
                    ),
                ),
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
            ],
            options={
                "verbose_name": "value of an attribute",
                "verbose_name_plural": "values of attributes",
                "ordering": ["position", "id"],
            },
        ),
        migrations.CreateModel(
            name="Family",
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
                ("name", models.CharField(max_length=200, verbose_name="name")),
                (
                    "name_i18n",
                    models.JSONField(blank=True, default=dict, verbose_name="translations"),
                ),
                ("code", models.CharField(max_length=30, verbose_name="code")),
                (
                    "sale_price",
                    apps.core.fields.PriceField(
                        decimal_places=6,
                        default=0,
                        help_text="Of each variant, before the surcharges below.",
                        max_digits=20,
                        verbose_name="sale price",
                    ),
                ),
                (
                    "purchase_price",
                    apps.core.fields.PriceField(
                        decimal_places=6, default=0, max_digits=20, verbose_name="purchase price"
                    ),
                ),
                (
                    "sku_pattern",
                    models.CharField(blank=True, max_length=80, verbose_name="pattern of the SKUs"),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "category",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="products.category",
                        verbose_name="category",
                    ),
                ),
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
                    "purchase_tax",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.tax",
                        verbose_name="purchase tax",
                    ),
                ),
                (
                    "sale_tax",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.tax",
                        verbose_name="sales tax",
                    ),
                ),
                (
                    "unit",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="products.unit",
                        verbose_name="stock unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "product family",
                "verbose_name_plural": "product families",
            },
        ),
        migrations.CreateModel(
            name="FamilyValue",
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
                ("position", models.PositiveIntegerField(default=0)),
                (
                    "surcharge",
                    apps.core.fields.PriceField(
                        decimal_places=6,
                        default=0,
                        help_text="On the sale price; below zero it takes off.",
                        max_digits=20,
                        verbose_name="surcharge",
                    ),
                ),
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
                    "family",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="chosen",
                        to="products.family",
                        verbose_name="family",
                    ),
                ),
                (
                    "value",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="products.attributevalue",
                        verbose_name="value",
                    ),
                ),
            ],
            options={
                "verbose_name": "value of a family",
                "verbose_name_plural": "values of families",
                "ordering": ["position", "id"],
            },
        ),
        migrations.CreateModel(
            name="HistoricalAttribute",
            fields=[
                (
                    "id",
                    models.UUIDField(db_index=True, default=apps.core.ids.uuid7, editable=False),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                (
                    "name_i18n",
                    models.JSONField(blank=True, default=dict, verbose_name="translations"),
                ),
                ("code", models.CharField(max_length=12, verbose_name="code")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
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
            ],
            options={
                "verbose_name": "historical attribute",
                "verbose_name_plural": "historical attributes",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalAttributeValue",
            fields=[
                (
                    "id",
                    models.UUIDField(db_index=True, default=apps.core.ids.uuid7, editable=False),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                (
                    "name_i18n",
                    models.JSONField(blank=True, default=dict, verbose_name="translations"),
                ),
                ("position", models.PositiveIntegerField(default=0)),
                ("code", models.CharField(max_length=12, verbose_name="code")),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
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
                    "attribute",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="products.attribute",
                        verbose_name="attribute",
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
            ],
            options={
                "verbose_name": "historical value of an attribute",
                "verbose_name_plural": "historical values of attributes",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalFamily",
            fields=[
                (
                    "id",
                    models.UUIDField(db_index=True, default=apps.core.ids.uuid7, editable=False),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                (
                    "name_i18n",
                    models.JSONField(blank=True, default=dict, verbose_name="translations"),
                ),
                ("code", models.CharField(max_length=30, verbose_name="code")),
                (
                    "sale_price",
                    apps.core.fields.PriceField(
                        decimal_places=6,
                        default=0,
                        help_text="Of each variant, before the surcharges below.",
                        max_digits=20,
                        verbose_name="sale price",
                    ),
                ),
                (
                    "purchase_price",
                    apps.core.fields.PriceField(
                        decimal_places=6, default=0, max_digits=20, verbose_name="purchase price"
                    ),
                ),
                (
                    "sku_pattern",
                    models.CharField(blank=True, max_length=80, verbose_name="pattern of the SKUs"),
                ),
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
                    "category",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="products.category",
                        verbose_name="category",
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
                    "purchase_tax",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="ledger.tax",
                        verbose_name="purchase tax",
                    ),
                ),
                (
                    "sale_tax",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="ledger.tax",
                        verbose_name="sales tax",
                    ),
                ),
                (
                    "unit",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="products.unit",
                        verbose_name="stock unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical product family",
                "verbose_name_plural": "historical product families",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalFamilyValue",
            fields=[
                (
                    "id",
                    models.UUIDField(db_index=True, default=apps.core.ids.uuid7, editable=False),
                ),
                ("position", models.PositiveIntegerField(default=0)),
                (
                    "surcharge",
                    apps.core.fields.PriceField(
                        decimal_places=6,
                        default=0,
                        help_text="On the sale price; below zero it takes off.",
                        max_digits=20,
                        verbose_name="surcharge",
                    ),
                ),
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
                    "family",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="products.family",
                        verbose_name="family",
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
                    "value",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="products.attributevalue",
                        verbose_name="value",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical value of a family",
                "verbose_name_plural": "historical values of families",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Variant",
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
                (
                    "values",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), size=None, verbose_name="values"
                    ),
                ),
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
                    "family",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="variants",
                        to="products.family",
                        verbose_name="family",
                    ),
                ),
                (
                    "product",
                    apps.core.fields.CompanyOneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="variant",
                        to="products.product",
                        verbose_name="product",
                    ),
                ),
            ],
            options={
                "verbose_name": "variant",
                "verbose_name_plural": "variants",
            },
        ),
        migrations.AddConstraint(
            model_name="attribute",
            constraint=models.UniqueConstraint(
                fields=("company", "code"), name="attribute_code_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="attribute",
            constraint=models.CheckConstraint(
                condition=models.Q(("code__regex", "^[A-Za-z0-9_.]+$")), name="attribute_code_plain"
            ),
        ),
        migrations.AddConstraint(
            model_name="attributevalue",
            constraint=models.UniqueConstraint(
                fields=("company", "attribute", "code"), name="attribute_value_code_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="attributevalue",
            constraint=models.CheckConstraint(
                condition=models.Q(("code__regex", "^[A-Za-z0-9_.]+$")),
                name="attribute_value_code_plain",
            ),
        ),
        migrations.AddConstraint(
            model_name="family",
            constraint=models.UniqueConstraint(fields=("company", "code"), name="family_code_once"),
        ),
        migrations.AddConstraint(
            model_name="family",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("purchase_price__gte", 0),
                    ("purchase_price__lt", 10000000000000),
                    ("sale_price__gte", 0),
                    ("sale_price__lt", 10000000000000),
                ),
                name="family_prices_not_negative",
            ),
        ),
        migrations.AddConstraint(
            model_name="familyvalue",
            constraint=models.UniqueConstraint(
                fields=("company", "family", "value"), name="family_value_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="familyvalue",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("surcharge__gt", -10000000000000), ("surcharge__lt", 10000000000000)
                ),
                name="family_surcharge_is_a_number",
            ),
        ),
        migrations.AddIndex(
            model_name="variant",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["values"], name="variant_by_value"
            ),
        ),
        migrations.AddConstraint(
            model_name="variant",
            constraint=models.UniqueConstraint(
                fields=("company", "family", "values"), name="variant_values_once"
            ),
        ),
        guard_tables("products", unaudited=["products_variant"]),
        append_only("products_variant"),
        no_delete("products_attribute", "products_family"),
        sql_object(SQL, "variant_fits_family", version=1),
        sql_object(SQL, "family_keeps_values", version=1),
    ]
