import apps.core.fields
import apps.core.ids
import django.db.models.deletion
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
        ("parties", "0002_guards"),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalPayment",
            fields=[
                (
                    "id",
                    models.UUIDField(db_index=True, default=apps.core.ids.uuid7, editable=False),
                ),
                (
                    "direction",
                    models.CharField(
                        choices=[("receipt", "Receipt"), ("disbursement", "Disbursement")],
                        editable=False,
                        max_length=12,
                        verbose_name="direction",
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
                    "amount",
                    apps.core.fields.MoneyField(
                        decimal_places=4, max_digits=20, verbose_name="amount"
                    ),
                ),
                (
                    "reference",
                    models.CharField(blank=True, max_length=60, verbose_name="reference"),
                ),
                (
                    "is_deposit",
                    models.BooleanField(
                        default=False,
                        help_text="Money ahead of the invoice: it stands on the account of deposits until it is applied.",
                        verbose_name="deposit",
                    ),
                ),
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
                    "journal",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="ledger.journal",
                        verbose_name="bank or cash journal",
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
                "verbose_name": "historical payment",
                "verbose_name_plural": "historical payments",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalWriteOffReason",
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
                    "limit",
                    apps.core.fields.MoneyField(
                        blank=True,
                        decimal_places=4,
                        help_text="Company currency, for one act of matching; empty is no limit.",
                        max_digits=20,
                        null=True,
                        verbose_name="limit",
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
                "verbose_name": "historical write-off reason",
                "verbose_name_plural": "historical write-off reasons",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Payment",
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
                    "direction",
                    models.CharField(
                        choices=[("receipt", "Receipt"), ("disbursement", "Disbursement")],
                        editable=False,
                        max_length=12,
                        verbose_name="direction",
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
                (
                    "party",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payments",
                        to="parties.party",
                        verbose_name="party",
                    ),
                ),
                (
                    "journal",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.journal",
                        verbose_name="bank or cash journal",
                    ),
                ),
                ("date", models.DateField(verbose_name="date")),
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
                    "amount",
                    apps.core.fields.MoneyField(
                        decimal_places=4, max_digits=20, verbose_name="amount"
                    ),
                ),
                (
                    "reference",
                    models.CharField(blank=True, max_length=60, verbose_name="reference"),
                ),
                (
                    "is_deposit",
                    models.BooleanField(
                        default=False,
                        help_text="Money ahead of the invoice: it stands on the account of deposits until it is applied.",
                        verbose_name="deposit",
                    ),
                ),
                ("notes", models.TextField(blank=True, verbose_name="notes")),
                (
                    "entry",
                    apps.core.fields.CompanyOneToOneField(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payment",
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
                "verbose_name": "payment",
                "verbose_name_plural": "payments",
                "permissions": [
                    ("post_payment", "Can post a payment"),
                    ("cancel_payment", "Can cancel a payment"),
                    ("reverse_payment", "Can reverse a payment"),
                    ("match_payment", "Can match and unmatch open items"),
                    ("write_off_payment", "Can write off what stays open"),
                    ("override_payment", "Can grant a discount after its days"),
                ],
                "indexes": [
                    models.Index(
                        fields=["company", "direction", "-date", "-id"], name="payment_by_date"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("direction__in", ["receipt", "disbursement"])),
                        name="payment_direction_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["draft", "posted", "reversed", "cancelled"])
                        ),
                        name="payment_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0), ("amount__lt", 1000000000000000)),
                        name="payment_amount_positive",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("rate__gt", 0), ("rate__lt", 10000000000)),
                        name="payment_rate_positive",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("entry__isnull", False),
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
                        name="payment_posted_has_entry_and_number",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("number", ""), _negated=True),
                        fields=("company", "number"),
                        name="payment_number_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaymentAllocation",
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
                    "payment",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="allocations",
                        to="payments.payment",
                    ),
                ),
                (
                    "invoice",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="allocations",
                        to="invoices.invoice",
                        verbose_name="invoice",
                    ),
                ),
                (
                    "amount",
                    apps.core.fields.MoneyField(
                        decimal_places=4,
                        help_text="In the payment's currency.",
                        max_digits=20,
                        verbose_name="amount",
                    ),
                ),
            ],
            options={
                "verbose_name": "payment allocation",
                "verbose_name_plural": "payment allocations",
                "constraints": [
                    models.UniqueConstraint(fields=("payment", "invoice"), name="allocation_once"),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0), ("amount__lt", 1000000000000000)),
                        name="allocation_positive",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WriteOffReason",
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
                    "limit",
                    apps.core.fields.MoneyField(
                        blank=True,
                        decimal_places=4,
                        help_text="Company currency, for one act of matching; empty is no limit.",
                        max_digits=20,
                        null=True,
                        verbose_name="limit",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
            ],
            options={
                "verbose_name": "write-off reason",
                "verbose_name_plural": "write-off reasons",
                "ordering": ["code"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("company", "code"), name="write_off_reason_code_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("limit__isnull", True),
                            models.Q(("limit__gt", 0), ("limit__lt", 1000000000000000)),
                            _connector="OR",
                        ),
                        name="write_off_limit_positive",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Clearing",
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
                    "party",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="clearings",
                        to="parties.party",
                        verbose_name="party",
                    ),
                ),
                ("date", models.DateField(verbose_name="date")),
                (
                    "entry",
                    apps.core.fields.CompanyOneToOneField(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="clearing",
                        to="ledger.entry",
                    ),
                ),
                (
                    "write_off",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="payments.writeoffreason",
                        verbose_name="write-off reason",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=250, verbose_name="note")),
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
                "verbose_name": "clearing",
                "verbose_name_plural": "clearings",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("write_off__isnull", True), ("entry__isnull", False), _connector="OR"
                        ),
                        name="clearing_write_off_is_booked",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Match",
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
                    "debit_item",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="debit_matches",
                        to="ledger.openitem",
                    ),
                ),
                (
                    "credit_item",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="credit_matches",
                        to="ledger.openitem",
                    ),
                ),
                ("date", models.DateField(verbose_name="date")),
                (
                    "amount",
                    apps.core.fields.MoneyField(
                        decimal_places=4,
                        help_text="Company currency.",
                        max_digits=20,
                        verbose_name="amount",
                    ),
                ),
                (
                    "amount_currency",
                    apps.core.fields.MoneyField(
                        decimal_places=4, max_digits=20, verbose_name="amount in currency"
                    ),
                ),
                (
                    "exchange_entry",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.entry",
                    ),
                ),
                (
                    "reverses",
                    apps.core.fields.CompanyOneToOneField(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reversal",
                        to="payments.match",
                    ),
                ),
                (
                    "clearing",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="matches",
                        to="payments.clearing",
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
                "verbose_name": "match",
                "verbose_name_plural": "matches",
                "indexes": [models.Index(fields=["company", "date"], name="match_by_date")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("amount__gte", 0),
                                ("amount_currency__gte", 0),
                                ("reverses__isnull", True),
                            ),
                            models.Q(
                                ("amount__lte", 0),
                                ("amount_currency__lte", 0),
                                ("reverses__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="match_sign",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("amount_currency", 0), _negated=True),
                            models.Q(
                                ("exchange_entry__isnull", False),
                                models.Q(("amount", 0), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="match_takes_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount__gt", -1000000000000000),
                            ("amount__lt", 1000000000000000),
                            ("amount_currency__gt", -1000000000000000),
                            ("amount_currency__lt", 1000000000000000),
                        ),
                        name="match_is_a_number",
                    ),
                ],
            },
        ),
    ]
