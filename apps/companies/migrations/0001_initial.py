import apps.companies.models
import apps.core.fields
import apps.core.ids
import django.core.validators
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Currency",
            fields=[
                (
                    "code",
                    models.CharField(
                        max_length=3, primary_key=True, serialize=False, verbose_name="code"
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("minor_units", models.PositiveSmallIntegerField(verbose_name="decimals")),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
            ],
            options={
                "verbose_name": "currency",
                "verbose_name_plural": "currencies",
                "ordering": ["code"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("minor_units__lte", 4)),
                        name="currency_minor_units_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Company",
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
                    "code",
                    models.CharField(
                        max_length=20,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[A-Z0-9][A-Z0-9_-]*\\Z",
                                "Write capital letters, digits, - and _ only.",
                            )
                        ],
                        verbose_name="code",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name")),
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
                    "time_zone",
                    models.CharField(default="UTC", max_length=60, verbose_name="time zone"),
                ),
                ("language", models.CharField(default="en", max_length=8, verbose_name="language")),
                ("country", models.CharField(blank=True, max_length=2, verbose_name="country")),
                (
                    "fiscal_year_start_month",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(12),
                        ],
                        verbose_name="first month of the fiscal year",
                    ),
                ),
                (
                    "tax_number",
                    models.CharField(blank=True, max_length=40, verbose_name="tax number"),
                ),
                ("street", models.CharField(blank=True, max_length=200, verbose_name="street")),
                (
                    "postal_code",
                    models.CharField(blank=True, max_length=20, verbose_name="postal code"),
                ),
                ("city", models.CharField(blank=True, max_length=100, verbose_name="city")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="phone")),
                ("website", models.CharField(blank=True, max_length=200, verbose_name="website")),
                (
                    "tax_rounding",
                    models.CharField(
                        choices=[("document", "Once per document"), ("line", "On every line")],
                        default="document",
                        help_text="Every document keeps, and prints, the way it was computed.",
                        max_length=8,
                        verbose_name="tax is rounded",
                    ),
                ),
                (
                    "bank_account",
                    models.CharField(blank=True, max_length=40, verbose_name="bank account (IBAN)"),
                ),
                (
                    "logo",
                    models.BinaryField(blank=True, editable=True, null=True, verbose_name="logo"),
                ),
                ("logo_type", models.CharField(blank=True, max_length=30)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
            ],
            options={
                "verbose_name": "company",
                "verbose_name_plural": "companies",
                "ordering": ["code"],
                "permissions": [("access_company", "Can work in the company")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("fiscal_year_start_month__gte", 1),
                            ("fiscal_year_start_month__lte", 12),
                        ),
                        name="company_fiscal_month_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("tax_rounding__in", ["document", "line"])),
                        name="company_tax_rounding_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ExchangeRate",
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
                    "currency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="companies.currency",
                        verbose_name="currency",
                    ),
                ),
                ("date", models.DateField(verbose_name="date")),
                (
                    "rate",
                    apps.core.fields.RateField(
                        decimal_places=12,
                        help_text="Company currency for one unit of the foreign currency.",
                        max_digits=24,
                        validators=[apps.companies.models.positive_rate],
                        verbose_name="rate",
                    ),
                ),
                (
                    "source",
                    models.CharField(default="manual", max_length=40, verbose_name="source"),
                ),
            ],
            options={
                "verbose_name": "exchange rate",
                "verbose_name_plural": "exchange rates",
                "ordering": ["-date", "currency_id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("company", "currency", "date"), name="exchange_rate_once_a_day"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("rate__gt", 0), ("rate__lt", 10000000000)),
                        name="exchange_rate_positive",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalBranch",
            fields=[
                (
                    "id",
                    models.UUIDField(db_index=True, default=apps.core.ids.uuid7, editable=False),
                ),
                (
                    "code",
                    models.CharField(
                        max_length=20,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[A-Z0-9][A-Z0-9_-]*\\Z",
                                "Write capital letters, digits, - and _ only.",
                            )
                        ],
                        verbose_name="code",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("city", models.CharField(blank=True, max_length=100, verbose_name="city")),
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
                "verbose_name": "historical branch",
                "verbose_name_plural": "historical branches",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalCompany",
            fields=[
                (
                    "id",
                    models.UUIDField(db_index=True, default=apps.core.ids.uuid7, editable=False),
                ),
                (
                    "code",
                    models.CharField(
                        db_index=True,
                        max_length=20,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[A-Z0-9][A-Z0-9_-]*\\Z",
                                "Write capital letters, digits, - and _ only.",
                            )
                        ],
                        verbose_name="code",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                (
                    "time_zone",
                    models.CharField(default="UTC", max_length=60, verbose_name="time zone"),
                ),
                ("language", models.CharField(default="en", max_length=8, verbose_name="language")),
                ("country", models.CharField(blank=True, max_length=2, verbose_name="country")),
                (
                    "fiscal_year_start_month",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(12),
                        ],
                        verbose_name="first month of the fiscal year",
                    ),
                ),
                (
                    "tax_number",
                    models.CharField(blank=True, max_length=40, verbose_name="tax number"),
                ),
                ("street", models.CharField(blank=True, max_length=200, verbose_name="street")),
                (
                    "postal_code",
                    models.CharField(blank=True, max_length=20, verbose_name="postal code"),
                ),
                ("city", models.CharField(blank=True, max_length=100, verbose_name="city")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="phone")),
                ("website", models.CharField(blank=True, max_length=200, verbose_name="website")),
                (
                    "tax_rounding",
                    models.CharField(
                        choices=[("document", "Once per document"), ("line", "On every line")],
                        default="document",
                        help_text="Every document keeps, and prints, the way it was computed.",
                        max_length=8,
                        verbose_name="tax is rounded",
                    ),
                ),
                (
                    "bank_account",
                    models.CharField(blank=True, max_length=40, verbose_name="bank account (IBAN)"),
                ),
                ("logo_type", models.CharField(blank=True, max_length=30)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
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
                "verbose_name": "historical company",
                "verbose_name_plural": "historical companies",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalExchangeRate",
            fields=[
                (
                    "id",
                    models.UUIDField(db_index=True, default=apps.core.ids.uuid7, editable=False),
                ),
                ("date", models.DateField(verbose_name="date")),
                (
                    "rate",
                    apps.core.fields.RateField(
                        decimal_places=12,
                        help_text="Company currency for one unit of the foreign currency.",
                        max_digits=24,
                        validators=[apps.companies.models.positive_rate],
                        verbose_name="rate",
                    ),
                ),
                (
                    "source",
                    models.CharField(default="manual", max_length=40, verbose_name="source"),
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
                "verbose_name": "historical exchange rate",
                "verbose_name_plural": "historical exchange rates",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Branch",
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
                    "code",
                    models.CharField(
                        max_length=20,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[A-Z0-9][A-Z0-9_-]*\\Z",
                                "Write capital letters, digits, - and _ only.",
                            )
                        ],
                        verbose_name="code",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("city", models.CharField(blank=True, max_length=100, verbose_name="city")),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
            ],
            options={
                "verbose_name": "branch",
                "verbose_name_plural": "branches",
                "ordering": ["code"],
                "permissions": [("access_branch", "Can work in the branch")],
                "constraints": [
                    models.UniqueConstraint(fields=("company", "code"), name="branch_code_once")
                ],
            },
        ),
    ]
