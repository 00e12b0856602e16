import apps.core.fields
import apps.core.ids
import django.contrib.postgres.fields
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
        ("ledger", "0002_guards"),
        ("parties", "0002_guards"),
        ("payments", "0002_guards"),
    ]

    operations = [
        migrations.CreateModel(
            name="BankAccount",
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
                ("bank_name", models.CharField(blank=True, max_length=120, verbose_name="bank")),
                ("iban", models.CharField(blank=True, max_length=34, verbose_name="IBAN")),
                ("bic", models.CharField(blank=True, max_length=11, verbose_name="BIC")),
                (
                    "number",
                    models.CharField(
                        blank=True,
                        help_text="As the bank's files write it, if not as IBAN.",
                        max_length=60,
                        verbose_name="account number",
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
                    "journal",
                    apps.core.fields.CompanyOneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bank_account",
                        to="ledger.journal",
                        verbose_name="journal",
                    ),
                ),
                (
                    "account",
                    apps.core.fields.CompanyOneToOneField(
                        db_constraint=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bank_account",
                        to="ledger.account",
                        verbose_name="ledger account",
                    ),
                ),
                (
                    "transit_journal",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Payment runs book here until the statement shows them; left empty, straight on the bank's account.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.journal",
                        verbose_name="journal for payments in transit",
                    ),
                ),
                (
                    "fee_account",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.account",
                        verbose_name="account for bank fees",
                    ),
                ),
                (
                    "write_off_account",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.account",
                        verbose_name="account for small differences",
                    ),
                ),
                (
                    "csv_columns",
                    models.JSONField(
                        blank=True, default=dict, editable=False, verbose_name="CSV columns"
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
            ],
            options={
                "verbose_name": "bank account",
                "verbose_name_plural": "bank accounts",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("iban", ""), _negated=True),
                        fields=("company", "iban"),
                        name="bank_account_iban_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BankRule",
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
                    "position",
                    models.PositiveSmallIntegerField(
                        default=10,
                        help_text="The first rule that fits is taken.",
                        verbose_name="order",
                    ),
                ),
                (
                    "bank_account",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="bank.bankaccount",
                        verbose_name="only on this bank account",
                    ),
                ),
                (
                    "flow",
                    models.CharField(
                        choices=[("both", "In and out"), ("in", "Money in"), ("out", "Money out")],
                        default="both",
                        max_length=4,
                        verbose_name="direction",
                    ),
                ),
                (
                    "text",
                    models.CharField(
                        blank=True,
                        help_text="All these words; * stands for anything, as in INS*.",
                        max_length=200,
                        verbose_name="text contains",
                    ),
                ),
                (
                    "amount_from",
                    apps.core.fields.MoneyField(
                        blank=True,
                        decimal_places=4,
                        max_digits=20,
                        null=True,
                        verbose_name="amount from",
                    ),
                ),
                (
                    "amount_to",
                    apps.core.fields.MoneyField(
                        blank=True,
                        decimal_places=4,
                        max_digits=20,
                        null=True,
                        verbose_name="amount to",
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
                        verbose_name="book on account",
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
                        verbose_name="tax included",
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
                        verbose_name="or as payment of",
                    ),
                ),
                (
                    "mode",
                    models.CharField(
                        choices=[("suggest", "Suggest it"), ("auto", "Book it at once")],
                        default="suggest",
                        max_length=8,
                        verbose_name="then",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
            ],
            options={
                "verbose_name": "bank rule",
                "verbose_name_plural": "bank rules",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("account__isnull", False), ("party__isnull", True)),
                            models.Q(
                                ("account__isnull", True),
                                ("party__isnull", False),
                                ("tax__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="bank_rule_leads_somewhere",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("text", ""), _negated=True),
                            ("amount_from__isnull", False),
                            ("amount_to__isnull", False),
                            _connector="OR",
                        ),
                        name="bank_rule_asks_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("flow__in", ["both", "in", "out"]), ("mode__in", ["suggest", "auto"])
                        ),
                        name="bank_rule_words_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalBankAccount",
            fields=[
                (
                    "id",
                    models.UUIDField(db_index=True, default=apps.core.ids.uuid7, editable=False),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("bank_name", models.CharField(blank=True, max_length=120, verbose_name="bank")),
                ("iban", models.CharField(blank=True, max_length=34, verbose_name="IBAN")),
                ("bic", models.CharField(blank=True, max_length=11, verbose_name="BIC")),
                (
                    "number",
                    models.CharField(
                        blank=True,
                        help_text="As the bank's files write it, if not as IBAN.",
                        max_length=60,
                        verbose_name="account number",
                    ),
                ),
                (
                    "csv_columns",
                    models.JSONField(
                        blank=True, default=dict, editable=False, verbose_name="CSV columns"
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
                    "journal",
                    models.ForeignKey(
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
                    "account",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="ledger.account",
                        verbose_name="ledger account",
                    ),
                ),
                (
                    "transit_journal",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Payment runs book here until the statement shows them; left empty, straight on the bank's account.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="ledger.journal",
                        verbose_name="journal for payments in transit",
                    ),
                ),
                (
                    "fee_account",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="ledger.account",
                        verbose_name="account for bank fees",
                    ),
                ),
                (
                    "write_off_account",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="ledger.account",
                        verbose_name="account for small differences",
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
                "verbose_name": "historical bank account",
                "verbose_name_plural": "historical bank accounts",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalBankRule",
            fields=[
                (
                    "id",
                    models.UUIDField(db_index=True, default=apps.core.ids.uuid7, editable=False),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                (
                    "position",
                    models.PositiveSmallIntegerField(
                        default=10,
                        help_text="The first rule that fits is taken.",
                        verbose_name="order",
                    ),
                ),
                (
                    "flow",
                    models.CharField(
                        choices=[("both", "In and out"), ("in", "Money in"), ("out", "Money out")],
                        default="both",
                        max_length=4,
                        verbose_name="direction",
                    ),
                ),
                (
                    "text",
                    models.CharField(
                        blank=True,
                        help_text="All these words; * stands for anything, as in INS*.",
                        max_length=200,
                        verbose_name="text contains",
                    ),
                ),
                (
                    "amount_from",
                    apps.core.fields.MoneyField(
                        blank=True,
                        decimal_places=4,
                        max_digits=20,
                        null=True,
                        verbose_name="amount from",
                    ),
                ),
                (
                    "amount_to",
                    apps.core.fields.MoneyField(
                        blank=True,
                        decimal_places=4,
                        max_digits=20,
                        null=True,
                        verbose_name="amount to",
                    ),
                ),
                (
                    "mode",
                    models.CharField(
                        choices=[("suggest", "Suggest it"), ("auto", "Book it at once")],
                        default="suggest",
                        max_length=8,
                        verbose_name="then",
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
                    "bank_account",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="bank.bankaccount",
                        verbose_name="only on this bank account",
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
                        verbose_name="book on account",
                    ),
                ),
                (
                    "tax",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="ledger.tax",
                        verbose_name="tax included",
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
                        verbose_name="or as payment of",
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
                "verbose_name": "historical bank rule",
                "verbose_name_plural": "historical bank rules",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalPartyAccount",
            fields=[
                (
                    "id",
                    models.UUIDField(db_index=True, default=apps.core.ids.uuid7, editable=False),
                ),
                (
                    "holder",
                    models.CharField(
                        blank=True,
                        help_text="If other than the party's name.",
                        max_length=70,
                        verbose_name="holder",
                    ),
                ),
                ("iban", models.CharField(max_length=60, verbose_name="IBAN or account number")),
                ("bic", models.CharField(blank=True, max_length=11, verbose_name="BIC")),
                (
                    "is_payable",
                    models.BooleanField(
                        default=False,
                        help_text="Payment runs pay to it; an account only seen on a statement is not paid.",
                        verbose_name="pay here",
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
                "verbose_name": "historical bank account of a party",
                "verbose_name_plural": "historical bank accounts of parties",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalPaymentRun",
            fields=[
                (
                    "id",
                    models.UUIDField(db_index=True, default=apps.core.ids.uuid7, editable=False),
                ),
                (
                    "number",
                    models.CharField(
                        blank=True, editable=False, max_length=35, verbose_name="number"
                    ),
                ),
                ("date", models.DateField(verbose_name="pay on")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("submitted", "Waits for approval"),
                            ("approved", "Approved"),
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
                    "transfer_count",
                    models.PositiveIntegerField(
                        default=0, editable=False, verbose_name="transfers"
                    ),
                ),
                (
                    "note",
                    models.CharField(
                        blank=True,
                        editable=False,
                        max_length=250,
                        verbose_name="why it was sent back",
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                ("approved_at", models.DateTimeField(editable=False, null=True)),
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
                    "bank_account",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="bank.bankaccount",
                        verbose_name="bank account",
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
                    "written_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="written by",
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
                "verbose_name": "historical payment run",
                "verbose_name_plural": "historical payment runs",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="PartyAccount",
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
                        related_name="bank_accounts",
                        to="parties.party",
                        verbose_name="party",
                    ),
                ),
                (
                    "holder",
                    models.CharField(
                        blank=True,
                        help_text="If other than the party's name.",
                        max_length=70,
                        verbose_name="holder",
                    ),
                ),
                ("iban", models.CharField(max_length=60, verbose_name="IBAN or account number")),
                ("bic", models.CharField(blank=True, max_length=11, verbose_name="BIC")),
                (
                    "is_payable",
                    models.BooleanField(
                        default=False,
                        help_text="Payment runs pay to it; an account only seen on a statement is not paid.",
                        verbose_name="pay here",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
            ],
            options={
                "verbose_name": "bank account of a party",
                "verbose_name_plural": "bank accounts of parties",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("company", "party", "iban"), name="party_account_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_payable", True)),
                        fields=("company", "party"),
                        name="party_account_one_to_pay",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaymentRun",
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
                        blank=True, editable=False, max_length=35, verbose_name="number"
                    ),
                ),
                (
                    "bank_account",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payment_runs",
                        to="bank.bankaccount",
                        verbose_name="bank account",
                    ),
                ),
                ("date", models.DateField(verbose_name="pay on")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("submitted", "Waits for approval"),
                            ("approved", "Approved"),
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
                    "transfer_count",
                    models.PositiveIntegerField(
                        default=0, editable=False, verbose_name="transfers"
                    ),
                ),
                (
                    "note",
                    models.CharField(
                        blank=True,
                        editable=False,
                        max_length=250,
                        verbose_name="why it was sent back",
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
                    "written_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="written by",
                    ),
                ),
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
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                ("approved_at", models.DateTimeField(editable=False, null=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
            ],
            options={
                "verbose_name": "payment run",
                "verbose_name_plural": "payment runs",
                "permissions": [
                    ("submit_paymentrun", "Can submit a payment run for approval"),
                    ("approve_paymentrun", "Can approve, send back and withdraw a payment run"),
                    ("post_paymentrun", "Can post a payment run"),
                    ("cancel_paymentrun", "Can cancel a payment run"),
                ],
                "indexes": [
                    models.Index(fields=["company", "-date", "-id"], name="payment_run_by_date")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                ["draft", "submitted", "approved", "posted", "cancelled"],
                            )
                        ),
                        name="payment_run_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("total__gte", 0), ("total__lt", 1000000000000000)),
                        name="payment_run_total_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status__in", ["approved", "posted"]), _negated=True),
                            models.Q(
                                ("approved_by__isnull", False),
                                ("submitted_by__isnull", False),
                                models.Q(("number", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="payment_run_decided_by_two",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("number", ""), _negated=True),
                        fields=("company", "number"),
                        name="payment_run_number_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaymentTransfer",
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
                    "run",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="transfers",
                        to="bank.paymentrun",
                    ),
                ),
                ("position", models.PositiveIntegerField()),
                (
                    "party",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transfers",
                        to="parties.party",
                        verbose_name="party",
                    ),
                ),
                ("holder", models.CharField(blank=True, max_length=70, verbose_name="holder")),
                ("iban", models.CharField(blank=True, max_length=34, verbose_name="IBAN")),
                ("bic", models.CharField(blank=True, max_length=11, verbose_name="BIC")),
                (
                    "amount",
                    apps.core.fields.MoneyField(
                        decimal_places=4, max_digits=20, verbose_name="amount"
                    ),
                ),
                (
                    "text",
                    models.CharField(blank=True, max_length=140, verbose_name="remittance text"),
                ),
                (
                    "payment",
                    apps.core.fields.CompanyOneToOneField(
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transfer",
                        to="payments.payment",
                    ),
                ),
            ],
            options={
                "verbose_name": "transfer",
                "verbose_name_plural": "transfers",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("run", "party"), name="transfer_once_per_party"
                    ),
                    models.UniqueConstraint(fields=("run", "position"), name="transfer_place_once"),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0), ("amount__lt", 1000000000000000)),
                        name="transfer_positive",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaymentRunLine",
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
                    "run",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="bank.paymentrun",
                    ),
                ),
                (
                    "transfer",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="bank.paymenttransfer",
                    ),
                ),
                (
                    "item",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="run_lines",
                        to="ledger.openitem",
                    ),
                ),
                (
                    "amount",
                    apps.core.fields.MoneyField(
                        decimal_places=4, max_digits=20, verbose_name="amount"
                    ),
                ),
                (
                    "discount",
                    apps.core.fields.MoneyField(
                        decimal_places=4, default=0, max_digits=20, verbose_name="discount"
                    ),
                ),
                (
                    "is_credit",
                    models.BooleanField(default=False, verbose_name="credit of the supplier"),
                ),
                ("active", models.BooleanField(default=True, editable=False)),
            ],
            options={
                "verbose_name": "item of a payment run",
                "verbose_name_plural": "items of payment runs",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("active", True)), fields=("item",), name="run_item_once"
                    ),
                    models.UniqueConstraint(fields=("run", "item"), name="run_line_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount__gt", 0),
                            ("amount__lt", 1000000000000000),
                            ("discount__gte", 0),
                            ("discount__lt", models.F("amount")),
                        ),
                        name="run_line_amounts_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("is_credit", False), ("discount", 0), _connector="OR"),
                        name="run_credit_has_no_discount",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Reconciliation",
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
                    "bank_account",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reconciliations",
                        to="bank.bankaccount",
                        verbose_name="bank account",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("done", "Reconciled"), ("undone", "Undone")],
                        default="done",
                        editable=False,
                        max_length=6,
                        verbose_name="status",
                    ),
                ),
                ("date", models.DateField(verbose_name="date")),
                ("line_count", models.PositiveIntegerField()),
                ("posting_count", models.PositiveIntegerField()),
                (
                    "opening_amount",
                    apps.core.fields.MoneyField(
                        decimal_places=4,
                        default=0,
                        max_digits=20,
                        verbose_name="of the opening balance",
                    ),
                ),
                ("payments", models.JSONField(default=list, editable=False)),
                ("matches", models.JSONField(default=list, editable=False)),
                (
                    "rule",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="bank.bankrule",
                        verbose_name="rule",
                    ),
                ),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "verbose_name": "reconciliation",
                "verbose_name_plural": "reconciliations",
                "permissions": [("undo_reconciliation", "Can undo a reconciliation")],
                "indexes": [
                    models.Index(
                        fields=["company", "bank_account", "-id"], name="reconciliation_by_account"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["done", "undone"])),
                        name="reconciliation_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("posting_count__gte", 1)),
                        name="reconciliation_has_a_posting",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("opening_amount__gt", -1000000000000000),
                            ("opening_amount__lt", 1000000000000000),
                        ),
                        name="reconciliation_opening_is_a_number",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReconciledPosting",
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
                    "reconciliation",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="postings",
                        to="bank.reconciliation",
                    ),
                ),
                (
                    "posting",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reconciled",
                        to="ledger.entryline",
                    ),
                ),
                ("position", models.PositiveIntegerField()),
                ("active", models.BooleanField(default=True)),
            ],
            options={
                "verbose_name": "reconciled entry line",
                "verbose_name_plural": "reconciled entry lines",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("active", True)),
                        fields=("posting",),
                        name="posting_reconciled_once",
                    ),
                    models.UniqueConstraint(
                        fields=("reconciliation", "position"), name="reconciled_posting_place_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StatementFile",
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
                    "bank_account",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="bank.bankaccount",
                        verbose_name="bank account",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="file")),
                (
                    "format",
                    models.CharField(
                        choices=[
                            ("camt053", "ISO 20022 camt.053"),
                            ("mt940", "SWIFT MT940"),
                            ("ofx", "OFX"),
                            ("csv", "CSV"),
                            ("unknown", "Unknown"),
                        ],
                        max_length=8,
                        verbose_name="format",
                    ),
                ),
                ("size", models.BigIntegerField(verbose_name="bytes")),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                (
                    "status",
                    models.CharField(
                        choices=[("imported", "Imported"), ("refused", "Refused")],
                        max_length=8,
                        verbose_name="status",
                    ),
                ),
                ("message", models.TextField(blank=True, verbose_name="why")),
                ("line_count", models.PositiveIntegerField(default=0, verbose_name="new lines")),
                (
                    "known_count",
                    models.PositiveIntegerField(default=0, verbose_name="lines already there"),
                ),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="at")),
            ],
            options={
                "verbose_name": "statement file",
                "verbose_name_plural": "statement files",
                "permissions": [("import_statementfile", "Can import bank statements")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status", "imported")),
                        fields=("bank_account", "sha256"),
                        name="statement_file_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("message", ""), ("status", "imported")),
                            models.Q(
                                ("line_count", 0),
                                ("status", "refused"),
                                models.Q(("message", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="statement_file_refused_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("format__in", ["camt053", "mt940", "ofx", "csv", "unknown"])
                        ),
                        name="statement_file_format_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BankStatement",
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
                    "bank_account",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="statements",
                        to="bank.bankaccount",
                        verbose_name="bank account",
                    ),
                ),
                (
                    "file",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="statements",
                        to="bank.statementfile",
                        verbose_name="file",
                    ),
                ),
                ("sequence", models.IntegerField(verbose_name="number in the row")),
                (
                    "reference",
                    models.CharField(blank=True, max_length=60, verbose_name="reference"),
                ),
                ("date", models.DateField(verbose_name="date")),
                (
                    "opening_balance",
                    apps.core.fields.MoneyField(
                        decimal_places=4, max_digits=20, verbose_name="opening balance"
                    ),
                ),
                (
                    "closing_balance",
                    apps.core.fields.MoneyField(
                        decimal_places=4, max_digits=20, verbose_name="closing balance"
                    ),
                ),
                ("line_count", models.PositiveIntegerField(verbose_name="lines")),
            ],
            options={
                "verbose_name": "bank statement",
                "verbose_name_plural": "bank statements",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("bank_account", "sequence"), name="statement_sequence_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closing_balance__gt", -1000000000000000),
                            ("closing_balance__lt", 1000000000000000),
                            ("opening_balance__gt", -1000000000000000),
                            ("opening_balance__lt", 1000000000000000),
                        ),
                        name="statement_balances_are_numbers",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("line_count__gte", 1)), name="statement_has_a_line"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BankStatementLine",
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
                    "statement",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="bank.bankstatement",
                        verbose_name="bank statement",
                    ),
                ),
                (
                    "bank_account",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="bank.bankaccount",
                        verbose_name="bank account",
                    ),
                ),
                ("line_no", models.PositiveIntegerField()),
                ("date", models.DateField(verbose_name="date")),
                ("value_date", models.DateField(null=True, verbose_name="value date")),
                (
                    "amount",
                    apps.core.fields.MoneyField(
                        decimal_places=4,
                        help_text="Money in is positive, money out negative.",
                        max_digits=20,
                        verbose_name="amount",
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=140, verbose_name="name")),
                (
                    "iban",
                    models.CharField(
                        blank=True, max_length=60, verbose_name="counterparty account"
                    ),
                ),
                ("text", models.TextField(blank=True, verbose_name="text")),
                (
                    "reference",
                    models.CharField(blank=True, max_length=100, verbose_name="bank's reference"),
                ),
                (
                    "end_to_end",
                    models.CharField(
                        blank=True, max_length=100, verbose_name="end-to-end reference"
                    ),
                ),
                ("kind", models.CharField(blank=True, max_length=40, verbose_name="kind")),
                (
                    "original_amount",
                    apps.core.fields.MoneyField(
                        decimal_places=4, max_digits=20, null=True, verbose_name="original amount"
                    ),
                ),
                (
                    "original_currency",
                    models.CharField(blank=True, max_length=3, verbose_name="original currency"),
                ),
                ("fingerprint", models.CharField(max_length=64)),
                (
                    "tokens",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=80), default=list, size=None
                    ),
                ),
            ],
            options={
                "verbose_name": "bank statement line",
                "verbose_name_plural": "bank statement lines",
                "indexes": [
                    models.Index(
                        fields=["company", "bank_account", "-date", "-id"],
                        name="statement_line_by_date",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("bank_account", "fingerprint"), name="statement_line_once"
                    ),
                    models.UniqueConstraint(
                        fields=("statement", "line_no"), name="statement_line_number_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("amount", 0), _negated=True),
                            ("amount__gt", -1000000000000000),
                            ("amount__lt", 1000000000000000),
                        ),
                        name="statement_line_amount_is_a_number",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReconciledLine",
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
                    "reconciliation",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="bank.reconciliation",
                    ),
                ),
                (
                    "line",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reconciled",
                        to="bank.bankstatementline",
                    ),
                ),
                ("position", models.PositiveIntegerField()),
                ("active", models.BooleanField(default=True)),
            ],
            options={
                "verbose_name": "reconciled movement",
                "verbose_name_plural": "reconciled movements",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("active", True)),
                        fields=("line",),
                        name="statement_line_reconciled_once",
                    ),
                    models.UniqueConstraint(
                        fields=("reconciliation", "position"), name="reconciled_line_place_once"
                    ),
                ],
            },
        ),
    ]
