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
        ("invoices", "0002_guards"),
        ("ledger", "0002_guards"),
        ("stock", "0002_guards"),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalLandedCost",
            fields=[
                (
                    "id",
                    models.UUIDField(db_index=True, default=apps.core.ids.uuid7, editable=False),
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
                    "basis",
                    models.CharField(
                        choices=[
                            ("value", "Value"),
                            ("quantity", "Quantity"),
                            ("weight", "Weight"),
                            ("volume", "Volume"),
                        ],
                        default="value",
                        max_length=8,
                        verbose_name="spread by",
                    ),
                ),
                ("memo", models.CharField(blank=True, max_length=200, verbose_name="what for")),
                ("notes", models.TextField(blank=True, verbose_name="notes")),
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
                    "undo_entry",
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
                "verbose_name": "historical landed cost",
                "verbose_name_plural": "historical landed costs",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="LandedCost",
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
                    "basis",
                    models.CharField(
                        choices=[
                            ("value", "Value"),
                            ("quantity", "Quantity"),
                            ("weight", "Weight"),
                            ("volume", "Volume"),
                        ],
                        default="value",
                        max_length=8,
                        verbose_name="spread by",
                    ),
                ),
                ("memo", models.CharField(blank=True, max_length=200, verbose_name="what for")),
                ("notes", models.TextField(blank=True, verbose_name="notes")),
                (
                    "entry",
                    apps.core.fields.CompanyOneToOneField(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="landed_cost",
                        to="ledger.entry",
                    ),
                ),
                (
                    "undo_entry",
                    apps.core.fields.CompanyOneToOneField(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="undone_landed_cost",
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
                "verbose_name": "landed cost",
                "verbose_name_plural": "landed costs",
                "permissions": [
                    ("post_landedcost", "Can post landed costs"),
                    ("cancel_landedcost", "Can cancel landed costs"),
                    ("reverse_landedcost", "Can reverse landed costs"),
                ],
                "indexes": [
                    models.Index(fields=["company", "-date", "-id"], name="landed_cost_by_date")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["draft", "posted", "reversed", "cancelled"])
                        ),
                        name="landed_cost_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("basis__in", ["value", "quantity", "weight", "volume"])
                        ),
                        name="landed_cost_basis_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("entry__isnull", True),
                                ("number", ""),
                                ("status__in", ["draft", "cancelled"]),
                                ("undo_entry__isnull", True),
                            ),
                            models.Q(
                                ("entry__isnull", False),
                                ("status", "posted"),
                                ("undo_entry__isnull", True),
                                models.Q(("number", ""), _negated=True),
                            ),
                            models.Q(
                                ("entry__isnull", False),
                                ("status", "reversed"),
                                ("undo_entry__isnull", False),
                                models.Q(("number", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="landed_cost_posted_has_entry",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("number", ""), _negated=True),
                        fields=("company", "number"),
                        name="landed_cost_number_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LandedCharge",
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
                    "landed_cost",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="landed.landedcost",
                    ),
                ),
                ("position", models.PositiveIntegerField(default=0)),
                (
                    "bill_line",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="landed_charges",
                        to="invoices.invoiceline",
                        verbose_name="bill line",
                    ),
                ),
                (
                    "description",
                    models.CharField(blank=True, max_length=200, verbose_name="description"),
                ),
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
                    "amount",
                    apps.core.fields.MoneyField(
                        decimal_places=4, max_digits=20, verbose_name="amount"
                    ),
                ),
            ],
            options={
                "verbose_name": "cost to be spread",
                "verbose_name_plural": "costs to be spread",
                "ordering": ["position", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0), ("amount__lt", 1000000000000000)),
                        name="landed_charge_amount_positive",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("bill_line__isnull", False)),
                        fields=("landed_cost", "bill_line"),
                        name="landed_charge_bill_line_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LandedReceipt",
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
                    "landed_cost",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="receipts",
                        to="landed.landedcost",
                    ),
                ),
                (
                    "receipt",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="landed_receipts",
                        to="stock.stockdocument",
                        verbose_name="receipt",
                    ),
                ),
            ],
            options={
                "verbose_name": "receipt of a landed cost",
                "verbose_name_plural": "receipts of landed costs",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("landed_cost", "receipt"), name="landed_receipt_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LandedShare",
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
                    "landed_cost",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shares",
                        to="landed.landedcost",
                    ),
                ),
                (
                    "charge",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shares",
                        to="landed.landedcharge",
                    ),
                ),
                (
                    "move",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="landed_shares",
                        to="stock.move",
                    ),
                ),
                ("measure", apps.core.fields.QuantityField(decimal_places=6, max_digits=20)),
                ("amount", apps.core.fields.MoneyField(decimal_places=4, max_digits=20)),
                ("kept", apps.core.fields.MoneyField(decimal_places=4, max_digits=20)),
                ("sold", apps.core.fields.MoneyField(decimal_places=4, max_digits=20)),
                ("variance", apps.core.fields.MoneyField(decimal_places=4, max_digits=20)),
            ],
            options={
                "verbose_name": "share of a landed cost",
                "verbose_name_plural": "shares of landed costs",
                "constraints": [
                    models.UniqueConstraint(fields=("charge", "move"), name="landed_share_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "amount",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("kept"), "+", models.F("sold")
                                    ),
                                    "+",
                                    models.F("variance"),
                                ),
                            ),
                            ("amount__lt", 1000000000000000),
                            ("kept__gte", 0),
                            ("sold__gte", 0),
                            ("variance__gte", 0),
                        ),
                        name="landed_share_adds_up",
                    ),
                ],
            },
        ),
    ]
