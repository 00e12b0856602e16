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
        ("parties", "0002_guards"),
        ("products", "0002_guards"),
        ("purchasing", "0002_guards"),
        ("sales", "0002_guards"),
        ("stock", "0002_guards"),
        ("warehouses", "0002_guards"),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalRule",
            fields=[
                (
                    "id",
                    models.UUIDField(db_index=True, default=apps.core.ids.uuid7, editable=False),
                ),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("minimum", "Minimum and maximum"),
                            ("demand", "From demand"),
                            ("order", "Only for orders"),
                        ],
                        default="minimum",
                        max_length=8,
                        verbose_name="method",
                    ),
                ),
                (
                    "minimum",
                    apps.core.fields.QuantityField(
                        decimal_places=6, default=0, max_digits=20, verbose_name="minimum"
                    ),
                ),
                (
                    "target",
                    apps.core.fields.QuantityField(
                        decimal_places=6, default=0, max_digits=20, verbose_name="maximum"
                    ),
                ),
                (
                    "demand_days",
                    models.PositiveSmallIntegerField(default=90, verbose_name="days looked back"),
                ),
                (
                    "safety_stock",
                    apps.core.fields.QuantityField(
                        decimal_places=6, default=0, max_digits=20, verbose_name="safety stock"
                    ),
                ),
                (
                    "cover_days",
                    models.PositiveSmallIntegerField(
                        default=30, verbose_name="an order lasts, in days"
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("buy", "Buy from a supplier"),
                            ("transfer", "Bring from another warehouse"),
                        ],
                        default="buy",
                        max_length=8,
                        verbose_name="source",
                    ),
                ),
                (
                    "lead_days",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="lead time in days"
                    ),
                ),
                (
                    "minimum_order",
                    apps.core.fields.QuantityField(
                        blank=True,
                        decimal_places=6,
                        max_digits=20,
                        null=True,
                        verbose_name="smallest order",
                    ),
                ),
                (
                    "order_multiple",
                    apps.core.fields.QuantityField(
                        blank=True,
                        decimal_places=6,
                        max_digits=20,
                        null=True,
                        verbose_name="in multiples of",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
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
                (
                    "from_warehouse",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="warehouses.warehouse",
                        verbose_name="from warehouse",
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
                "verbose_name": "historical replenishment rule",
                "verbose_name_plural": "historical replenishment rules",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Rule",
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replenishment_rules",
                        to="products.product",
                        verbose_name="product",
                    ),
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
                    "method",
                    models.CharField(
                        choices=[
                            ("minimum", "Minimum and maximum"),
                            ("demand", "From demand"),
                            ("order", "Only for orders"),
                        ],
                        default="minimum",
                        max_length=8,
                        verbose_name="method",
                    ),
                ),
                (
                    "minimum",
                    apps.core.fields.QuantityField(
                        decimal_places=6, default=0, max_digits=20, verbose_name="minimum"
                    ),
                ),
                (
                    "target",
                    apps.core.fields.QuantityField(
                        decimal_places=6, default=0, max_digits=20, verbose_name="maximum"
                    ),
                ),
                (
                    "demand_days",
                    models.PositiveSmallIntegerField(default=90, verbose_name="days looked back"),
                ),
                (
                    "safety_stock",
                    apps.core.fields.QuantityField(
                        decimal_places=6, default=0, max_digits=20, verbose_name="safety stock"
                    ),
                ),
                (
                    "cover_days",
                    models.PositiveSmallIntegerField(
                        default=30, verbose_name="an order lasts, in days"
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("buy", "Buy from a supplier"),
                            ("transfer", "Bring from another warehouse"),
                        ],
                        default="buy",
                        max_length=8,
                        verbose_name="source",
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
                    "from_warehouse",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="warehouses.warehouse",
                        verbose_name="from warehouse",
                    ),
                ),
                (
                    "lead_days",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="lead time in days"
                    ),
                ),
                (
                    "minimum_order",
                    apps.core.fields.QuantityField(
                        blank=True,
                        decimal_places=6,
                        max_digits=20,
                        null=True,
                        verbose_name="smallest order",
                    ),
                ),
                (
                    "order_multiple",
                    apps.core.fields.QuantityField(
                        blank=True,
                        decimal_places=6,
                        max_digits=20,
                        null=True,
                        verbose_name="in multiples of",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
            ],
            options={
                "verbose_name": "replenishment rule",
                "verbose_name_plural": "replenishment rules",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("company", "product", "warehouse"), name="replenishment_rule_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("method__in", ["minimum", "demand", "order"])),
                        name="replenishment_method_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("minimum__isnull", True),
                                models.Q(("minimum__gte", 0), ("minimum__lt", 10000000000000)),
                                _connector="OR",
                            ),
                            models.Q(
                                ("target__isnull", True),
                                models.Q(("target__gte", 0), ("target__lt", 10000000000000)),
                                _connector="OR",
                            ),
                            models.Q(
                                ("safety_stock__isnull", True),
                                models.Q(
                                    ("safety_stock__gte", 0), ("safety_stock__lt", 10000000000000)
                                ),
                                _connector="OR",
                            ),
                            models.Q(
                                ("minimum_order__isnull", True),
                                models.Q(
                                    ("minimum_order__gte", 0), ("minimum_order__lt", 10000000000000)
                                ),
                                _connector="OR",
                            ),
                        ),
                        name="replenishment_quantities_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("order_multiple__isnull", True),
                            models.Q(
                                ("order_multiple__gt", 0), ("order_multiple__lt", 10000000000000)
                            ),
                            _connector="OR",
                        ),
                        name="replenishment_multiple_positive",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("target__gte", models.F("minimum"))),
                        name="replenishment_maximum_above_minimum",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("demand_days__gte", 1),
                            models.Q(
                                ("demand_days__isnull", True),
                                models.Q(("demand_days__gte", 0), ("demand_days__lt", 3651)),
                                _connector="OR",
                            ),
                            models.Q(
                                ("cover_days__isnull", True),
                                models.Q(("cover_days__gte", 0), ("cover_days__lt", 3651)),
                                _connector="OR",
                            ),
                            models.Q(
                                ("lead_days__isnull", True),
                                models.Q(("lead_days__gte", 0), ("lead_days__lt", 3651)),
                                _connector="OR",
                            ),
                        ),
                        name="replenishment_days_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("from_warehouse__isnull", True), ("source", "buy")),
                            models.Q(
                                ("from_warehouse__isnull", False),
                                ("source", "transfer"),
                                ("supplier__isnull", True),
                                models.Q(("from_warehouse", models.F("warehouse")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="replenishment_source_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Proposal",
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
                    "rule",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposals",
                        to="replenishment.rule",
                        verbose_name="rule",
                    ),
                ),
                (
                    "product",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposals",
                        to="products.product",
                        verbose_name="product",
                    ),
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
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("accepted", "Accepted"),
                            ("dismissed", "Dismissed"),
                            ("lapsed", "Not needed any more"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("buy", "Buy from a supplier"),
                            ("transfer", "Bring from another warehouse"),
                        ],
                        max_length=8,
                        verbose_name="source",
                    ),
                ),
                (
                    "supplier",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposals",
                        to="parties.party",
                        verbose_name="supplier",
                    ),
                ),
                (
                    "from_warehouse",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="warehouses.warehouse",
                        verbose_name="from warehouse",
                    ),
                ),
                (
                    "quantity",
                    apps.core.fields.QuantityField(
                        decimal_places=6, max_digits=20, verbose_name="quantity"
                    ),
                ),
                ("day", models.DateField(verbose_name="worked out for")),
                ("due_date", models.DateField(verbose_name="would arrive")),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("minimum", "Minimum and maximum"),
                            ("demand", "From demand"),
                            ("order", "Only for orders"),
                        ],
                        max_length=8,
                        verbose_name="method",
                    ),
                ),
                (
                    "on_hand",
                    apps.core.fields.QuantityField(
                        decimal_places=6, max_digits=20, verbose_name="on hand"
                    ),
                ),
                (
                    "reserved",
                    apps.core.fields.QuantityField(
                        decimal_places=6, max_digits=20, verbose_name="reserved"
                    ),
                ),
                (
                    "demand",
                    apps.core.fields.QuantityField(
                        decimal_places=6, max_digits=20, verbose_name="asked for, not reserved"
                    ),
                ),
                (
                    "incoming",
                    apps.core.fields.QuantityField(
                        decimal_places=6, max_digits=20, verbose_name="on its way"
                    ),
                ),
                (
                    "projected",
                    apps.core.fields.QuantityField(
                        decimal_places=6, max_digits=20, verbose_name="projected"
                    ),
                ),
                (
                    "minimum",
                    apps.core.fields.QuantityField(
                        decimal_places=6, max_digits=20, verbose_name="minimum"
                    ),
                ),
                (
                    "target",
                    apps.core.fields.QuantityField(
                        decimal_places=6, max_digits=20, verbose_name="maximum"
                    ),
                ),
                (
                    "daily_demand",
                    apps.core.fields.QuantityField(
                        decimal_places=6, max_digits=20, null=True, verbose_name="leaves per day"
                    ),
                ),
                ("demand_days", models.PositiveSmallIntegerField(verbose_name="days looked back")),
                (
                    "safety_stock",
                    apps.core.fields.QuantityField(
                        decimal_places=6, max_digits=20, verbose_name="safety stock"
                    ),
                ),
                ("lead_days", models.PositiveSmallIntegerField(verbose_name="lead time in days")),
                (
                    "minimum_order",
                    apps.core.fields.QuantityField(
                        decimal_places=6, max_digits=20, verbose_name="smallest order"
                    ),
                ),
                (
                    "order_multiple",
                    apps.core.fields.QuantityField(
                        decimal_places=6, max_digits=20, verbose_name="in multiples of"
                    ),
                ),
                (
                    "made_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="proposed"
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True, verbose_name="decided")),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "ordered",
                    apps.core.fields.QuantityField(
                        decimal_places=6, max_digits=20, null=True, verbose_name="ordered"
                    ),
                ),
                (
                    "order",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposals",
                        to="purchasing.purchaseorder",
                        verbose_name="purchase order",
                    ),
                ),
                (
                    "transfer",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposals",
                        to="stock.stockdocument",
                        verbose_name="transfer",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="reason")),
                ("dismissed_until", models.DateField(null=True, verbose_name="not before")),
            ],
            options={
                "verbose_name": "proposal",
                "verbose_name_plural": "proposals",
                "permissions": [
                    ("accept_proposal", "Can accept a proposal"),
                    ("dismiss_proposal", "Can dismiss a proposal"),
                    ("run_proposal", "Can have proposals worked out"),
                ],
                "indexes": [
                    models.Index(
                        fields=["company", "status", "due_date", "id"], name="proposal_by_due"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status", "open")),
                        fields=("company", "product", "warehouse"),
                        name="proposal_open_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["open", "accepted", "dismissed", "lapsed"])
                        ),
                        name="proposal_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("order_multiple__gt", 0),
                            ("quantity__gt", 0),
                            ("quantity__lt", 10000000000000),
                            models.Q(
                                ("on_hand__isnull", True),
                                models.Q(("on_hand__gte", 0), ("on_hand__lt", 10000000000000)),
                                _connector="OR",
                            ),
                            models.Q(
                                ("reserved__isnull", True),
                                models.Q(("reserved__gte", 0), ("reserved__lt", 10000000000000)),
                                _connector="OR",
                            ),
                            models.Q(
                                ("demand__isnull", True),
                                models.Q(("demand__gte", 0), ("demand__lt", 10000000000000)),
                                _connector="OR",
                            ),
                            models.Q(
                                ("incoming__isnull", True),
                                models.Q(("incoming__gte", 0), ("incoming__lt", 10000000000000)),
                                _connector="OR",
                            ),
                            models.Q(
                                ("minimum__isnull", True),
                                models.Q(("minimum__gte", 0), ("minimum__lt", 10000000000000)),
                                _connector="OR",
                            ),
                            models.Q(
                                ("target__isnull", True),
                                models.Q(("target__gte", 0), ("target__lt", 10000000000000)),
                                _connector="OR",
                            ),
                        ),
                        name="proposal_figures_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "projected",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("on_hand"), "-", models.F("reserved")
                                        ),
                                        "-",
                                        models.F("demand"),
                                    ),
                                    "+",
                                    models.F("incoming"),
                                ),
                            )
                        ),
                        name="proposal_projected_adds_up",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("order__isnull", False),
                                ("ordered__gt", 0),
                                ("status", "accepted"),
                                ("transfer__isnull", True),
                            ),
                            models.Q(
                                ("order__isnull", True),
                                ("ordered__gt", 0),
                                ("status", "accepted"),
                                ("transfer__isnull", False),
                            ),
                            models.Q(
                                models.Q(("status", "accepted"), _negated=True),
                                ("order__isnull", True),
                                ("ordered__isnull", True),
                                ("transfer__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="proposal_accepted_has_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("dismissed_until__isnull", False),
                                ("status", "dismissed"),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("status", "dismissed"), _negated=True),
                                ("dismissed_until__isnull", True),
                                ("reason", ""),
                            ),
                            _connector="OR",
                        ),
                        name="proposal_dismissed_has_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProposalDemand",
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
                    "proposal",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="waiting",
                        to="replenishment.proposal",
                    ),
                ),
                (
                    "order",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposals",
                        to="sales.salesorder",
                        verbose_name="sales order",
                    ),
                ),
                (
                    "quantity",
                    apps.core.fields.QuantityField(
                        decimal_places=6, max_digits=20, verbose_name="quantity"
                    ),
                ),
            ],
            options={
                "verbose_name": "order that waits",
                "verbose_name_plural": "orders that wait",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("company", "proposal", "order"), name="proposal_names_order_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("quantity__gt", 0), ("quantity__lt", 10000000000000)),
                        name="proposal_demand_positive",
                    ),
                ],
            },
        ),
    ]
