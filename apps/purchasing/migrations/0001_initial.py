import apps.core.fields
import apps.core.ids
import django.db.models.deletion
import django.db.models.expressions
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
            name="HistoricalPurchaseOrder",
            fields=[
                (
                    "id",
                    models.UUIDField(db_index=True, default=apps.core.ids.uuid7, editable=False),
                ),
                (
                    "metadata",
                    models.JSONField(blank=True, default=dict, verbose_name="custom fields"),
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
                            ("confirmed", "Confirmed"),
                            ("closed", "Closed"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                (
                    "reference",
                    models.CharField(
                        blank=True, max_length=60, verbose_name="supplier's reference"
                    ),
                ),
                ("date", models.DateField(verbose_name="order date")),
                (
                    "expected_date",
                    models.DateField(blank=True, null=True, verbose_name="expected on"),
                ),
                (
                    "rate",
                    apps.core.fields.RateField(
                        decimal_places=12,
                        default=1,
                        editable=False,
                        max_digits=24,
                        verbose_name="rate",
                    ),
                ),
                ("notes", models.TextField(blank=True, verbose_name="notes")),
                (
                    "net",
                    apps.core.fields.MoneyField(
                        decimal_places=4,
                        default=0,
                        editable=False,
                        max_digits=20,
                        verbose_name="net",
                    ),
                ),
                (
                    "tax",
                    apps.core.fields.MoneyField(
                        decimal_places=4,
                        default=0,
                        editable=False,
                        max_digits=20,
                        verbose_name="tax",
                    ),
                ),
                (
                    "total",
                    apps.core.fields.MoneyField(
                        decimal_places=4,
                        default=0,
                        editable=False,
                        max_digits=20,
                        verbose_name="total",
                    ),
                ),
                (
                    "tax_rounding",
                    models.CharField(
                        choices=[("document", "Once per document"), ("line", "On every line")],
                        default="",
                        editable=False,
                        max_length=8,
                        verbose_name="tax is rounded",
                    ),
                ),
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
                    "party",
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
                    "currency",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="companies.currency",
                        verbose_name="currency",
                    ),
                ),
                (
                    "term",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="parties.paymentterm",
                        verbose_name="payment terms",
                    ),
                ),
                (
                    "buyer",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="buyer",
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
                "verbose_name": "historical purchase order",
                "verbose_name_plural": "historical purchase orders",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="PurchaseOrder",
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
                    "metadata",
                    models.JSONField(blank=True, default=dict, verbose_name="custom fields"),
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
                            ("confirmed", "Confirmed"),
                            ("closed", "Closed"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                (
                    "party",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="purchase_orders",
                        to="parties.party",
                        verbose_name="supplier",
                    ),
                ),
                (
                    "reference",
                    models.CharField(
                        blank=True, max_length=60, verbose_name="supplier's reference"
                    ),
                ),
                ("date", models.DateField(verbose_name="order date")),
                (
                    "expected_date",
                    models.DateField(blank=True, null=True, verbose_name="expected on"),
                ),
                (
                    "warehouse",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="warehouses.warehouse",
                        verbose_name="warehouse",
                    ),
                ),
                (
                    "currency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="companies.currency",
                        verbose_name="currency",
                    ),
                ),
                (
                    "rate",
                    apps.core.fields.RateField(
                        decimal_places=12,
                        default=1,
                        editable=False,
                        max_digits=24,
                        verbose_name="rate",
                    ),
                ),
                (
                    "term",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.paymentterm",
                        verbose_name="payment terms",
                    ),
                ),
                (
                    "buyer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="buyer",
                    ),
                ),
                ("notes", models.TextField(blank=True, verbose_name="notes")),
                (
                    "net",
                    apps.core.fields.MoneyField(
                        decimal_places=4,
                        default=0,
                        editable=False,
                        max_digits=20,
                        verbose_name="net",
                    ),
                ),
                (
                    "tax",
                    apps.core.fields.MoneyField(
                        decimal_places=4,
                        default=0,
                        editable=False,
                        max_digits=20,
                        verbose_name="tax",
                    ),
                ),
                (
                    "total",
                    apps.core.fields.MoneyField(
                        decimal_places=4,
                        default=0,
                        editable=False,
                        max_digits=20,
                        verbose_name="total",
                    ),
                ),
                (
                    "tax_rounding",
                    models.CharField(
                        choices=[("document", "Once per document"), ("line", "On every line")],
                        default="",
                        editable=False,
                        max_length=8,
                        verbose_name="tax is rounded",
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
                ("version", models.PositiveIntegerField(default=1, editable=False)),
            ],
            options={
                "verbose_name": "purchase order",
                "verbose_name_plural": "purchase orders",
                "permissions": [
                    ("confirm_purchaseorder", "Can confirm a purchase order"),
                    ("receive_purchaseorder", "Can receive a purchase order"),
                    ("bill_purchaseorder", "Can bill a purchase order"),
                    (
                        "bill_down_payment_purchaseorder",
                        "Can bill a down payment on a purchase order",
                    ),
                    ("close_purchaseorder", "Can close a purchase order"),
                    ("cancel_purchaseorder", "Can cancel a purchase order"),
                ],
                "indexes": [
                    models.Index(fields=["company", "-date", "-id"], name="purchase_order_by_date"),
                    models.Index(
                        fields=["company", "party", "-date"], name="purchase_order_by_party"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["draft", "confirmed", "closed", "cancelled"])
                        ),
                        name="purchase_order_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["draft", "cancelled"]),
                            models.Q(("number", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="purchase_order_confirmed_has_number",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("net__gte", 0),
                            ("net__lt", 1000000000000000),
                            ("tax__gte", 0),
                            ("tax__lt", 1000000000000000),
                            ("total__gte", 0),
                            ("total__lt", 1000000000000000),
                        ),
                        name="purchase_order_amounts_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "total",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("net"), "+", models.F("tax")
                                ),
                            )
                        ),
                        name="purchase_order_total_is_net_plus_tax",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("rate__gt", 0), ("rate__lt", 10000000000)),
                        name="purchase_order_rate_positive",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("number", ""), _negated=True),
                        fields=("company", "number"),
                        name="purchase_order_number_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PurchaseOrderLine",
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
                    "order",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="purchasing.purchaseorder",
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
                    "description",
                    models.CharField(blank=True, max_length=250, verbose_name="description"),
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
                    "unit_price",
                    apps.core.fields.PriceField(
                        decimal_places=6, max_digits=20, verbose_name="unit price"
                    ),
                ),
                (
                    "discount",
                    models.DecimalField(
                        decimal_places=4, default=0, max_digits=7, verbose_name="discount %"
                    ),
                ),
                (
                    "tax",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.tax",
                        verbose_name="tax",
                    ),
                ),
                (
                    "net",
                    apps.core.fields.MoneyField(
                        decimal_places=4, editable=False, max_digits=20, verbose_name="net"
                    ),
                ),
                (
                    "dimensions",
                    apps.core.fields.DimensionsField(
                        blank=True, db_default={}, default=dict, verbose_name="dimensions"
                    ),
                ),
            ],
            options={
                "verbose_name": "purchase order line",
                "verbose_name_plural": "purchase order lines",
                "ordering": ["position", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("quantity__gt", 0),
                            ("quantity__lt", 10000000000000),
                            ("stock_quantity__gt", 0),
                            ("stock_quantity__lt", 10000000000000),
                        ),
                        name="purchase_line_quantity_positive",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("unit_price__gte", 0), ("unit_price__lt", 10000000000000)
                        ),
                        name="purchase_line_price_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("discount__gte", 0), ("discount__lte", 100)),
                        name="purchase_line_discount_is_a_percentage",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("net__gte", 0), ("net__lt", 1000000000000000)),
                        name="purchase_line_net_not_negative",
                    ),
                ],
            },
        ),
    ]
