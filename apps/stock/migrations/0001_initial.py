import apps.core.fields
import apps.core.ids
import django.db.models.deletion
import django.db.models.functions.datetime
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("companies", "0002_guards"),
        ("ledger", "0002_guards"),
        ("parties", "0002_guards"),
        ("products", "0002_guards"),
        ("warehouses", "0002_guards"),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalLot",
            fields=[
                (
                    "id",
                    models.UUIDField(db_index=True, default=apps.core.ids.uuid7, editable=False),
                ),
                ("number", models.CharField(max_length=60, verbose_name="number")),
                (
                    "expires_on",
                    models.DateField(
                        blank=True,
                        help_text="The last day it may leave on.",
                        null=True,
                        verbose_name="use by",
                    ),
                ),
                (
                    "is_blocked",
                    models.BooleanField(default=False, editable=False, verbose_name="blocked"),
                ),
                ("notes", models.TextField(blank=True, verbose_name="notes")),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
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
                (
                    "supplier",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="parties.party",
                        verbose_name="supplier",
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
                "verbose_name": "historical lot",
                "verbose_name_plural": "historical lots",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Lot",
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
                    "product",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lots",
                        to="products.product",
                        verbose_name="product",
                    ),
                ),
                ("number", models.CharField(max_length=60, verbose_name="number")),
                (
                    "expires_on",
                    models.DateField(
                        blank=True,
                        help_text="The last day it may leave on.",
                        null=True,
                        verbose_name="use by",
                    ),
                ),
                (
                    "supplier",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                        verbose_name="supplier",
                    ),
                ),
                (
                    "is_blocked",
                    models.BooleanField(default=False, editable=False, verbose_name="blocked"),
                ),
                ("notes", models.TextField(blank=True, verbose_name="notes")),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
            ],
            options={
                "verbose_name": "lot",
                "verbose_name_plural": "lots",
                "permissions": [
                    ("block_lot", "Can block a lot"),
                    ("unblock_lot", "Can unblock a lot"),
                ],
                "indexes": [
                    models.Index(fields=["company", "number"], name="lot_by_number"),
                    models.Index(
                        condition=models.Q(("expires_on__isnull", False)),
                        fields=["company", "expires_on"],
                        name="lot_by_expiry",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("company", "product", "number"), name="lot_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number", ""), _negated=True), name="lot_has_number"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Level",
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
                    "product",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="levels",
                        to="products.product",
                        verbose_name="product",
                    ),
                ),
                (
                    "location",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="levels",
                        to="warehouses.location",
                        verbose_name="location",
                    ),
                ),
                (
                    "lot",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="levels",
                        to="stock.lot",
                        verbose_name="lot",
                    ),
                ),
                (
                    "on_hand",
                    apps.core.fields.QuantityField(
                        decimal_places=6, default=0, max_digits=20, verbose_name="on hand"
                    ),
                ),
                (
                    "reserved",
                    apps.core.fields.QuantityField(
                        decimal_places=6, default=0, max_digits=20, verbose_name="reserved"
                    ),
                ),
                (
                    "since",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        default=django.utils.timezone.now,
                    ),
                ),
            ],
            options={
                "verbose_name": "stock level",
                "verbose_name_plural": "stock levels",
                "indexes": [
                    models.Index(
                        condition=models.Q(("lot__isnull", False)),
                        fields=["company", "lot"],
                        name="level_by_lot",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("company", "product", "location", "lot"),
                        name="level_once",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("on_hand__lt", 10000000000000),
                            ("reserved__gte", 0),
                            ("reserved__lte", models.F("on_hand")),
                        ),
                        name="level_reserved_within_on_hand",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CostPart",
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
                    "product",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cost_parts",
                        to="products.product",
                    ),
                ),
                (
                    "warehouse",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="warehouses.warehouse",
                    ),
                ),
                (
                    "lot",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stock.lot",
                    ),
                ),
                (
                    "quantity",
                    apps.core.fields.QuantityField(decimal_places=6, default=0, max_digits=20),
                ),
                ("value", apps.core.fields.MoneyField(decimal_places=4, default=0, max_digits=20)),
            ],
            options={
                "verbose_name": "part of a cost pool",
                "verbose_name_plural": "parts of cost pools",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("company", "product", "warehouse", "lot"),
                        name="cost_part_once",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("quantity__gte", 0),
                            ("quantity__lt", 10000000000000),
                            ("value__gte", 0),
                            ("value__lt", 1000000000000000),
                        ),
                        name="cost_part_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("quantity__gt", 0), ("value", 0), _connector="OR"),
                        name="cost_part_empty_has_no_value",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Reservation",
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
                    "product",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reservations",
                        to="products.product",
                        verbose_name="product",
                    ),
                ),
                (
                    "location",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="warehouses.location",
                        verbose_name="location",
                    ),
                ),
                (
                    "lot",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reservations",
                        to="stock.lot",
                        verbose_name="lot",
                    ),
                ),
                (
                    "quantity",
                    apps.core.fields.QuantityField(
                        decimal_places=6,
                        help_text="Stock unit, still to be shipped.",
                        max_digits=20,
                        verbose_name="quantity",
                    ),
                ),
                ("origin_type", models.CharField(max_length=60)),
                ("origin_id", models.UUIDField()),
                ("origin_line_id", models.UUIDField()),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "verbose_name": "reservation",
                "verbose_name_plural": "reservations",
                "permissions": [("release_reservation", "Can release a reservation")],
                "indexes": [
                    models.Index(
                        fields=["company", "product", "location"], name="reservation_by_level"
                    ),
                    models.Index(fields=["company", "origin_id"], name="reservation_by_origin"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("company", "origin_line_id", "product", "location", "lot"),
                        name="reservation_once_per_line",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("quantity__gt", 0), ("quantity__lt", 10000000000000)),
                        name="reservation_positive",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StockDocument",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("receipt", "Receipt"),
                            ("shipment", "Shipment"),
                            ("transfer", "Transfer"),
                            ("adjustment", "Adjustment"),
                        ],
                        editable=False,
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                (
                    "number",
                    models.CharField(
                        blank=True, editable=False, max_length=40, verbose_name="number"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("posted", "Posted"),
                            ("reversed", "Reversed"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                ("date", models.DateField(verbose_name="date")),
                (
                    "warehouse",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="warehouses.warehouse",
                        verbose_name="warehouse",
                    ),
                ),
                (
                    "to_warehouse",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="warehouses.warehouse",
                        verbose_name="to warehouse",
                    ),
                ),
                (
                    "party",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                        verbose_name="party",
                    ),
                ),
                (
                    "reference",
                    models.CharField(blank=True, max_length=60, verbose_name="their reference"),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("count", "Count difference"),
                            ("scrap", "Scrapped"),
                            ("opening", "Opening stock"),
                        ],
                        max_length=12,
                        verbose_name="reason",
                    ),
                ),
                ("notes", models.TextField(blank=True, verbose_name="notes")),
                ("origin_type", models.CharField(blank=True, editable=False, max_length=60)),
                ("origin_id", models.UUIDField(editable=False, null=True)),
                (
                    "backorder_of",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="backorders",
                        to="stock.stockdocument",
                    ),
                ),
                (
                    "reverses",
                    apps.core.fields.CompanyOneToOneField(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reversal",
                        to="stock.stockdocument",
                    ),
                ),
                (
                    "entry",
                    apps.core.fields.CompanyOneToOneField(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stock_document",
                        to="ledger.entry",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                (
                    "posted_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("posted_at", models.DateTimeField(editable=False, null=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
            ],
            options={
                "verbose_name": "stock document",
                "verbose_name_plural": "stock documents",
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
                ],
                "indexes": [
                    models.Index(
                        fields=["company", "kind", "-date", "-id"], name="stock_document_by_date"
                    ),
                    models.Index(fields=["company", "origin_id"], name="stock_document_by_origin"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["receipt", "shipment", "transfer", "adjustment"])
                        ),
                        name="stock_document_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["draft", "posted", "reversed", "cancelled"])
                        ),
                        name="stock_document_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("status__in", ["posted", "reversed"]),
                                models.Q(("number", ""), _negated=True),
                            ),
                            models.Q(
                                ("entry__isnull", True),
                                ("number", ""),
                                ("status__in", ["draft", "cancelled"]),
                            ),
                            _connector="OR",
                        ),
                        name="stock_document_posted_has_number",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "transfer"), _negated=True),
                            ("to_warehouse__isnull", False),
                            _connector="OR",
                        ),
                        name="stock_document_transfer_has_target",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "adjustment"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="stock_document_adjustment_has_reason",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("number", ""), _negated=True),
                        fields=("company", "number"),
                        name="stock_document_number_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalStockDocument",
            fields=[
                (
                    "id",
                    models.UUIDField(db_index=True, default=apps.core.ids.uuid7, editable=False),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("receipt", "Receipt"),
                            ("shipment", "Shipment"),
                            ("transfer", "Transfer"),
                            ("adjustment", "Adjustment"),
                        ],
                        editable=False,
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                (
                    "number",
                    models.CharField(
                        blank=True, editable=False, max_length=40, verbose_name="number"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("posted", "Posted"),
                            ("reversed", "Reversed"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                ("date", models.DateField(verbose_name="date")),
                (
                    "reference",
                    models.CharField(blank=True, max_length=60, verbose_name="their reference"),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("count", "Count difference"),
                            ("scrap", "Scrapped"),
                            ("opening", "Opening stock"),
                        ],
                        max_length=12,
                        verbose_name="reason",
                    ),
                ),
                ("notes", models.TextField(blank=True, verbose_name="notes")),
                ("origin_type", models.CharField(blank=True, editable=False, max_length=60)),
                ("origin_id", models.UUIDField(editable=False, null=True)),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                ("posted_at", models.DateTimeField(editable=False, null=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
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
                    "warehouse",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="warehouses.warehouse",
                        verbose_name="warehouse",
                    ),
                ),
                (
                    "to_warehouse",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="warehouses.warehouse",
                        verbose_name="to warehouse",
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
                    "backorder_of",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="stock.stockdocument",
                    ),
                ),
                (
                    "reverses",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="stock.stockdocument",
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="ledger.entry",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "posted_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                "verbose_name": "historical stock document",
                "verbose_name_plural": "historical stock documents",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="StockDocumentLine",
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
                    "document",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="stock.stockdocument",
                    ),
                ),
                ("position", models.PositiveIntegerField(default=0)),
                (
                    "product",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="products.product",
                        verbose_name="product",
                    ),
                ),
                (
                    "lot",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stock.lot",
                        verbose_name="lot",
                    ),
                ),
                (
                    "from_location",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="warehouses.location",
                        verbose_name="from",
                    ),
                ),
                (
                    "to_location",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="warehouses.location",
                        verbose_name="to",
                    ),
                ),
                (
                    "quantity",
                    apps.core.fields.QuantityField(
                        decimal_places=6, max_digits=20, verbose_name="quantity"
                    ),
                ),
                (
                    "unit",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="products.unit",
                        verbose_name="unit",
                    ),
                ),
                (
                    "stock_quantity",
                    apps.core.fields.QuantityField(
                        decimal_places=6,
                        editable=False,
                        max_digits=20,
                        verbose_name="quantity in stock unit",
                    ),
                ),
                (
                    "unit_cost",
                    apps.core.fields.PriceField(
                        blank=True,
                        decimal_places=6,
                        help_text="Company currency per stock unit; for goods that come in.",
                        max_digits=20,
                        null=True,
                        verbose_name="unit cost",
                    ),
                ),
                ("origin_line_id", models.UUIDField(editable=False, null=True)),
                (
                    "dimensions",
                    apps.core.fields.DimensionsField(
                        blank=True, db_default={}, default=dict, verbose_name="dimensions"
                    ),
                ),
                ("memo", models.CharField(blank=True, max_length=200, verbose_name="memo")),
            ],
            options={
                "verbose_name": "stock document line",
                "verbose_name_plural": "stock document lines",
                "ordering": ["position", "id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("origin_line_id__isnull", False)),
                        fields=["company", "origin_line_id"],
                        name="stock_line_by_origin",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("quantity__gt", 0),
                            ("quantity__lt", 10000000000000),
                            ("stock_quantity__gt", 0),
                            ("stock_quantity__lt", 10000000000000),
                        ),
                        name="stock_line_quantity_positive",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("unit_cost__isnull", True),
                            models.Q(("unit_cost__gte", 0), ("unit_cost__lt", 10000000000000)),
                            _connector="OR",
                        ),
                        name="stock_line_cost_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("from_location", models.F("to_location")), _negated=True
                        ),
                        name="stock_line_goes_somewhere",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Move",
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
                    "document",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="moves",
                        to="stock.stockdocument",
                    ),
                ),
                (
                    "line",
                    apps.core.fields.CompanyOneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="move",
                        to="stock.stockdocumentline",
                    ),
                ),
                (
                    "product",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="moves",
                        to="products.product",
                        verbose_name="product",
                    ),
                ),
                (
                    "lot",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="moves",
                        to="stock.lot",
                        verbose_name="lot",
                    ),
                ),
                (
                    "from_location",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="warehouses.location",
                        verbose_name="from",
                    ),
                ),
                (
                    "to_location",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="warehouses.location",
                        verbose_name="to",
                    ),
                ),
                (
                    "quantity",
                    apps.core.fields.QuantityField(
                        decimal_places=6, max_digits=20, verbose_name="quantity"
                    ),
                ),
                (
                    "value",
                    apps.core.fields.MoneyField(
                        decimal_places=4, default=0, max_digits=20, verbose_name="value"
                    ),
                ),
                ("date", models.DateField(verbose_name="date")),
                ("origin_line_id", models.UUIDField(null=True)),
                (
                    "reverses",
                    apps.core.fields.CompanyOneToOneField(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reversal",
                        to="stock.move",
                    ),
                ),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "verbose_name": "stock move",
                "verbose_name_plural": "stock moves",
                "indexes": [
                    models.Index(fields=["company", "product", "-id"], name="move_by_product"),
                    models.Index(
                        condition=models.Q(("origin_line_id__isnull", False)),
                        fields=["company", "origin_line_id"],
                        name="move_by_origin",
                    ),
                    models.Index(
                        condition=models.Q(("lot__isnull", False)),
                        fields=["company", "lot", "-id"],
                        name="move_by_lot",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("quantity__gt", 0), ("quantity__lt", 10000000000000)),
                        name="move_quantity_positive",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("value__gte", 0), ("value__lt", 1000000000000000)),
                        name="move_value_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("from_location", models.F("to_location")), _negated=True
                        ),
                        name="move_goes_somewhere",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ValueLine",
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
                    "move",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="value_lines",
                        to="stock.move",
                    ),
                ),
                (
                    "product",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="products.product",
                    ),
                ),
                (
                    "account",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.account",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("receipt", "Receipt"),
                            ("issue", "Issue"),
                            ("adjustment", "Cost adjustment"),
                            ("reversal", "Reversal"),
                            ("transfer", "Transfer"),
                            ("method", "Change of costing method"),
                        ],
                        max_length=12,
                    ),
                ),
                ("layer_id", models.UUIDField(null=True)),
                (
                    "warehouse",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="warehouses.warehouse",
                    ),
                ),
                (
                    "lot",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stock.lot",
                    ),
                ),
                (
                    "quantity",
                    apps.core.fields.QuantityField(
                        decimal_places=6,
                        help_text="Stock unit; in positive, out negative.",
                        max_digits=20,
                    ),
                ),
                (
                    "value",
                    apps.core.fields.MoneyField(
                        decimal_places=4,
                        help_text="Company currency; in positive, out negative.",
                        max_digits=20,
                    ),
                ),
                ("date", models.DateField()),
                (
                    "entry",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.entry",
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "verbose_name": "value line",
                "verbose_name_plural": "value lines",
                "indexes": [
                    models.Index(
                        fields=["company", "product", "date"], name="value_line_by_product"
                    ),
                    models.Index(
                        fields=["company", "account", "date"], name="value_line_by_account"
                    ),
                    models.Index(
                        condition=models.Q(("kind", "method")),
                        fields=["company", "product"],
                        name="value_line_of_method",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("quantity__gt", -10000000000000),
                            ("quantity__lt", 10000000000000),
                            ("value__gt", -1000000000000000),
                            ("value__lt", 1000000000000000),
                        ),
                        name="value_line_is_a_number",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "receipt",
                                    "issue",
                                    "adjustment",
                                    "reversal",
                                    "transfer",
                                    "method",
                                ],
                            )
                        ),
                        name="value_line_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("move__isnull", False),
                            models.Q(("entry__isnull", False), ("quantity", 0)),
                            ("kind", "method"),
                            _connector="OR",
                        ),
                        name="value_line_without_move_moves_nothing",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CostLayer",
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
                    "product",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cost_layers",
                        to="products.product",
                    ),
                ),
                (
                    "warehouse",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="warehouses.warehouse",
                    ),
                ),
                ("date", models.DateField()),
                (
                    "received_quantity",
                    apps.core.fields.QuantityField(decimal_places=6, max_digits=20),
                ),
                ("received_value", apps.core.fields.MoneyField(decimal_places=4, max_digits=20)),
                ("quantity", apps.core.fields.QuantityField(decimal_places=6, max_digits=20)),
                ("value", apps.core.fields.MoneyField(decimal_places=4, max_digits=20)),
            ],
            options={
                "verbose_name": "cost layer",
                "verbose_name_plural": "cost layers",
                "indexes": [
                    models.Index(
                        condition=models.Q(("quantity__gt", 0)),
                        fields=["company", "product", "date", "id"],
                        name="cost_layer_left",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("quantity__gte", 0),
                            ("quantity__lt", 10000000000000),
                            ("value__gte", 0),
                            ("value__lt", 1000000000000000),
                        ),
                        name="cost_layer_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("quantity__gt", 0), ("value", 0), _connector="OR"),
                        name="cost_layer_empty_has_no_value",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("quantity__lte", models.F("received_quantity"))),
                        name="cost_layer_within_received",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CostPool",
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
                    "product",
                    apps.core.fields.CompanyOneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cost_pool",
                        to="products.product",
                    ),
                ),
                (
                    "quantity",
                    apps.core.fields.QuantityField(decimal_places=6, default=0, max_digits=20),
                ),
                ("value", apps.core.fields.MoneyField(decimal_places=4, default=0, max_digits=20)),
                (
                    "costing_method",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("average", "Moving average"),
                            ("fifo", "First in, first out"),
                            ("standard", "Standard cost"),
                            ("lot", "Actual cost by lot"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "scope",
                    models.CharField(
                        choices=[
                            ("company", "One for the company"),
                            ("warehouse", "One for each warehouse"),
                            ("lot", "One for each lot"),
                        ],
                        db_default="company",
                        default="company",
                        max_length=9,
                    ),
                ),
                (
                    "account",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.account",
                    ),
                ),
            ],
            options={
                "verbose_name": "cost pool",
                "verbose_name_plural": "cost pools",
                "permissions": [
                    ("apply_costpool", "Can value stock by the method of its category")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("quantity__gte", 0),
                            ("quantity__lt", 10000000000000),
                            ("value__gte", 0),
                            ("value__lt", 1000000000000000),
                        ),
                        name="cost_pool_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("quantity__gt", 0), ("value", 0), _connector="OR"),
                        name="cost_pool_empty_has_no_value",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("quantity", 0),
                            models.Q(
                                ("account__isnull", False),
                                ("costing_method__in", ["average", "fifo", "standard", "lot"]),
                            ),
                            _connector="OR",
                        ),
                        name="cost_pool_with_stock_has_method",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("scope__in", ["company", "warehouse", "lot"])),
                        name="cost_pool_scope_known",
                    ),
                ],
            },
        ),
    ]
