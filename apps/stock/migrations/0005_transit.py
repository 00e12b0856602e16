"""Goods on their way between two warehouses: what is open of each line that sent some."""

from pathlib import Path

import apps.core.fields
import apps.core.ids
import django.db.models.deletion
from django.db import migrations, models
from apps.core.sql import guard_tables, read_only, sql_object

SQL = Path(__file__).resolve().parents[1] / "sql"
FACTS = ("stock_move", "stock_valueline")
SUMS = ("stock_level", "stock_costpool", "stock_costlayer", "stock_costpart", "stock_transitline")


class Migration(migrations.Migration):
    dependencies = [
        ("companies", "0002_guards"),
        ("products", "0002_guards"),
        ("stock", "0004_their_numbers"),
        ("warehouses", "0002_guards"),
    ]

    operations = [
        migrations.CreateModel(
            name="TransitLine",
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
                ("sent_on", models.DateField(verbose_name="since")),
                ("expected_date", models.DateField(null=True, verbose_name="expected")),
                (
                    "quantity",
                    apps.core.fields.QuantityField(
                        decimal_places=6, max_digits=20, verbose_name="sent"
                    ),
                ),
                (
                    "open_quantity",
                    apps.core.fields.QuantityField(
                        decimal_places=6, max_digits=20, verbose_name="on the way"
                    ),
                ),
            ],
            options={
                "verbose_name": "goods on their way",
                "verbose_name_plural": "goods on their way",
            },
        ),
        migrations.AlterModelOptions(
            name="stockdocument",
            options={
                "permissions": [
                    ("edit_receipt", "Can edit a receipt"),
                    ("post_receipt", "Can post a receipt"),
                    ("cancel_receipt", "Can cancel a receipt"),
                    ("reverse_receipt", "Can reverse a receipt"),
                    ("edit_shipment", "Can edit a shipment"),
                    ("post_shipment", "Can post a shipment"),
                    ("cancel_shipment", "Can cancel a shipment"),
                    ("reverse_shipment", "Can reverse a shipment"),
                    ("edit_transfer", "Can edit a transfer"),
                    ("post_transfer", "Can post a transfer"),
                    ("cancel_transfer", "Can cancel a transfer"),
                    ("reverse_transfer", "Can reverse a transfer"),
                    ("edit_adjustment", "Can edit a adjustment"),
                    ("post_adjustment", "Can post a adjustment"),
                    ("cancel_adjustment", "Can cancel a adjustment"),
                    ("reverse_adjustment", "Can reverse a adjustment"),
                    ("send_transfer", "Can send goods to another warehouse"),
                    ("receive_transfer", "Can receive goods another warehouse sent"),
                    ("return_transfer", "Can bring goods back that are on their way"),
                    ("lose_transfer", "Can write off goods that got lost on their way"),
                ],
                "verbose_name": "stock document",
                "verbose_name_plural": "stock documents",
            },
        ),
        migrations.AddField(
            model_name="historicalstockdocument",
            name="expected_date",
            field=models.DateField(
                blank=True,
                help_text="When goods that are sent should arrive.",
                null=True,
                verbose_name="expected",
            ),
        ),
        migrations.AddField(
            model_name="stockdocument",
            name="expected_date",
            field=models.DateField(
                blank=True,
                help_text="When goods that are sent should arrive.",
                null=True,
                verbose_name="expected",
            ),
        ),
        migrations.AddField(
            model_name="stockdocumentline",
            name="bound_for",
            field=apps.core.fields.CompanyForeignKey(
                db_constraint=False,
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="warehouses.location",
            ),
        ),
        migrations.AddField(
            model_name="stockdocumentline",
            name="source_line",
            field=apps.core.fields.CompanyForeignKey(
                db_constraint=False,
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="drawn_by",
                to="stock.stockdocumentline",
            ),
        ),
        migrations.AlterField(
            model_name="historicalstockdocument",
            name="reason",
            field=models.CharField(
                blank=True,
                choices=[
                    ("count", "Count difference"),
                    ("scrap", "Scrapped"),
                    ("lost", "Lost on the way"),
                    ("opening", "Opening stock"),
                ],
                max_length=12,
                verbose_name="reason",
            ),
        ),
        migrations.AlterField(
            model_name="stockdocument",
            name="reason",
            field=models.CharField(
                blank=True,
                choices=[
                    ("count", "Count difference"),
                    ("scrap", "Scrapped"),
                    ("lost", "Lost on the way"),
                    ("opening", "Opening stock"),
                ],
                max_length=12,
                verbose_name="reason",
            ),
        ),
        migrations.AddIndex(
            model_name="stockdocumentline",
            index=models.Index(
                condition=models.Q(("source_line__isnull", False)),
                fields=["company", "source_line"],
                name="stock_line_by_source",
            ),
        ),
        migrations.AddField(
            model_name="transitline",
            name="company",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="companies.company",
            ),
        ),
        migrations.AddField(
            model_name="transitline",
            name="document",
            field=apps.core.fields.CompanyForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="transit_lines",
                to="stock.stockdocument",
                verbose_name="transfer",
            ),
        ),
        migrations.AddField(
            model_name="transitline",
            name="from_warehouse",
            field=apps.core.fields.CompanyForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="warehouses.warehouse",
                verbose_name="from",
            ),
        ),
        migrations.AddField(
            model_name="transitline",
            name="line",
            field=apps.core.fields.CompanyOneToOneField(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="transit",
                to="stock.stockdocumentline",
            ),
        ),
        migrations.AddField(
            model_name="transitline",
            name="lot",
            field=apps.core.fields.CompanyForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="stock.lot",
                verbose_name="lot",
            ),
        ),
        migrations.AddField(
            model_name="transitline",
            name="product",
            field=apps.core.fields.CompanyForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="transit_lines",
                to="products.product",
                verbose_name="product",
            ),
        ),
        migrations.AddField(
            model_name="transitline",
            name="to_warehouse",
            field=apps.core.fields.CompanyForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="warehouses.warehouse",
                verbose_name="to",
            ),
        ),
        migrations.AddIndex(
            model_name="transitline",
            index=models.Index(
                condition=models.Q(("open_quantity__gt", 0)),
                fields=["company", "product"],
                name="transit_open_by_product",
            ),
        ),
        migrations.AddIndex(
            model_name="transitline",
            index=models.Index(
                condition=models.Q(("open_quantity__gt", 0)),
                fields=["company", "to_warehouse", "sent_on"],
                name="transit_open_by_target",
            ),
        ),
        migrations.AddConstraint(
            model_name="transitline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("open_quantity__gte", 0),
                    ("open_quantity__lte", models.F("quantity")),
                    ("quantity__lt", 10000000000000),
                ),
                name="transit_open_within_sent",
            ),
        ),
        migrations.AddConstraint(
            model_name="transitline",
            constraint=models.CheckConstraint(
                condition=models.Q(("from_warehouse", models.F("to_warehouse")), _negated=True),
                name="transit_between_warehouses",
            ),
        ),
        guard_tables("stock", unaudited=[*FACTS, *SUMS]),
        read_only("stock_transitline"),
        sql_object(SQL, "transit_applied", version=1),
        sql_object(SQL, "document_complete", version=2),
    ]
