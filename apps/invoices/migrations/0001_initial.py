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
    ]

    operations = [
        migrations.CreateModel(
            name="Invoice",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("customer_invoice", "Customer invoice"),
                            ("customer_credit", "Credit note"),
                            ("supplier_bill", "Supplier bill"),
                            ("supplier_credit", "Supplier credit note"),
                        ],
                        editable=False,
                        max_length=20,
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
                        related_name="invoices",
                        to="parties.party",
                        verbose_name="party",
                    ),
                ),
                ("date", models.DateField(verbose_name="date")),
                ("due_date", models.DateField(blank=True, null=True, verbose_name="due")),
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
                    "reference",
                    models.CharField(blank=True, max_length=60, verbose_name="their reference"),
                ),
                ("language", models.CharField(blank=True, max_length=8, verbose_name="language")),
                ("billing_address", models.TextField(blank=True, verbose_name="billing address")),
                ("delivery_address", models.TextField(blank=True, verbose_name="delivery address")),
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
                    "withheld",
                    apps.core.fields.MoneyField(
                        decimal_places=4,
                        default=0,
                        editable=False,
                        max_digits=20,
                        verbose_name="withheld",
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
                    "tax_discount",
                    models.DecimalField(
                        db_default=0,
                        decimal_places=4,
                        default=0,
                        editable=False,
                        max_digits=7,
                        verbose_name="untaxed discount %",
                    ),
                ),
                (
                    "discount_percent",
                    models.DecimalField(
                        db_default=0,
                        decimal_places=4,
                        default=0,
                        editable=False,
                        max_digits=7,
                        verbose_name="early-payment discount %",
                    ),
                ),
                (
                    "discount_days",
                    models.PositiveSmallIntegerField(
                        db_default=0, default=0, editable=False, verbose_name="discount within days"
                    ),
                ),
                (
                    "discount_tax",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("reduced", "Reduced when the discount is taken"),
                            ("kept", "Not reduced: the discount is of the net amount"),
                            (
                                "invoiced",
                                "Reduced on the invoice, whether or not the discount is taken",
                            ),
                        ],
                        db_default="",
                        default="",
                        editable=False,
                        max_length=12,
                        verbose_name="tax of the discount",
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
                    "credits",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="credit_notes",
                        to="invoices.invoice",
                    ),
                ),
                ("origin_type", models.CharField(blank=True, editable=False, max_length=60)),
                ("origin_id", models.UUIDField(editable=False, null=True)),
                (
                    "entry",
                    apps.core.fields.CompanyOneToOneField(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invoice",
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
                "verbose_name": "invoice",
                "verbose_name_plural": "invoices",
                "permissions": [
                    ("post_invoice", "Can post an invoice"),
                    ("cancel_invoice", "Can cancel an invoice"),
                    ("credit_invoice", "Can credit an invoice"),
                    ("send_invoice", "Can send an invoice"),
                    ("view_bill", "Can view supplier bills"),
                    ("edit_bill", "Can edit supplier bills"),
                    ("post_bill", "Can post a supplier bill"),
                    ("cancel_bill", "Can cancel a supplier bill"),
                    ("credit_bill", "Can credit a supplier bill"),
                ],
                "indexes": [
                    models.Index(
                        fields=["company", "kind", "-date", "-id"], name="invoice_by_date"
                    ),
                    models.Index(fields=["company", "origin_id"], name="invoice_by_origin"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "customer_invoice",
                                    "customer_credit",
                                    "supplier_bill",
                                    "supplier_credit",
                                ],
                            )
                        ),
                        name="invoice_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["draft", "posted", "cancelled"])),
                        name="invoice_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("due_date__isnull", False),
                                ("entry__isnull", False),
                                ("status", "posted"),
                                models.Q(("number", ""), _negated=True),
                            ),
                            models.Q(
                                ("entry__isnull", True),
                                ("number", ""),
                                ("status__in", ["draft", "cancelled"]),
                            ),
                            _connector="OR",
                        ),
                        name="invoice_posted_has_entry_and_number",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("net__gt", -1000000000000000),
                            ("net__lt", 1000000000000000),
                            ("tax__gt", -1000000000000000),
                            ("tax__lt", 1000000000000000),
                            ("total__gte", 0),
                            ("total__lt", 1000000000000000),
                            ("withheld__gt", -1000000000000000),
                            ("withheld__lt", 1000000000000000),
                        ),
                        name="invoice_total_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "total",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("net"), "+", models.F("tax")
                                    ),
                                    "-",
                                    models.F("withheld"),
                                ),
                            )
                        ),
                        name="invoice_total_is_net_plus_tax",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("rate__gt", 0), ("rate__lt", 10000000000)),
                        name="invoice_rate_positive",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("tax_rounding__in", ["", "document", "line"])),
                        name="invoice_tax_rounding_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("tax_discount__gte", 0), ("tax_discount__lt", 100)),
                        name="invoice_tax_discount_is_a_percentage",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("discount_days", 0), ("discount_percent", 0), ("discount_tax", "")
                            ),
                            models.Q(
                                ("discount_days__gte", 0),
                                ("discount_days__lte", 999),
                                ("discount_percent__gt", 0),
                                ("discount_percent__lt", 100),
                                ("discount_tax__in", ["reduced", "kept", "invoiced"]),
                            ),
                            _connector="OR",
                        ),
                        name="invoice_discount_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("discount_percent", 0),
                            models.Q(
                                ("discount_tax", "invoiced"),
                                ("tax_discount", models.F("discount_percent")),
                            ),
                            models.Q(
                                ("discount_tax__in", ["reduced", "kept"]), ("tax_discount", 0)
                            ),
                            _connector="OR",
                        ),
                        name="invoice_untaxed_discount_is_its_discount",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("number", ""), _negated=True),
                        fields=("company", "number"),
                        name="invoice_number_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("kind__in", ["supplier_bill", "supplier_credit"]),
                            ("status", "posted"),
                            models.Q(("reference", ""), _negated=True),
                        ),
                        fields=("company", "party", "kind", "reference"),
                        name="supplier_bill_reference_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalInvoice",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("customer_invoice", "Customer invoice"),
                            ("customer_credit", "Credit note"),
                            ("supplier_bill", "Supplier bill"),
                            ("supplier_credit", "Supplier credit note"),
                        ],
                        editable=False,
                        max_length=20,
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
                            ("cancelled", "Cancelled"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                ("date", models.DateField(verbose_name="date")),
                ("due_date", models.DateField(blank=True, null=True, verbose_name="due")),
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
                    "reference",
                    models.CharField(blank=True, max_length=60, verbose_name="their reference"),
                ),
                ("language", models.CharField(blank=True, max_length=8, verbose_name="language")),
                ("billing_address", models.TextField(blank=True, verbose_name="billing address")),
                ("delivery_address", models.TextField(blank=True, verbose_name="delivery address")),
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
                    "withheld",
                    apps.core.fields.MoneyField(
                        decimal_places=4,
                        default=0,
                        editable=False,
                        max_digits=20,
                        verbose_name="withheld",
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
                    "tax_discount",
                    models.DecimalField(
                        db_default=0,
                        decimal_places=4,
                        default=0,
                        editable=False,
                        max_digits=7,
                        verbose_name="untaxed discount %",
                    ),
                ),
                (
                    "discount_percent",
                    models.DecimalField(
                        db_default=0,
                        decimal_places=4,
                        default=0,
                        editable=False,
                        max_digits=7,
                        verbose_name="early-payment discount %",
                    ),
                ),
                (
                    "discount_days",
                    models.PositiveSmallIntegerField(
                        db_default=0, default=0, editable=False, verbose_name="discount within days"
                    ),
                ),
                (
                    "discount_tax",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("reduced", "Reduced when the discount is taken"),
                            ("kept", "Not reduced: the discount is of the net amount"),
                            (
                                "invoiced",
                                "Reduced on the invoice, whether or not the discount is taken",
                            ),
                        ],
                        db_default="",
                        default="",
                        editable=False,
                        max_length=12,
                        verbose_name="tax of the discount",
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
                    "credits",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="invoices.invoice",
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
                "verbose_name": "historical invoice",
                "verbose_name_plural": "historical invoices",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Bill",
            fields=[],
            options={
                "verbose_name": "supplier bill",
                "verbose_name_plural": "supplier bills",
                "proxy": True,
                "default_permissions": (),
                "indexes": [],
                "constraints": [],
            },
            bases=("invoices.invoice",),
        ),
        migrations.CreateModel(
            name="InvoiceLine",
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
                    "invoice",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="invoices.invoice",
                    ),
                ),
                ("position", models.PositiveIntegerField(default=0)),
                (
                    "product",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="products.product",
                        verbose_name="product",
                    ),
                ),
                ("description", models.CharField(max_length=250, verbose_name="description")),
                (
                    "account",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.account",
                        verbose_name="account",
                    ),
                ),
                (
                    "quantity",
                    apps.core.fields.QuantityField(
                        decimal_places=6, default=1, max_digits=20, verbose_name="quantity"
                    ),
                ),
                (
                    "unit",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="products.unit",
                        verbose_name="unit",
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
                ("origin_line_id", models.UUIDField(editable=False, null=True)),
                (
                    "credits",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="credit_lines",
                        to="invoices.invoiceline",
                    ),
                ),
                (
                    "down_payment",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="down_payment_lines",
                        to="invoices.invoiceline",
                    ),
                ),
                (
                    "booked",
                    apps.core.fields.MoneyField(
                        decimal_places=4,
                        editable=False,
                        max_digits=20,
                        null=True,
                        verbose_name="booked",
                    ),
                ),
            ],
            options={
                "verbose_name": "invoice line",
                "verbose_name_plural": "invoice lines",
                "ordering": ["position", "id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("origin_line_id__isnull", False)),
                        fields=["company", "origin_line_id"],
                        name="invoice_line_by_origin",
                    ),
                    models.Index(
                        condition=models.Q(("down_payment__isnull", False)),
                        fields=["company", "down_payment"],
                        name="invoice_line_by_down_payment",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("quantity__gt", -10000000000000),
                            ("quantity__lt", 10000000000000),
                            models.Q(("quantity", 0), _negated=True),
                        ),
                        name="invoice_line_quantity_not_zero",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("unit_price__gte", 0), ("unit_price__lt", 10000000000000)
                        ),
                        name="invoice_line_price_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("discount__gte", 0), ("discount__lte", 100)),
                        name="invoice_line_discount_is_a_percentage",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("net__gt", -1000000000000000), ("net__lt", 1000000000000000)
                        ),
                        name="invoice_line_net_is_a_number",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InvoiceTax",
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
                    "invoice",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="taxes",
                        to="invoices.invoice",
                    ),
                ),
                (
                    "tax",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.tax",
                    ),
                ),
                ("rate", models.DecimalField(decimal_places=4, max_digits=7)),
                ("base", apps.core.fields.MoneyField(decimal_places=4, max_digits=20)),
                ("amount", apps.core.fields.MoneyField(decimal_places=4, max_digits=20)),
                (
                    "computed",
                    apps.core.fields.MoneyField(decimal_places=4, default=0, max_digits=20),
                ),
                (
                    "treatment",
                    models.CharField(
                        choices=[
                            ("charged", "Charged"),
                            ("reverse", "Reverse charge: the buyer owes it"),
                            ("exempt", "Exempt"),
                            ("withheld", "Withheld from the payment"),
                        ],
                        default="charged",
                        max_length=8,
                    ),
                ),
                (
                    "category",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("S", "S: standard"),
                            ("Z", "Z: zero rated"),
                            ("E", "E: exempt"),
                            ("AE", "AE: reverse charge"),
                            ("K", "K: supply within the EU"),
                            ("G", "G: export"),
                            ("O", "O: outside the scope of tax"),
                        ],
                        default="",
                        max_length=2,
                    ),
                ),
                ("reason_code", models.CharField(blank=True, max_length=30)),
                ("reason", models.CharField(blank=True, max_length=250)),
            ],
            options={
                "verbose_name": "tax of an invoice",
                "verbose_name_plural": "taxes of an invoice",
                "ordering": ["-rate", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("invoice", "tax"), name="invoice_tax_once", nulls_distinct=False
                    )
                ],
            },
        ),
    ]
