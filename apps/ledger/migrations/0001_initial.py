import apps.core.fields
import apps.core.ids
import apps.ledger.models.entries
import django.contrib.postgres.constraints
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
    ]

    operations = [
        migrations.CreateModel(
            name="Account",
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
                ("name", models.CharField(max_length=200, verbose_name="name")),
                (
                    "name_i18n",
                    models.JSONField(blank=True, default=dict, verbose_name="translations"),
                ),
                ("code", models.CharField(max_length=20, verbose_name="code")),
                (
                    "type",
                    models.CharField(
                        choices=[
                            ("asset_receivable", "Receivable"),
                            ("asset_cash", "Bank and cash"),
                            ("asset_current", "Current assets"),
                            ("asset_fixed", "Fixed assets"),
                            ("asset_non_current", "Non-current assets"),
                            ("asset_prepayments", "Prepayments"),
                            ("liability_payable", "Payable"),
                            ("liability_current", "Current liabilities"),
                            ("liability_non_current", "Non-current liabilities"),
                            ("equity", "Equity"),
                            ("equity_unaffected", "Result of the current year"),
                            ("income", "Revenue"),
                            ("income_other", "Other income"),
                            ("expense", "Expenses"),
                            ("expense_depreciation", "Depreciation"),
                            ("expense_direct_cost", "Cost of goods sold"),
                            ("off_balance", "Off balance sheet"),
                        ],
                        max_length=24,
                        verbose_name="type",
                    ),
                ),
                ("reconcile", models.BooleanField(default=False, verbose_name="lines are matched")),
                (
                    "control",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "None"),
                            ("receivable", "Receivables"),
                            ("payable", "Payables"),
                            ("stock", "Stock"),
                            ("unbilled", "Goods received, not invoiced"),
                        ],
                        default="",
                        max_length=12,
                        verbose_name="kept by",
                    ),
                ),
                (
                    "currency",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="companies.currency",
                        verbose_name="currency",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
            ],
            options={
                "verbose_name": "account",
                "verbose_name_plural": "accounts",
                "ordering": ["code"],
                "constraints": [
                    models.UniqueConstraint(fields=("company", "code"), name="account_code_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "type__in",
                                [
                                    "asset_receivable",
                                    "asset_cash",
                                    "asset_current",
                                    "asset_fixed",
                                    "asset_non_current",
                                    "asset_prepayments",
                                    "liability_payable",
                                    "liability_current",
                                    "liability_non_current",
                                    "equity",
                                    "equity_unaffected",
                                    "income",
                                    "income_other",
                                    "expense",
                                    "expense_depreciation",
                                    "expense_direct_cost",
                                    "off_balance",
                                ],
                            )
                        ),
                        name="account_type_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("control__in", ["", "receivable", "payable", "stock", "unbilled"])
                        ),
                        name="account_control_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("control__in", ["receivable", "payable"]), _negated=True),
                            ("reconcile", True),
                            _connector="OR",
                        ),
                        name="account_party_control_is_matched",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AreaLock",
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
                    "area",
                    models.CharField(
                        choices=[
                            ("sales", "Sales"),
                            ("purchases", "Purchases"),
                            ("stock", "Stock"),
                            ("tax", "Tax"),
                            ("everything", "Everything"),
                        ],
                        max_length=12,
                        verbose_name="area",
                    ),
                ),
                (
                    "soft_until",
                    models.DateField(
                        blank=True,
                        help_text="Whoever has the right may still post; it is written down.",
                        null=True,
                        verbose_name="soft lock until",
                    ),
                ),
                (
                    "hard_until",
                    models.DateField(
                        blank=True,
                        help_text="Nobody can post up to this day, and the lock never moves back.",
                        null=True,
                        verbose_name="hard lock until",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
            ],
            options={
                "verbose_name": "lock",
                "verbose_name_plural": "locks",
                "permissions": [("override_arealock", "Can post in spite of a soft lock")],
                "constraints": [
                    models.UniqueConstraint(fields=("company", "area"), name="area_lock_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("area__in", ["sales", "purchases", "stock", "tax", "everything"])
                        ),
                        name="area_lock_area_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DefaultAccount",
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
                    "purpose",
                    models.CharField(
                        choices=[
                            ("receivable", "Receivables"),
                            ("payable", "Payables"),
                            ("stock", "Stock"),
                            ("unbilled", "Goods received, not invoiced"),
                            ("cost_of_sales", "Cost of goods sold"),
                            ("revenue", "Revenue"),
                            ("expense", "Purchases and expenses"),
                            ("freight_out", "Freight charged to customers"),
                            ("price_variance", "Purchase price variance"),
                            ("landed_costs", "Freight and duty to be spread"),
                            ("stock_adjustment", "Stock adjustments"),
                            ("scrap", "Scrapped goods"),
                            ("rounding", "Rounding differences"),
                            ("exchange_gain", "Exchange gains"),
                            ("exchange_loss", "Exchange losses"),
                            ("unrealised_gain", "Unrealised exchange gains"),
                            ("unrealised_loss", "Unrealised exchange losses"),
                            ("revalued_receivables", "Exchange differences on receivables"),
                            ("revalued_payables", "Exchange differences on payables"),
                            ("bank", "Bank"),
                            ("retained_earnings", "Retained earnings"),
                            ("opening", "Opening balances"),
                            ("discount_given", "Early-payment discounts granted"),
                            ("discount_taken", "Early-payment discounts taken"),
                            ("customer_deposits", "Deposits of customers"),
                            ("supplier_deposits", "Deposits with suppliers"),
                            ("down_payments", "Down payments invoiced"),
                            ("supplier_down_payments", "Down payments billed by suppliers"),
                            ("tax_payable", "Tax to pay, by the tax return"),
                            ("accrued_revenue", "Delivered, not invoiced"),
                            ("accrued_expenses", "Services received, not invoiced"),
                        ],
                        max_length=24,
                        verbose_name="purpose",
                    ),
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
            ],
            options={
                "verbose_name": "default account",
                "verbose_name_plural": "default accounts",
                "ordering": ["purpose"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("company", "purpose"), name="default_account_once_per_purpose"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "purpose__in",
                                [
                                    "receivable",
                                    "payable",
                                    "stock",
                                    "unbilled",
                                    "cost_of_sales",
                                    "revenue",
                                    "expense",
                                    "freight_out",
                                    "price_variance",
                                    "landed_costs",
                                    "stock_adjustment",
                                    "scrap",
                                    "rounding",
                                    "exchange_gain",
                                    "exchange_loss",
                                    "unrealised_gain",
                                    "unrealised_loss",
                                    "revalued_receivables",
                                    "revalued_payables",
                                    "bank",
                                    "retained_earnings",
                                    "opening",
                                    "discount_given",
                                    "discount_taken",
                                    "customer_deposits",
                                    "supplier_deposits",
                                    "down_payments",
                                    "supplier_down_payments",
                                    "tax_payable",
                                    "accrued_revenue",
                                    "accrued_expenses",
                                ],
                            )
                        ),
                        name="default_account_purpose_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Dimension",
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
                ("name", models.CharField(max_length=200, verbose_name="name")),
                (
                    "name_i18n",
                    models.JSONField(blank=True, default=dict, verbose_name="translations"),
                ),
                ("code", models.CharField(max_length=20, verbose_name="code")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
            ],
            options={
                "verbose_name": "dimension",
                "verbose_name_plural": "dimensions",
                "ordering": ["position", "code"],
                "constraints": [
                    models.UniqueConstraint(fields=("company", "code"), name="dimension_code_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="DimensionValue",
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
                ("name", models.CharField(max_length=200, verbose_name="name")),
                (
                    "name_i18n",
                    models.JSONField(blank=True, default=dict, verbose_name="translations"),
                ),
                (
                    "dimension",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="values",
                        to="ledger.dimension",
                        verbose_name="dimension",
                    ),
                ),
                ("code", models.CharField(max_length=20, verbose_name="code")),
                (
                    "parent",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="ledger.dimensionvalue",
                        verbose_name="part of",
                    ),
                ),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="valid from")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="valid to")),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
            ],
            options={
                "verbose_name": "dimension value",
                "verbose_name_plural": "dimension values",
                "ordering": ["code"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("company", "dimension", "code"), name="dimension_value_code_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from__isnull", True),
                            ("valid_to__isnull", True),
                            ("valid_from__lte", models.F("valid_to")),
                            _connector="OR",
                        ),
                        name="dimension_value_runs_forward",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DimensionRule",
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
                    "dimension",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rules",
                        to="ledger.dimension",
                        verbose_name="dimension",
                    ),
                ),
                (
                    "account",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dimension_rules",
                        to="ledger.account",
                        verbose_name="account",
                    ),
                ),
                (
                    "account_type",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("asset_receivable", "Receivable"),
                            ("asset_cash", "Bank and cash"),
                            ("asset_current", "Current assets"),
                            ("asset_fixed", "Fixed assets"),
                            ("asset_non_current", "Non-current assets"),
                            ("asset_prepayments", "Prepayments"),
                            ("liability_payable", "Payable"),
                            ("liability_current", "Current liabilities"),
                            ("liability_non_current", "Non-current liabilities"),
                            ("equity", "Equity"),
                            ("equity_unaffected", "Result of the current year"),
                            ("income", "Revenue"),
                            ("income_other", "Other income"),
                            ("expense", "Expenses"),
                            ("expense_depreciation", "Depreciation"),
                            ("expense_direct_cost", "Cost of goods sold"),
                            ("off_balance", "Off balance sheet"),
                        ],
                        max_length=24,
                        verbose_name="all accounts of a type",
                    ),
                ),
                (
                    "policy",
                    models.CharField(
                        choices=[
                            ("required", "Required"),
                            ("optional", "Optional"),
                            ("forbidden", "Not allowed"),
                        ],
                        max_length=10,
                        verbose_name="rule",
                    ),
                ),
                (
                    "default",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.dimensionvalue",
                        verbose_name="default value",
                    ),
                ),
            ],
            options={
                "verbose_name": "dimension rule",
                "verbose_name_plural": "dimension rules",
                "ordering": ["account_type", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("company", "dimension", "account"),
                        name="dimension_rule_once_per_account",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("account_type", ""), _negated=True),
                        fields=("company", "dimension", "account_type"),
                        name="dimension_rule_once_per_type",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("account__isnull", False), ("account_type", "")),
                            models.Q(
                                ("account__isnull", True),
                                (
                                    "account_type__in",
                                    [
                                        "asset_receivable",
                                        "asset_cash",
                                        "asset_current",
                                        "asset_fixed",
                                        "asset_non_current",
                                        "asset_prepayments",
                                        "liability_payable",
                                        "liability_current",
                                        "liability_non_current",
                                        "equity",
                                        "equity_unaffected",
                                        "income",
                                        "income_other",
                                        "expense",
                                        "expense_depreciation",
                                        "expense_direct_cost",
                                        "off_balance",
                                    ],
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="dimension_rule_one_subject",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("policy__in", ["required", "optional", "forbidden"])),
                        name="dimension_rule_policy_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("policy", "forbidden"), _negated=True),
                            ("default__isnull", True),
                            _connector="OR",
                        ),
                        name="dimension_rule_forbidden_has_no_default",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FiscalYear",
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
                ("code", models.CharField(max_length=12, verbose_name="code")),
                ("start", models.DateField(verbose_name="first day")),
                ("end", models.DateField(verbose_name="last day")),
            ],
            options={
                "verbose_name": "fiscal year",
                "verbose_name_plural": "fiscal years",
                "ordering": ["start"],
                "permissions": [("close_fiscalyear", "Can close a fiscal year")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("company", "code"), name="fiscal_year_code_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("start__lt", models.F("end"))),
                        name="fiscal_year_runs_forward",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalAccount",
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
                ("code", models.CharField(max_length=20, verbose_name="code")),
                (
                    "type",
                    models.CharField(
                        choices=[
                            ("asset_receivable", "Receivable"),
                            ("asset_cash", "Bank and cash"),
                            ("asset_current", "Current assets"),
                            ("asset_fixed", "Fixed assets"),
                            ("asset_non_current", "Non-current assets"),
                            ("asset_prepayments", "Prepayments"),
                            ("liability_payable", "Payable"),
                            ("liability_current", "Current liabilities"),
                            ("liability_non_current", "Non-current liabilities"),
                            ("equity", "Equity"),
                            ("equity_unaffected", "Result of the current year"),
                            ("income", "Revenue"),
                            ("income_other", "Other income"),
                            ("expense", "Expenses"),
                            ("expense_depreciation", "Depreciation"),
                            ("expense_direct_cost", "Cost of goods sold"),
                            ("off_balance", "Off balance sheet"),
                        ],
                        max_length=24,
                        verbose_name="type",
                    ),
                ),
                ("reconcile", models.BooleanField(default=False, verbose_name="lines are matched")),
                (
                    "control",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "None"),
                            ("receivable", "Receivables"),
                            ("payable", "Payables"),
                            ("stock", "Stock"),
                            ("unbilled", "Goods received, not invoiced"),
                        ],
                        default="",
                        max_length=12,
                        verbose_name="kept by",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
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
                "verbose_name": "historical account",
                "verbose_name_plural": "historical accounts",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalAreaLock",
            fields=[
                (
                    "id",
                    models.UUIDField(db_index=True, default=apps.core.ids.uuid7, editable=False),
                ),
                (
                    "area",
                    models.CharField(
                        choices=[
                            ("sales", "Sales"),
                            ("purchases", "Purchases"),
                            ("stock", "Stock"),
                            ("tax", "Tax"),
                            ("everything", "Everything"),
                        ],
                        max_length=12,
                        verbose_name="area",
                    ),
                ),
                (
                    "soft_until",
                    models.DateField(
                        blank=True,
                        help_text="Whoever has the right may still post; it is written down.",
                        null=True,
                        verbose_name="soft lock until",
                    ),
                ),
                (
                    "hard_until",
                    models.DateField(
                        blank=True,
                        help_text="Nobody can post up to this day, and the lock never moves back.",
                        null=True,
                        verbose_name="hard lock until",
                    ),
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
                "verbose_name": "historical lock",
                "verbose_name_plural": "historical locks",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalDefaultAccount",
            fields=[
                (
                    "id",
                    models.UUIDField(db_index=True, default=apps.core.ids.uuid7, editable=False),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("receivable", "Receivables"),
                            ("payable", "Payables"),
                            ("stock", "Stock"),
                            ("unbilled", "Goods received, not invoiced"),
                            ("cost_of_sales", "Cost of goods sold"),
                            ("revenue", "Revenue"),
                            ("expense", "Purchases and expenses"),
                            ("freight_out", "Freight charged to customers"),
                            ("price_variance", "Purchase price variance"),
                            ("landed_costs", "Freight and duty to be spread"),
                            ("stock_adjustment", "Stock adjustments"),
                            ("scrap", "Scrapped goods"),
                            ("rounding", "Rounding differences"),
                            ("exchange_gain", "Exchange gains"),
                            ("exchange_loss", "Exchange losses"),
                            ("unrealised_gain", "Unrealised exchange gains"),
                            ("unrealised_loss", "Unrealised exchange losses"),
                            ("revalued_receivables", "Exchange differences on receivables"),
                            ("revalued_payables", "Exchange differences on payables"),
                            ("bank", "Bank"),
                            ("retained_earnings", "Retained earnings"),
                            ("opening", "Opening balances"),
                            ("discount_given", "Early-payment discounts granted"),
                            ("discount_taken", "Early-payment discounts taken"),
                            ("customer_deposits", "Deposits of customers"),
                            ("supplier_deposits", "Deposits with suppliers"),
                            ("down_payments", "Down payments invoiced"),
                            ("supplier_down_payments", "Down payments billed by suppliers"),
                            ("tax_payable", "Tax to pay, by the tax return"),
                            ("accrued_revenue", "Delivered, not invoiced"),
                            ("accrued_expenses", "Services received, not invoiced"),
                        ],
                        max_length=24,
                        verbose_name="purpose",
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
                    "account",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="ledger.account",
                        verbose_name="account",
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
                "verbose_name": "historical default account",
                "verbose_name_plural": "historical default accounts",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalDimension",
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
                ("code", models.CharField(max_length=20, verbose_name="code")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
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
                "verbose_name": "historical dimension",
                "verbose_name_plural": "historical dimensions",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalDimensionRule",
            fields=[
                (
                    "id",
                    models.UUIDField(db_index=True, default=apps.core.ids.uuid7, editable=False),
                ),
                (
                    "account_type",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("asset_receivable", "Receivable"),
                            ("asset_cash", "Bank and cash"),
                            ("asset_current", "Current assets"),
                            ("asset_fixed", "Fixed assets"),
                            ("asset_non_current", "Non-current assets"),
                            ("asset_prepayments", "Prepayments"),
                            ("liability_payable", "Payable"),
                            ("liability_current", "Current liabilities"),
                            ("liability_non_current", "Non-current liabilities"),
                            ("equity", "Equity"),
                            ("equity_unaffected", "Result of the current year"),
                            ("income", "Revenue"),
                            ("income_other", "Other income"),
                            ("expense", "Expenses"),
                            ("expense_depreciation", "Depreciation"),
                            ("expense_direct_cost", "Cost of goods sold"),
                            ("off_balance", "Off balance sheet"),
                        ],
                        max_length=24,
                        verbose_name="all accounts of a type",
                    ),
                ),
                (
                    "policy",
                    models.CharField(
                        choices=[
                            ("required", "Required"),
                            ("optional", "Optional"),
                            ("forbidden", "Not allowed"),
                        ],
                        max_length=10,
                        verbose_name="rule",
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
                    "dimension",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="ledger.dimension",
                        verbose_name="dimension",
                    ),
                ),
                (
                    "account",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="ledger.account",
                        verbose_name="account",
                    ),
                ),
                (
                    "default",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="ledger.dimensionvalue",
                        verbose_name="default value",
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
                "verbose_name": "historical dimension rule",
                "verbose_name_plural": "historical dimension rules",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalDimensionValue",
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
                ("code", models.CharField(max_length=20, verbose_name="code")),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="valid from")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="valid to")),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
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
                    "dimension",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="ledger.dimension",
                        verbose_name="dimension",
                    ),
                ),
                (
                    "parent",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="ledger.dimensionvalue",
                        verbose_name="part of",
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
                "verbose_name": "historical dimension value",
                "verbose_name_plural": "historical dimension values",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalFiscalYear",
            fields=[
                (
                    "id",
                    models.UUIDField(db_index=True, default=apps.core.ids.uuid7, editable=False),
                ),
                ("code", models.CharField(max_length=12, verbose_name="code")),
                ("start", models.DateField(verbose_name="first day")),
                ("end", models.DateField(verbose_name="last day")),
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
                "verbose_name": "historical fiscal year",
                "verbose_name_plural": "historical fiscal years",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalJournal",
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
                ("code", models.CharField(max_length=10, verbose_name="code")),
                (
                    "type",
                    models.CharField(
                        choices=[
                            ("sales", "Sales"),
                            ("purchases", "Purchases"),
                            ("bank", "Bank"),
                            ("cash", "Cash"),
                            ("stock", "Stock"),
                            ("general", "General"),
                            ("opening", "Opening"),
                            ("closing", "Closing"),
                        ],
                        max_length=12,
                        verbose_name="type",
                    ),
                ),
                (
                    "approval_limit",
                    apps.core.fields.MoneyField(
                        blank=True,
                        decimal_places=4,
                        help_text="Manual entries above this need a second person. Left empty, none does.",
                        max_digits=20,
                        null=True,
                        verbose_name="approval above",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
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
                    "account",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="ledger.account",
                        verbose_name="bank or cash account",
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
                "verbose_name": "historical journal",
                "verbose_name_plural": "historical journals",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalPeriod",
            fields=[
                (
                    "id",
                    models.UUIDField(db_index=True, default=apps.core.ids.uuid7, editable=False),
                ),
                (
                    "code",
                    models.CharField(
                        help_text="Such as 2026-01.", max_length=12, verbose_name="code"
                    ),
                ),
                ("start", models.DateField(verbose_name="first day")),
                ("end", models.DateField(verbose_name="last day")),
                (
                    "status",
                    models.CharField(
                        choices=[("open", "Open"), ("closed", "Closed")],
                        default="open",
                        max_length=8,
                        verbose_name="status",
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
                    "fiscal_year",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="ledger.fiscalyear",
                        verbose_name="fiscal year",
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
                "verbose_name": "historical period",
                "verbose_name_plural": "historical periods",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalTax",
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
                ("code", models.CharField(max_length=20, verbose_name="code")),
                (
                    "use",
                    models.CharField(
                        choices=[("sale", "Sales"), ("purchase", "Purchases")],
                        max_length=10,
                        verbose_name="used on",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("percent", "Percent of the base"),
                            ("fixed", "Amount per unit"),
                            ("group", "Several taxes"),
                        ],
                        default="percent",
                        max_length=8,
                        verbose_name="computed as",
                    ),
                ),
                (
                    "rate",
                    models.DecimalField(
                        decimal_places=4, default=0, max_digits=7, verbose_name="rate in percent"
                    ),
                ),
                (
                    "amount",
                    apps.core.fields.PriceField(
                        decimal_places=6,
                        default=0,
                        help_text="Company currency per unit of the line.",
                        max_digits=20,
                        verbose_name="amount per unit",
                    ),
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
                        verbose_name="treatment",
                    ),
                ),
                ("included", models.BooleanField(default=False, verbose_name="prices include it")),
                (
                    "compound",
                    models.BooleanField(
                        default=False,
                        help_text="Within a code of several taxes: those after it are computed on it, too.",
                        verbose_name="taxed by the taxes after it",
                    ),
                ),
                (
                    "deductible",
                    models.DecimalField(
                        decimal_places=4,
                        default=100,
                        help_text="Of a tax on purchases; the rest is a cost of the line.",
                        max_digits=7,
                        verbose_name="deductible %",
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
                        verbose_name="EN 16931 category",
                    ),
                ),
                (
                    "reason_code",
                    models.CharField(
                        blank=True,
                        help_text="Such as VATEX-EU-IC.",
                        max_length=30,
                        verbose_name="exemption code",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        help_text="Printed on documents.",
                        max_length=250,
                        verbose_name="reason",
                    ),
                ),
                (
                    "reason_i18n",
                    models.JSONField(blank=True, default=dict, verbose_name="reason, translated"),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
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
                    "account",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="ledger.account",
                        verbose_name="tax account",
                    ),
                ),
                (
                    "reverse_account",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Where the buyer owes what the seller does not charge.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="ledger.account",
                        verbose_name="reverse charge account",
                    ),
                ),
                (
                    "pending_account",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Filled in, the tax is due when the document is paid, and stands here before.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="ledger.account",
                        verbose_name="account until paid",
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
                "verbose_name": "historical tax",
                "verbose_name_plural": "historical taxes",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalTaxBox",
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
                ("code", models.CharField(max_length=12, verbose_name="box")),
                (
                    "side",
                    models.CharField(
                        choices=[
                            ("memo", "For information: counts for nothing"),
                            ("due", "Tax due"),
                            ("deduct", "Tax deductible"),
                        ],
                        default="due",
                        max_length=6,
                        verbose_name="counts as",
                    ),
                ),
                (
                    "content",
                    models.CharField(
                        choices=[("both", "Base and tax"), ("base", "Base"), ("tax", "Tax")],
                        default="both",
                        max_length=4,
                        verbose_name="holds",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
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
                "verbose_name": "historical box of the tax return",
                "verbose_name_plural": "historical boxes of the tax return",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Journal",
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
                ("name", models.CharField(max_length=200, verbose_name="name")),
                (
                    "name_i18n",
                    models.JSONField(blank=True, default=dict, verbose_name="translations"),
                ),
                ("code", models.CharField(max_length=10, verbose_name="code")),
                (
                    "type",
                    models.CharField(
                        choices=[
                            ("sales", "Sales"),
                            ("purchases", "Purchases"),
                            ("bank", "Bank"),
                            ("cash", "Cash"),
                            ("stock", "Stock"),
                            ("general", "General"),
                            ("opening", "Opening"),
                            ("closing", "Closing"),
                        ],
                        max_length=12,
                        verbose_name="type",
                    ),
                ),
                (
                    "account",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.account",
                        verbose_name="bank or cash account",
                    ),
                ),
                (
                    "approval_limit",
                    apps.core.fields.MoneyField(
                        blank=True,
                        decimal_places=4,
                        help_text="Manual entries above this need a second person. Left empty, none does.",
                        max_digits=20,
                        null=True,
                        verbose_name="approval above",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
            ],
            options={
                "verbose_name": "journal",
                "verbose_name_plural": "journals",
                "ordering": ["code"],
                "constraints": [
                    models.UniqueConstraint(fields=("company", "code"), name="journal_code_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "type__in",
                                [
                                    "sales",
                                    "purchases",
                                    "bank",
                                    "cash",
                                    "stock",
                                    "general",
                                    "opening",
                                    "closing",
                                ],
                            )
                        ),
                        name="journal_type_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approval_limit__isnull", True),
                            models.Q(
                                ("approval_limit__gte", 0), ("approval_limit__lt", 1000000000000000)
                            ),
                            _connector="OR",
                        ),
                        name="journal_approval_limit_not_negative",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Deferral",
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
                        choices=[("revenue", "Revenue"), ("expense", "Expense")],
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                (
                    "number",
                    models.CharField(
                        blank=True, editable=False, max_length=40, verbose_name="number"
                    ),
                ),
                ("memo", models.CharField(max_length=250, verbose_name="memo")),
                (
                    "journal",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.journal",
                        verbose_name="journal",
                    ),
                ),
                (
                    "result_account",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.account",
                        verbose_name="revenue or expense account",
                    ),
                ),
                (
                    "deferred_account",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.account",
                        verbose_name="deferral account",
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
                    "amount",
                    apps.core.fields.MoneyField(
                        decimal_places=4, max_digits=20, verbose_name="amount"
                    ),
                ),
                ("date", models.DateField(verbose_name="booked on")),
                ("start", models.DateField(verbose_name="from")),
                ("end", models.DateField(verbose_name="to")),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("months", "The same every month"),
                            ("days", "By the days of each month"),
                        ],
                        max_length=8,
                        verbose_name="spread",
                    ),
                ),
                (
                    "moves",
                    models.BooleanField(
                        default=True,
                        help_text="Leave empty when the document was booked there already.",
                        verbose_name="move the amount to the deferral account first",
                    ),
                ),
                (
                    "dimensions",
                    apps.core.fields.DimensionsField(
                        blank=True, db_default={}, default=dict, verbose_name="dimensions"
                    ),
                ),
                ("origin_type", models.CharField(blank=True, max_length=60)),
                ("origin_id", models.UUIDField(blank=True, null=True)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("running", "Running"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=12,
                        verbose_name="status",
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
                ("version", models.PositiveIntegerField(default=1, editable=False)),
            ],
            options={
                "verbose_name": "deferral",
                "verbose_name_plural": "deferrals",
                "permissions": [
                    ("start_deferral", "Can start a deferral"),
                    ("cancel_deferral", "Can cancel a deferral"),
                ],
                "indexes": [
                    models.Index(fields=["company", "-start", "-id"], name="deferral_by_start")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["revenue", "expense"])),
                        name="deferral_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["draft", "running", "cancelled"])),
                        name="deferral_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("method__in", ["months", "days"])),
                        name="deferral_method_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0), ("amount__lt", 1000000000000000)),
                        name="deferral_amount_positive",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("start__lte", models.F("end"))),
                        name="deferral_runs_forward",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("number", ""), _negated=True),
                        fields=("company", "number"),
                        name="deferral_number_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EntryTemplate",
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
                ("name", models.CharField(max_length=120, verbose_name="name")),
                (
                    "journal",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.journal",
                        verbose_name="journal",
                    ),
                ),
                ("memo", models.CharField(blank=True, max_length=250, verbose_name="memo")),
                (
                    "amount",
                    apps.core.fields.MoneyField(
                        blank=True,
                        decimal_places=4,
                        help_text="Left empty, the lines' own amounts are booked; else their debits and credits are shares of it.",
                        max_digits=20,
                        null=True,
                        verbose_name="amount to share",
                    ),
                ),
                (
                    "frequency",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "By hand only"),
                            ("monthly", "Monthly"),
                            ("quarterly", "Quarterly"),
                            ("yearly", "Yearly"),
                        ],
                        default="",
                        max_length=10,
                        verbose_name="repeated",
                    ),
                ),
                (
                    "day",
                    models.PositiveSmallIntegerField(
                        default=31,
                        help_text="31 is the last day of every month.",
                        verbose_name="day of the month",
                    ),
                ),
                ("start", models.DateField(blank=True, null=True, verbose_name="from")),
                ("until", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "posts",
                    models.BooleanField(
                        default=False,
                        help_text="Else drafts are made, to be looked at.",
                        verbose_name="post at once",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
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
                ("version", models.PositiveIntegerField(default=1, editable=False)),
            ],
            options={
                "verbose_name": "entry template",
                "verbose_name_plural": "entry templates",
                "permissions": [("make_entrytemplate", "Can make entries of a template")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("company", "name"), name="entry_template_name_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("frequency__in", ["", "monthly", "quarterly", "yearly"])
                        ),
                        name="entry_template_frequency_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("frequency", ""), ("start__isnull", False), _connector="OR"
                        ),
                        name="entry_template_schedule_has_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("day__gte", 1), ("day__lte", 31)),
                        name="entry_template_day_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount__isnull", True),
                            models.Q(("amount__gt", 0), ("amount__lt", 1000000000000000)),
                            _connector="OR",
                        ),
                        name="entry_template_amount_positive",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EntryTemplateLine",
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
                    "template",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="ledger.entrytemplate",
                    ),
                ),
                ("position", models.PositiveIntegerField(default=0)),
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
                ("memo", models.CharField(blank=True, max_length=250, verbose_name="memo")),
                (
                    "dimensions",
                    apps.core.fields.DimensionsField(
                        blank=True, db_default={}, default=dict, verbose_name="dimensions"
                    ),
                ),
                (
                    "debit",
                    apps.core.fields.MoneyField(
                        decimal_places=4, default=0, max_digits=20, verbose_name="debit"
                    ),
                ),
                (
                    "credit",
                    apps.core.fields.MoneyField(
                        decimal_places=4, default=0, max_digits=20, verbose_name="credit"
                    ),
                ),
            ],
            options={
                "verbose_name": "entry template line",
                "verbose_name_plural": "entry template lines",
                "ordering": ["position", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("credit__gt", 0), ("credit__lt", 1000000000000000), ("debit", 0)
                            ),
                            models.Q(
                                ("credit", 0), ("debit__gt", 0), ("debit__lt", 1000000000000000)
                            ),
                            _connector="OR",
                        ),
                        name="template_line_one_side",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalEntryTemplate",
            fields=[
                (
                    "id",
                    models.UUIDField(db_index=True, default=apps.core.ids.uuid7, editable=False),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("memo", models.CharField(blank=True, max_length=250, verbose_name="memo")),
                (
                    "amount",
                    apps.core.fields.MoneyField(
                        blank=True,
                        decimal_places=4,
                        help_text="Left empty, the lines' own amounts are booked; else their debits and credits are shares of it.",
                        max_digits=20,
                        null=True,
                        verbose_name="amount to share",
                    ),
                ),
                (
                    "frequency",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "By hand only"),
                            ("monthly", "Monthly"),
                            ("quarterly", "Quarterly"),
                            ("yearly", "Yearly"),
                        ],
                        default="",
                        max_length=10,
                        verbose_name="repeated",
                    ),
                ),
                (
                    "day",
                    models.PositiveSmallIntegerField(
                        default=31,
                        help_text="31 is the last day of every month.",
                        verbose_name="day of the month",
                    ),
                ),
                ("start", models.DateField(blank=True, null=True, verbose_name="from")),
                ("until", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "posts",
                    models.BooleanField(
                        default=False,
                        help_text="Else drafts are made, to be looked at.",
                        verbose_name="post at once",
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
                    "journal",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="ledger.journal",
                        verbose_name="journal",
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
                "verbose_name": "historical entry template",
                "verbose_name_plural": "historical entry templates",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalDeferral",
            fields=[
                (
                    "id",
                    models.UUIDField(db_index=True, default=apps.core.ids.uuid7, editable=False),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("revenue", "Revenue"), ("expense", "Expense")],
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                (
                    "number",
                    models.CharField(
                        blank=True, editable=False, max_length=40, verbose_name="number"
                    ),
                ),
                ("memo", models.CharField(max_length=250, verbose_name="memo")),
                (
                    "amount",
                    apps.core.fields.MoneyField(
                        decimal_places=4, max_digits=20, verbose_name="amount"
                    ),
                ),
                ("date", models.DateField(verbose_name="booked on")),
                ("start", models.DateField(verbose_name="from")),
                ("end", models.DateField(verbose_name="to")),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("months", "The same every month"),
                            ("days", "By the days of each month"),
                        ],
                        max_length=8,
                        verbose_name="spread",
                    ),
                ),
                (
                    "moves",
                    models.BooleanField(
                        default=True,
                        help_text="Leave empty when the document was booked there already.",
                        verbose_name="move the amount to the deferral account first",
                    ),
                ),
                (
                    "dimensions",
                    apps.core.fields.DimensionsField(
                        blank=True, db_default={}, default=dict, verbose_name="dimensions"
                    ),
                ),
                ("origin_type", models.CharField(blank=True, max_length=60)),
                ("origin_id", models.UUIDField(blank=True, null=True)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("running", "Running"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=12,
                        verbose_name="status",
                    ),
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
                    "journal",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="ledger.journal",
                        verbose_name="journal",
                    ),
                ),
                (
                    "result_account",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="ledger.account",
                        verbose_name="revenue or expense account",
                    ),
                ),
                (
                    "deferred_account",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="ledger.account",
                        verbose_name="deferral account",
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
                "verbose_name": "historical deferral",
                "verbose_name_plural": "historical deferrals",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="LockOverride",
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
                    "area",
                    models.CharField(
                        choices=[
                            ("sales", "Sales"),
                            ("purchases", "Purchases"),
                            ("stock", "Stock"),
                            ("tax", "Tax"),
                            ("everything", "Everything"),
                        ],
                        max_length=12,
                        verbose_name="area",
                    ),
                ),
                ("locked_until", models.DateField(verbose_name="locked until")),
                ("date", models.DateField(verbose_name="date")),
                ("source_type", models.CharField(max_length=60)),
                ("source_id", models.UUIDField()),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="posted by",
                    ),
                ),
                (
                    "at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="when"),
                ),
            ],
            options={
                "verbose_name": "posting in spite of a lock",
                "verbose_name_plural": "postings in spite of a lock",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("company", "source_id", "area"), name="lock_override_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Period",
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
                    "fiscal_year",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="periods",
                        to="ledger.fiscalyear",
                        verbose_name="fiscal year",
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        help_text="Such as 2026-01.", max_length=12, verbose_name="code"
                    ),
                ),
                ("start", models.DateField(verbose_name="first day")),
                ("end", models.DateField(verbose_name="last day")),
                (
                    "status",
                    models.CharField(
                        choices=[("open", "Open"), ("closed", "Closed")],
                        default="open",
                        max_length=8,
                        verbose_name="status",
                    ),
                ),
            ],
            options={
                "verbose_name": "period",
                "verbose_name_plural": "periods",
                "ordering": ["start"],
                "permissions": [
                    ("close_period", "Can close a period"),
                    ("reopen_period", "Can ask to reopen a period"),
                    ("approve_period", "Can approve the reopening of a period"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("company", "code"), name="period_code_once"),
                    models.CheckConstraint(
                        condition=models.Q(("start__lte", models.F("end"))),
                        name="period_runs_forward",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["open", "closed"])),
                        name="period_status_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ClosingTask",
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
                ("name", models.CharField(max_length=120, verbose_name="task")),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="owner",
                    ),
                ),
                (
                    "due_days",
                    models.PositiveSmallIntegerField(
                        default=5,
                        help_text="Counted from the last day of the period.",
                        verbose_name="due, days after the period",
                    ),
                ),
                (
                    "blocks",
                    models.BooleanField(
                        default=False,
                        help_text="Otherwise somebody may accept that it is left open.",
                        verbose_name="blocks the closing",
                    ),
                ),
                (
                    "period",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Left empty, it is done for every period.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.period",
                        verbose_name="only for period",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
            ],
            options={
                "verbose_name": "closing task",
                "verbose_name_plural": "closing tasks",
                "permissions": [("tick_closingtask", "Can tick off a closing task")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True),
                        name="closing_task_has_a_name",
                    ),
                    models.UniqueConstraint(
                        fields=("company", "name", "period"),
                        name="closing_task_once",
                        nulls_distinct=False,
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Entry",
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
                    "journal",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="ledger.journal",
                        verbose_name="journal",
                    ),
                ),
                (
                    "period",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="ledger.period",
                        verbose_name="period",
                    ),
                ),
                ("date", models.DateField(verbose_name="date")),
                ("document_date", models.DateField(verbose_name="document date")),
                (
                    "reference",
                    models.CharField(blank=True, max_length=60, verbose_name="reference"),
                ),
                ("memo", models.CharField(blank=True, max_length=250, verbose_name="memo")),
                ("line_count", models.PositiveIntegerField(verbose_name="lines")),
                (
                    "total",
                    apps.core.fields.MoneyField(
                        decimal_places=4, max_digits=20, verbose_name="total"
                    ),
                ),
                ("source_type", models.CharField(max_length=60, verbose_name="source")),
                ("source_id", models.UUIDField()),
                ("kind", models.CharField(default="post", max_length=30)),
                (
                    "reverses",
                    apps.core.fields.CompanyOneToOneField(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reversal",
                        to="ledger.entry",
                        verbose_name="reverses",
                    ),
                ),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="posted by",
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="posted at"
                    ),
                ),
            ],
            options={
                "verbose_name": "entry",
                "verbose_name_plural": "entries",
                "permissions": [("view_statements", "Can see the financial statements")],
                "indexes": [models.Index(fields=["company", "-date", "-id"], name="entry_by_date")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("company", "source_type", "source_id", "kind"),
                        name="entry_one_per_source_and_kind",
                    ),
                    models.UniqueConstraint(
                        fields=("company", "id", "date", "line_count"), name="entry_shape"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("line_count__gte", 2)), name="entry_has_two_lines"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("total__gt", 0), ("total__lt", 1000000000000000)),
                        name="entry_total_positive",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DeferralPart",
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
                    "deferral",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="ledger.deferral",
                    ),
                ),
                ("on", models.DateField(verbose_name="date")),
                (
                    "amount",
                    apps.core.fields.MoneyField(
                        decimal_places=4, max_digits=20, verbose_name="amount"
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
                        related_name="deferral_part",
                        to="ledger.entry",
                    ),
                ),
            ],
            options={
                "verbose_name": "part of a deferral",
                "verbose_name_plural": "parts of a deferral",
                "ordering": ["on"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("entry__isnull", True)),
                        fields=["company", "on"],
                        name="deferral_part_due",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("company", "deferral", "on"), name="deferral_part_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0), ("amount__lt", 1000000000000000)),
                        name="deferral_part_positive",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalManualEntry",
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
                ("date", models.DateField(verbose_name="date")),
                ("memo", models.CharField(blank=True, max_length=250, verbose_name="memo")),
                (
                    "reverse_on",
                    models.DateField(
                        blank=True,
                        help_text="For an accrual: the opposite is posted on this day.",
                        null=True,
                        verbose_name="reverses itself on",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("submitted", "Waiting for approval"),
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
                ("template_date", models.DateField(blank=True, editable=False, null=True)),
                (
                    "rejection",
                    models.CharField(
                        blank=True, editable=False, max_length=250, verbose_name="rejected because"
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
                    "journal",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="ledger.journal",
                        verbose_name="journal",
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
                    "template",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="ledger.entrytemplate",
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="submitted by",
                    ),
                ),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="approved by",
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
                "verbose_name": "historical manual entry",
                "verbose_name_plural": "historical manual entries",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="ManualEntry",
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
                    "journal",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.journal",
                        verbose_name="journal",
                    ),
                ),
                (
                    "number",
                    models.CharField(
                        blank=True, editable=False, max_length=40, verbose_name="number"
                    ),
                ),
                ("date", models.DateField(verbose_name="date")),
                ("memo", models.CharField(blank=True, max_length=250, verbose_name="memo")),
                (
                    "reverse_on",
                    models.DateField(
                        blank=True,
                        help_text="For an accrual: the opposite is posted on this day.",
                        null=True,
                        verbose_name="reverses itself on",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("submitted", "Waiting for approval"),
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
                (
                    "entry",
                    apps.core.fields.CompanyOneToOneField(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="manual_entry",
                        to="ledger.entry",
                    ),
                ),
                (
                    "template",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="ledger.entrytemplate",
                    ),
                ),
                ("template_date", models.DateField(blank=True, editable=False, null=True)),
                (
                    "submitted_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="submitted by",
                    ),
                ),
                (
                    "approved_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="approved by",
                    ),
                ),
                (
                    "rejection",
                    models.CharField(
                        blank=True, editable=False, max_length=250, verbose_name="rejected because"
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
                "verbose_name": "manual entry",
                "verbose_name_plural": "manual entries",
                "permissions": [
                    ("post_manualentry", "Can post a manual entry"),
                    ("cancel_manualentry", "Can cancel a manual entry"),
                    ("reverse_manualentry", "Can reverse a manual entry"),
                    ("submit_manualentry", "Can submit a manual entry for approval"),
                    ("approve_manualentry", "Can approve a manual entry of somebody else"),
                    ("reject_manualentry", "Can reject a manual entry of somebody else"),
                ],
                "indexes": [
                    models.Index(fields=["company", "-date", "-id"], name="manual_entry_by_date")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                ["draft", "submitted", "posted", "reversed", "cancelled"],
                            )
                        ),
                        name="manual_entry_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("entry__isnull", True),
                                ("status__in", ["draft", "submitted", "cancelled"]),
                            ),
                            models.Q(
                                ("entry__isnull", False), ("status__in", ["posted", "reversed"])
                            ),
                            _connector="OR",
                        ),
                        name="manual_entry_posted_has_entry",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reverse_on__isnull", True),
                            ("reverse_on__gt", models.F("date")),
                            _connector="OR",
                        ),
                        name="manual_entry_reverses_later",
                    ),
                    models.UniqueConstraint(
                        fields=("company", "template", "template_date"),
                        name="manual_entry_once_per_template_and_date",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "submitted"), ("submitted_by__isnull", False)),
                            models.Q(("status", "submitted"), _negated=True),
                            _connector="OR",
                        ),
                        name="manual_entry_submitted_by_somebody",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("number", ""), _negated=True),
                        fields=("company", "number"),
                        name="manual_entry_number_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ManualEntryLine",
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
                    "manual_entry",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="ledger.manualentry",
                    ),
                ),
                ("position", models.PositiveIntegerField(default=0)),
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
                ("memo", models.CharField(blank=True, max_length=250, verbose_name="memo")),
                (
                    "debit",
                    apps.core.fields.MoneyField(
                        decimal_places=4, default=0, max_digits=20, verbose_name="debit"
                    ),
                ),
                (
                    "credit",
                    apps.core.fields.MoneyField(
                        decimal_places=4, default=0, max_digits=20, verbose_name="credit"
                    ),
                ),
                (
                    "currency",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="companies.currency",
                        verbose_name="currency",
                    ),
                ),
                (
                    "amount_currency",
                    apps.core.fields.MoneyField(
                        blank=True,
                        decimal_places=4,
                        max_digits=20,
                        null=True,
                        verbose_name="amount in currency",
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
                "verbose_name": "manual entry line",
                "verbose_name_plural": "manual entry lines",
                "ordering": ["position", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("credit__gte", 0),
                            ("credit__lt", 1000000000000000),
                            ("debit__gte", 0),
                            ("debit__lt", 1000000000000000),
                        ),
                        name="manual_line_amounts_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("credit__gt", 0), ("debit", 0)),
                            models.Q(("credit", 0), ("debit__gt", 0)),
                            _connector="OR",
                        ),
                        name="manual_line_one_side",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OpeningImport",
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
                ("filename", models.CharField(max_length=200, verbose_name="file")),
                ("sha256", models.CharField(max_length=64)),
                ("date", models.DateField(verbose_name="date")),
                ("rows", models.PositiveIntegerField(verbose_name="rows")),
                (
                    "control_total",
                    apps.core.fields.MoneyField(
                        decimal_places=4,
                        help_text="Sum of the debits, as the program before shows it.",
                        max_digits=20,
                        verbose_name="control total",
                    ),
                ),
                (
                    "difference",
                    apps.core.fields.MoneyField(
                        decimal_places=4,
                        help_text="Debit less credit of the rows, booked to opening balances.",
                        max_digits=20,
                        verbose_name="difference",
                    ),
                ),
                (
                    "entry",
                    apps.core.fields.CompanyOneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="opening_import",
                        to="ledger.entry",
                    ),
                ),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="posted by",
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="posted at"
                    ),
                ),
            ],
            options={
                "verbose_name": "opening balances",
                "verbose_name_plural": "opening balances",
                "indexes": [
                    models.Index(
                        fields=["company", "-date", "-id"], name="ledger_opening_import_by_date"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("company", "sha256"), name="ledger_opening_import_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("control_total__gte", 0),
                            ("control_total__lt", 1000000000000000),
                            ("difference__gt", -1000000000000000),
                            ("difference__lt", 1000000000000000),
                        ),
                        name="ledger_opening_import_totals_are_numbers",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OpenItem",
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
                    "entry",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="open_items",
                        to="ledger.entry",
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
                    "party",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="open_items",
                        to="parties.party",
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        choices=[("debit", "Debit"), ("credit", "Credit")], max_length=6
                    ),
                ),
                ("date", models.DateField(verbose_name="date")),
                ("due_date", models.DateField(verbose_name="due")),
                (
                    "currency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="companies.currency",
                    ),
                ),
                (
                    "amount",
                    apps.core.fields.MoneyField(
                        decimal_places=4, max_digits=20, verbose_name="amount"
                    ),
                ),
                (
                    "open_amount",
                    apps.core.fields.MoneyField(
                        decimal_places=4, max_digits=20, verbose_name="open"
                    ),
                ),
                (
                    "amount_currency",
                    apps.core.fields.MoneyField(
                        decimal_places=4, max_digits=20, verbose_name="amount in currency"
                    ),
                ),
                (
                    "open_currency",
                    apps.core.fields.MoneyField(
                        decimal_places=4, max_digits=20, verbose_name="open in currency"
                    ),
                ),
            ],
            options={
                "verbose_name": "open item",
                "verbose_name_plural": "open items",
                "indexes": [
                    models.Index(
                        condition=models.Q(("open_amount__gt", 0)),
                        fields=["company", "party", "due_date"],
                        name="open_item_still_open",
                    ),
                    models.Index(
                        fields=["company", "account", "date"], name="open_item_by_account"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount__lt", 1000000000000000),
                            ("open_amount__gte", 0),
                            ("open_amount__lte", models.F("amount")),
                        ),
                        name="open_item_within_amount",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount_currency__lt", 1000000000000000),
                            ("open_currency__gte", 0),
                            ("open_currency__lte", models.F("amount_currency")),
                        ),
                        name="open_item_currency_within_amount",
                    ),
                ],
            },
            bases=(apps.ledger.models.entries.WithPaper, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalReopening",
            fields=[
                (
                    "id",
                    models.UUIDField(db_index=True, default=apps.core.ids.uuid7, editable=False),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("requested", "Asked for"),
                            ("approved", "Approved"),
                            ("declined", "Declined"),
                        ],
                        default="requested",
                        editable=False,
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("reason", models.TextField(verbose_name="reason")),
                (
                    "requested_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="asked"),
                ),
                ("decided_at", models.DateTimeField(null=True, verbose_name="decided")),
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
                    "period",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="ledger.period",
                        verbose_name="period",
                    ),
                ),
                (
                    "requested_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="asked by",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
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
                "verbose_name": "historical request to reopen",
                "verbose_name_plural": "historical requests to reopen",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalClosingTask",
            fields=[
                (
                    "id",
                    models.UUIDField(db_index=True, default=apps.core.ids.uuid7, editable=False),
                ),
                ("name", models.CharField(max_length=120, verbose_name="task")),
                (
                    "due_days",
                    models.PositiveSmallIntegerField(
                        default=5,
                        help_text="Counted from the last day of the period.",
                        verbose_name="due, days after the period",
                    ),
                ),
                (
                    "blocks",
                    models.BooleanField(
                        default=False,
                        help_text="Otherwise somebody may accept that it is left open.",
                        verbose_name="blocks the closing",
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
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="owner",
                    ),
                ),
                (
                    "period",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Left empty, it is done for every period.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="ledger.period",
                        verbose_name="only for period",
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
                "verbose_name": "historical closing task",
                "verbose_name_plural": "historical closing tasks",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="ClosingTick",
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
                    "task",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ticks",
                        to="ledger.closingtask",
                        verbose_name="task",
                    ),
                ),
                (
                    "period",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ticks",
                        to="ledger.period",
                        verbose_name="period",
                    ),
                ),
                ("done", models.BooleanField(verbose_name="done")),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="note")),
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="when"),
                ),
            ],
            options={
                "verbose_name": "closing task done",
                "verbose_name_plural": "closing tasks done",
            },
        ),
        migrations.CreateModel(
            name="Reopening",
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
                    "period",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reopenings",
                        to="ledger.period",
                        verbose_name="period",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("requested", "Asked for"),
                            ("approved", "Approved"),
                            ("declined", "Declined"),
                        ],
                        default="requested",
                        editable=False,
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("reason", models.TextField(verbose_name="reason")),
                (
                    "requested_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="asked by",
                    ),
                ),
                (
                    "requested_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="asked"),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True, verbose_name="decided")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
            ],
            options={
                "verbose_name": "request to reopen",
                "verbose_name_plural": "requests to reopen",
                "permissions": [("decline_reopening", "Can decline a reopening")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="reopening_request_has_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_at", None), ("decided_by", None), ("status", "requested")
                            ),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                                ("status", "declined"),
                            ),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                                ("status", "approved"),
                                models.Q(("decided_by", models.F("requested_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="reopening_approved_by_another",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status", "requested")),
                        fields=("company", "period"),
                        name="reopening_one_request_at_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PeriodClosing",
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
                    "period",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="closings",
                        to="ledger.period",
                    ),
                ),
                (
                    "action",
                    models.CharField(
                        choices=[("close", "Close"), ("reopen", "Reopen")], max_length=8
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                ("entry_count", models.PositiveIntegerField(default=0)),
                ("total", apps.core.fields.MoneyField(decimal_places=4, default=0, max_digits=20)),
                ("balances_sha256", models.CharField(blank=True, max_length=64)),
                ("seal_number", models.BigIntegerField(null=True)),
                ("seal_hash", models.CharField(blank=True, max_length=64)),
                ("accepted", models.JSONField(blank=True, default=list, verbose_name="accepted")),
                (
                    "reopening",
                    apps.core.fields.CompanyOneToOneField(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="closing",
                        to="ledger.reopening",
                    ),
                ),
                (
                    "year",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.fiscalyear",
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
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "verbose_name": "period closing",
                "verbose_name_plural": "period closings",
                "ordering": ["-at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("action", "close"),
                            models.Q(("action", "reopen"), models.Q(("reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="reopening_needs_a_reason",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PeriodBalance",
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
                    "closing",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="balances",
                        to="ledger.periodclosing",
                    ),
                ),
                (
                    "account",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.account",
                    ),
                ),
                ("debit", apps.core.fields.MoneyField(decimal_places=4, max_digits=20)),
                ("credit", apps.core.fields.MoneyField(decimal_places=4, max_digits=20)),
            ],
            options={
                "verbose_name": "period balance",
                "verbose_name_plural": "period balances",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("closing", "account"), name="period_balance_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("credit__gte", 0),
                            ("credit__lt", 100000000000000000),
                            ("debit__gte", 0),
                            ("debit__lt", 100000000000000000),
                        ),
                        name="period_balance_not_negative",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportRun",
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
                ("title", models.CharField(max_length=200, verbose_name="report")),
                ("question", models.JSONField(verbose_name="asked")),
                ("language", models.CharField(max_length=10, verbose_name="language")),
                ("number", models.BigIntegerField(verbose_name="number of the chain")),
                ("seal_hash", models.CharField(max_length=64, verbose_name="seal")),
                ("pdf_sha256", models.CharField(max_length=64, verbose_name="SHA-256 of the PDF")),
                (
                    "xlsx_sha256",
                    models.CharField(max_length=64, verbose_name="SHA-256 of the XLSX"),
                ),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="pinned by",
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="pinned"),
                ),
            ],
            options={
                "verbose_name": "pinned report",
                "verbose_name_plural": "pinned reports",
                "indexes": [
                    models.Index(
                        fields=["company", "-created_at", "-id"], name="ledger_report_run_by_time"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)),
                        name="ledger_report_run_has_a_number",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Revaluation",
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
                ("number", models.CharField(max_length=40, verbose_name="number")),
                ("date", models.DateField(verbose_name="date")),
                (
                    "result",
                    apps.core.fields.MoneyField(
                        decimal_places=4,
                        help_text="Company currency; a gain is positive.",
                        max_digits=20,
                        verbose_name="result",
                    ),
                ),
                (
                    "entry",
                    apps.core.fields.CompanyOneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="revaluation",
                        to="ledger.entry",
                    ),
                ),
                (
                    "reversal",
                    apps.core.fields.CompanyOneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="revaluation_reversed",
                        to="ledger.entry",
                    ),
                ),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="posted by",
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="posted at"
                    ),
                ),
            ],
            options={
                "verbose_name": "revaluation",
                "verbose_name_plural": "revaluations",
                "indexes": [
                    models.Index(
                        fields=["company", "-date", "-id"], name="ledger_revaluation_by_date"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("company", "number"), name="ledger_revaluation_number_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("result__gt", -1000000000000000), ("result__lt", 1000000000000000)
                        ),
                        name="ledger_revaluation_is_a_number",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RevaluationLine",
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
                    "revaluation",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="ledger.revaluation",
                    ),
                ),
                ("line_no", models.PositiveIntegerField()),
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
                    "item",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="revaluations",
                        to="ledger.openitem",
                    ),
                ),
                (
                    "party",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                    ),
                ),
                ("text", models.CharField(blank=True, max_length=250, verbose_name="document")),
                (
                    "currency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="companies.currency",
                    ),
                ),
                (
                    "amount_currency",
                    apps.core.fields.MoneyField(
                        decimal_places=4, max_digits=20, verbose_name="amount in currency"
                    ),
                ),
                (
                    "booked",
                    apps.core.fields.MoneyField(
                        decimal_places=4, max_digits=20, verbose_name="booked"
                    ),
                ),
                (
                    "rate",
                    apps.core.fields.RateField(
                        decimal_places=12, max_digits=24, verbose_name="closing rate"
                    ),
                ),
                ("rate_date", models.DateField(verbose_name="rate of")),
                (
                    "revalued",
                    apps.core.fields.MoneyField(
                        decimal_places=4, max_digits=20, verbose_name="at closing rate"
                    ),
                ),
                (
                    "earlier",
                    apps.core.fields.MoneyField(
                        decimal_places=4, max_digits=20, verbose_name="booked for this day before"
                    ),
                ),
                (
                    "posted",
                    apps.core.fields.MoneyField(
                        decimal_places=4, max_digits=20, verbose_name="difference booked"
                    ),
                ),
            ],
            options={
                "verbose_name": "revaluation line",
                "verbose_name_plural": "revaluation lines",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("revaluation", "line_no"), name="revaluation_line_number_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("posted", 0), _negated=True),
                            (
                                "posted",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("revalued"), "-", models.F("booked")
                                    ),
                                    "-",
                                    models.F("earlier"),
                                ),
                            ),
                            ("posted__gt", -1000000000000000),
                            ("posted__lt", 1000000000000000),
                        ),
                        name="revaluation_line_adds_up",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("rate__gt", 0), ("rate__lt", 10000000000)),
                        name="revaluation_rate_positive",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Seal",
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
                    "entry",
                    apps.core.fields.CompanyOneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seal",
                        to="ledger.entry",
                    ),
                ),
                ("number", models.BigIntegerField(verbose_name="number")),
                ("previous_hash", models.CharField(max_length=64)),
                ("hash", models.CharField(max_length=64)),
                (
                    "form",
                    models.PositiveSmallIntegerField(
                        db_default=1,
                        default=1,
                        help_text="Which columns of the entry the hash covers.",
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "verbose_name": "seal",
                "verbose_name_plural": "seals",
                "constraints": [
                    models.UniqueConstraint(fields=("company", "number"), name="seal_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)), name="seal_counts_from_one"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Tax",
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
                ("name", models.CharField(max_length=200, verbose_name="name")),
                (
                    "name_i18n",
                    models.JSONField(blank=True, default=dict, verbose_name="translations"),
                ),
                ("code", models.CharField(max_length=20, verbose_name="code")),
                (
                    "use",
                    models.CharField(
                        choices=[("sale", "Sales"), ("purchase", "Purchases")],
                        max_length=10,
                        verbose_name="used on",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("percent", "Percent of the base"),
                            ("fixed", "Amount per unit"),
                            ("group", "Several taxes"),
                        ],
                        default="percent",
                        max_length=8,
                        verbose_name="computed as",
                    ),
                ),
                (
                    "rate",
                    models.DecimalField(
                        decimal_places=4, default=0, max_digits=7, verbose_name="rate in percent"
                    ),
                ),
                (
                    "amount",
                    apps.core.fields.PriceField(
                        decimal_places=6,
                        default=0,
                        help_text="Company currency per unit of the line.",
                        max_digits=20,
                        verbose_name="amount per unit",
                    ),
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
                        verbose_name="treatment",
                    ),
                ),
                ("included", models.BooleanField(default=False, verbose_name="prices include it")),
                (
                    "compound",
                    models.BooleanField(
                        default=False,
                        help_text="Within a code of several taxes: those after it are computed on it, too.",
                        verbose_name="taxed by the taxes after it",
                    ),
                ),
                (
                    "deductible",
                    models.DecimalField(
                        decimal_places=4,
                        default=100,
                        help_text="Of a tax on purchases; the rest is a cost of the line.",
                        max_digits=7,
                        verbose_name="deductible %",
                    ),
                ),
                (
                    "account",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.account",
                        verbose_name="tax account",
                    ),
                ),
                (
                    "reverse_account",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Where the buyer owes what the seller does not charge.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.account",
                        verbose_name="reverse charge account",
                    ),
                ),
                (
                    "pending_account",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Filled in, the tax is due when the document is paid, and stands here before.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.account",
                        verbose_name="account until paid",
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
                        verbose_name="EN 16931 category",
                    ),
                ),
                (
                    "reason_code",
                    models.CharField(
                        blank=True,
                        help_text="Such as VATEX-EU-IC.",
                        max_length=30,
                        verbose_name="exemption code",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        help_text="Printed on documents.",
                        max_length=250,
                        verbose_name="reason",
                    ),
                ),
                (
                    "reason_i18n",
                    models.JSONField(blank=True, default=dict, verbose_name="reason, translated"),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
            ],
            options={
                "verbose_name": "tax",
                "verbose_name_plural": "taxes",
                "ordering": ["use", "-rate", "code"],
                "constraints": [
                    models.UniqueConstraint(fields=("company", "code"), name="tax_code_once"),
                    models.CheckConstraint(
                        condition=models.Q(("rate__gte", 0), ("rate__lte", 100)),
                        name="tax_rate_is_a_percentage",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("use__in", ["sale", "purchase"])), name="tax_use_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("amount", 0), ("kind", "percent")),
                            models.Q(
                                ("amount__gte", 0),
                                ("amount__lt", 10000000000000),
                                ("kind", "fixed"),
                                ("rate", 0),
                            ),
                            models.Q(
                                ("amount", 0),
                                ("kind", "group"),
                                ("rate", 0),
                                ("treatment", "charged"),
                            ),
                            _connector="OR",
                        ),
                        name="tax_kind_has_its_figure",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("treatment__in", ["charged", "withheld"]),
                            models.Q(("treatment", "reverse"), ("use", "purchase")),
                            models.Q(("amount", 0), ("rate", 0), ("treatment", "reverse")),
                            models.Q(("amount", 0), ("rate", 0), ("treatment", "exempt")),
                            _connector="OR",
                        ),
                        name="tax_treatment_has_its_figure",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("account__isnull", False),
                            ("kind", "group"),
                            ("treatment", "exempt"),
                            models.Q(("treatment", "reverse"), ("use", "sale")),
                            _connector="OR",
                        ),
                        name="tax_has_an_account",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("treatment", "reverse"), ("use", "purchase"), _negated=True),
                            ("reverse_account__isnull", False),
                            _connector="OR",
                        ),
                        name="tax_reverse_charge_has_both_accounts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("treatment", "charged"),
                            models.Q(("included", False), ("pending_account__isnull", True)),
                            _connector="OR",
                        ),
                        name="tax_charged_alone_is_included_or_pending",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("deductible__gte", 0),
                            ("deductible__lte", 100),
                            models.Q(("deductible", 100), ("use", "purchase"), _connector="OR"),
                        ),
                        name="tax_deductible_on_purchases",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("category__in", ["", "S", "Z", "E", "AE", "K", "G", "O"])
                        ),
                        name="tax_category_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EntryLine",
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
                    "entry",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="ledger.entry",
                    ),
                ),
                ("line_no", models.PositiveIntegerField()),
                ("line_count", models.PositiveIntegerField()),
                ("date", models.DateField(verbose_name="date")),
                (
                    "account",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="ledger.account",
                        verbose_name="account",
                    ),
                ),
                (
                    "debit",
                    apps.core.fields.MoneyField(
                        decimal_places=4, default=0, max_digits=20, verbose_name="debit"
                    ),
                ),
                (
                    "credit",
                    apps.core.fields.MoneyField(
                        decimal_places=4, default=0, max_digits=20, verbose_name="credit"
                    ),
                ),
                (
                    "currency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="companies.currency",
                        verbose_name="currency",
                    ),
                ),
                (
                    "amount_currency",
                    apps.core.fields.MoneyField(
                        decimal_places=4,
                        help_text="Debit positive, credit negative.",
                        max_digits=20,
                        verbose_name="amount in currency",
                    ),
                ),
                (
                    "rate",
                    apps.core.fields.RateField(
                        decimal_places=12, default=1, max_digits=24, verbose_name="rate"
                    ),
                ),
                (
                    "party",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                        verbose_name="party",
                    ),
                ),
                ("due_date", models.DateField(blank=True, null=True, verbose_name="due")),
                (
                    "tax",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.tax",
                        verbose_name="tax",
                    ),
                ),
                (
                    "tax_base",
                    apps.core.fields.MoneyField(
                        blank=True,
                        decimal_places=4,
                        max_digits=20,
                        null=True,
                        verbose_name="tax base",
                    ),
                ),
                (
                    "dimensions",
                    apps.core.fields.DimensionsField(
                        blank=True, db_default={}, default=dict, verbose_name="dimensions"
                    ),
                ),
                (
                    "tax_role",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Tax"),
                            ("base", "Base"),
                            ("reverse", "Reverse charge"),
                            ("pending", "Due when paid"),
                        ],
                        db_default="",
                        default="",
                        max_length=8,
                        verbose_name="part in the tax",
                    ),
                ),
                ("memo", models.CharField(blank=True, max_length=250, verbose_name="memo")),
            ],
            options={
                "verbose_name": "entry line",
                "verbose_name_plural": "entry lines",
                "indexes": [
                    models.Index(
                        fields=["company", "account", "date", "id"],
                        include=("debit", "credit"),
                        name="entry_line_by_account",
                    ),
                    models.Index(
                        fields=["company", "date"],
                        include=("account", "debit", "credit"),
                        name="entry_line_by_date",
                    ),
                    models.Index(
                        condition=models.Q(("party__isnull", False)),
                        fields=["company", "party", "date"],
                        name="entry_line_by_party",
                    ),
                    models.Index(
                        condition=models.Q(("tax__isnull", False)),
                        fields=["company", "tax", "date"],
                        name="entry_line_by_tax",
                    ),
                    models.Index(
                        condition=models.Q(("dimensions", {}), _negated=True),
                        fields=["company", "date"],
                        name="entry_line_with_dimensions",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("company", "entry", "line_no"), name="entry_line_number_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("line_no__gte", 1), ("line_no__lte", models.F("line_count"))
                        ),
                        name="entry_line_within_count",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("credit__gte", 0),
                            ("credit__lt", 1000000000000000),
                            ("debit__gte", 0),
                            ("debit__lt", 1000000000000000),
                        ),
                        name="entry_line_amounts_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("credit__gt", 0), ("debit", 0)),
                            models.Q(("credit", 0), ("debit__gt", 0)),
                            _connector="OR",
                        ),
                        name="entry_line_one_side",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("rate__gt", 0), ("rate__lt", 10000000000)),
                        name="entry_line_rate_positive",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("amount_currency__gte", 0),
                                ("amount_currency__lt", 1000000000000000),
                                ("debit__gt", 0),
                            ),
                            models.Q(
                                ("amount_currency__gt", -1000000000000000),
                                ("amount_currency__lte", 0),
                                ("credit__gt", 0),
                            ),
                            _connector="OR",
                        ),
                        name="entry_line_currency_same_sign",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("tax_role", ""),
                            models.Q(
                                ("tax__isnull", False),
                                ("tax_base__isnull", False),
                                ("tax_role__in", ["", "base", "reverse", "pending"]),
                            ),
                            _connector="OR",
                        ),
                        name="entry_line_tax_role_known",
                    ),
                ],
            },
            bases=(apps.ledger.models.entries.WithPaper, models.Model),
        ),
        migrations.CreateModel(
            name="TaxBox",
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
                ("name", models.CharField(max_length=200, verbose_name="name")),
                (
                    "name_i18n",
                    models.JSONField(blank=True, default=dict, verbose_name="translations"),
                ),
                ("code", models.CharField(max_length=12, verbose_name="box")),
                (
                    "side",
                    models.CharField(
                        choices=[
                            ("memo", "For information: counts for nothing"),
                            ("due", "Tax due"),
                            ("deduct", "Tax deductible"),
                        ],
                        default="due",
                        max_length=6,
                        verbose_name="counts as",
                    ),
                ),
                (
                    "content",
                    models.CharField(
                        choices=[("both", "Base and tax"), ("base", "Base"), ("tax", "Tax")],
                        default="both",
                        max_length=4,
                        verbose_name="holds",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
            ],
            options={
                "verbose_name": "box of the tax return",
                "verbose_name_plural": "boxes of the tax return",
                "ordering": ["position", "code"],
                "constraints": [
                    models.UniqueConstraint(fields=("company", "code"), name="tax_box_code_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("content__in", ["both", "base", "tax"]),
                            ("side__in", ["memo", "due", "deduct"]),
                        ),
                        name="tax_box_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("side", "memo"),
                            models.Q(("content", "base"), _negated=True),
                            _connector="OR",
                        ),
                        name="tax_box_that_counts_holds_tax",
                        violation_error_message="Let the box hold the tax; one that counts cannot hold bases alone.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TaxBoxSource",
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
                    "box",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sources",
                        to="ledger.taxbox",
                        verbose_name="box",
                    ),
                ),
                (
                    "tax",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="boxes",
                        to="ledger.tax",
                        verbose_name="tax",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        blank=True,
                        choices=[("", "The tax itself"), ("reverse", "Owed under reverse charge")],
                        default="",
                        max_length=8,
                        verbose_name="part",
                    ),
                ),
            ],
            options={
                "verbose_name": "tax in a box",
                "verbose_name_plural": "taxes in a box",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("box", "tax", "role"), name="tax_box_source_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("role__in", ["", "reverse"])),
                        name="tax_box_source_part_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TaxComponent",
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
                    "group",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="components",
                        to="ledger.tax",
                        verbose_name="code of several taxes",
                    ),
                ),
                (
                    "tax",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.tax",
                        verbose_name="tax",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
            ],
            options={
                "verbose_name": "component of a tax",
                "verbose_name_plural": "components of a tax",
                "ordering": ["position", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("group", "tax"), name="tax_component_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="TaxReturn",
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
                ("first", models.DateField(verbose_name="from")),
                ("last", models.DateField(verbose_name="to")),
                (
                    "due",
                    apps.core.fields.MoneyField(
                        decimal_places=4, max_digits=20, verbose_name="tax due"
                    ),
                ),
                (
                    "deductible",
                    apps.core.fields.MoneyField(
                        decimal_places=4, max_digits=20, verbose_name="tax deductible"
                    ),
                ),
                (
                    "net",
                    apps.core.fields.MoneyField(
                        decimal_places=4,
                        help_text="Below zero: a credit.",
                        max_digits=20,
                        verbose_name="to pay",
                    ),
                ),
                (
                    "reference",
                    models.CharField(
                        blank=True, max_length=80, verbose_name="receipt of the tax office"
                    ),
                ),
                (
                    "entry",
                    apps.core.fields.CompanyOneToOneField(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tax_return",
                        to="ledger.entry",
                        verbose_name="settlement",
                    ),
                ),
                (
                    "filed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="filed by",
                    ),
                ),
                (
                    "filed_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="filed"),
                ),
            ],
            options={
                "verbose_name": "tax return",
                "verbose_name_plural": "tax returns",
                "ordering": ["-last"],
                "permissions": [("file_taxreturn", "Can file a tax return")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("first__lte", models.F("last"))),
                        name="tax_return_span_runs_forward",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "net",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("due"), "-", models.F("deductible")
                                ),
                            )
                        ),
                        name="tax_return_adds_up",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("company", "="),
                            (
                                models.Func(
                                    "first",
                                    models.F("last"),
                                    models.Value("[]"),
                                    function="daterange",
                                ),
                                "&&",
                            ),
                        ],
                        name="tax_returns_do_not_overlap",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TaxReturnBox",
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
                ("name", models.CharField(max_length=200, verbose_name="name")),
                (
                    "name_i18n",
                    models.JSONField(blank=True, default=dict, verbose_name="translations"),
                ),
                (
                    "tax_return",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="boxes",
                        to="ledger.taxreturn",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="position")),
                ("code", models.CharField(max_length=12, verbose_name="box")),
                (
                    "side",
                    models.CharField(
                        choices=[
                            ("memo", "For information: counts for nothing"),
                            ("due", "Tax due"),
                            ("deduct", "Tax deductible"),
                        ],
                        max_length=6,
                        verbose_name="counts as",
                    ),
                ),
                (
                    "content",
                    models.CharField(
                        choices=[("both", "Base and tax"), ("base", "Base"), ("tax", "Tax")],
                        max_length=4,
                        verbose_name="holds",
                    ),
                ),
                (
                    "base",
                    apps.core.fields.MoneyField(
                        decimal_places=4, default=0, max_digits=20, verbose_name="base"
                    ),
                ),
                (
                    "tax",
                    apps.core.fields.MoneyField(
                        decimal_places=4, default=0, max_digits=20, verbose_name="tax"
                    ),
                ),
            ],
            options={
                "verbose_name": "box as filed",
                "verbose_name_plural": "boxes as filed",
                "ordering": ["position", "code"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tax_return", "code"), name="tax_return_box_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("base__gt", -1000000000000000),
                            ("base__lt", 1000000000000000),
                            ("tax__gt", -1000000000000000),
                            ("tax__lt", 1000000000000000),
                        ),
                        name="tax_return_box_is_a_number",
                    ),
                ],
            },
        ),
    ]
