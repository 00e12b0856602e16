import apps.core.fields
import apps.core.ids
import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("companies", "0002_guards"),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalPaymentTerm",
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
                ("days", models.PositiveSmallIntegerField(verbose_name="days")),
                (
                    "end_of_month",
                    models.BooleanField(default=False, verbose_name="from the end of the month"),
                ),
                (
                    "in_instalments",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="in instalments"
                    ),
                ),
                (
                    "discount_percent",
                    models.DecimalField(
                        decimal_places=4,
                        default=0,
                        max_digits=7,
                        verbose_name="early-payment discount %",
                    ),
                ),
                (
                    "discount_days",
                    models.PositiveSmallIntegerField(
                        default=0, verbose_name="discount within days"
                    ),
                ),
                (
                    "discount_tax",
                    models.CharField(
                        choices=[
                            ("reduced", "Reduced when the discount is taken"),
                            ("kept", "Not reduced: the discount is of the net amount"),
                            (
                                "invoiced",
                                "Reduced on the invoice, whether or not the discount is taken",
                            ),
                        ],
                        default="reduced",
                        help_text="What the law of the country says; the invoice prints it.",
                        max_length=12,
                        verbose_name="tax of the discount",
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
                "verbose_name": "historical payment terms",
                "verbose_name_plural": "historical payment terms",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="PaymentTerm",
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
                ("days", models.PositiveSmallIntegerField(verbose_name="days")),
                (
                    "end_of_month",
                    models.BooleanField(default=False, verbose_name="from the end of the month"),
                ),
                (
                    "in_instalments",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="in instalments"
                    ),
                ),
                (
                    "discount_percent",
                    models.DecimalField(
                        decimal_places=4,
                        default=0,
                        max_digits=7,
                        verbose_name="early-payment discount %",
                    ),
                ),
                (
                    "discount_days",
                    models.PositiveSmallIntegerField(
                        default=0, verbose_name="discount within days"
                    ),
                ),
                (
                    "discount_tax",
                    models.CharField(
                        choices=[
                            ("reduced", "Reduced when the discount is taken"),
                            ("kept", "Not reduced: the discount is of the net amount"),
                            (
                                "invoiced",
                                "Reduced on the invoice, whether or not the discount is taken",
                            ),
                        ],
                        default="reduced",
                        help_text="What the law of the country says; the invoice prints it.",
                        max_length=12,
                        verbose_name="tax of the discount",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
            ],
            options={
                "verbose_name": "payment terms",
                "verbose_name_plural": "payment terms",
                "ordering": ["days", "code"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("company", "code"), name="payment_term_code_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("days__lte", 999)), name="payment_term_days_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("discount_days__lte", 999),
                            ("discount_percent__gte", 0),
                            ("discount_percent__lt", 100),
                        ),
                        name="payment_term_discount_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("discount_tax__in", ["reduced", "kept", "invoiced"])),
                        name="payment_term_discount_tax_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Party",
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
                    "metadata",
                    models.JSONField(blank=True, default=dict, verbose_name="custom fields"),
                ),
                ("code", models.CharField(max_length=20, verbose_name="code")),
                (
                    "legal_name",
                    models.CharField(blank=True, max_length=200, verbose_name="legal name"),
                ),
                ("is_customer", models.BooleanField(default=False, verbose_name="customer")),
                ("is_supplier", models.BooleanField(default=False, verbose_name="supplier")),
                ("country", models.CharField(blank=True, max_length=2, verbose_name="country")),
                (
                    "tax_number",
                    models.CharField(blank=True, max_length=40, verbose_name="tax number"),
                ),
                (
                    "tax_category",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("business", "Business"),
                            ("consumer", "Consumer"),
                            ("public", "Public body"),
                        ],
                        default="",
                        help_text="What tax rules may ask for.",
                        max_length=10,
                        verbose_name="tax category",
                    ),
                ),
                (
                    "registration_number",
                    models.CharField(blank=True, max_length=40, verbose_name="registration number"),
                ),
                ("language", models.CharField(default="en", max_length=8, verbose_name="language")),
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
                    "customer_term",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.paymentterm",
                        verbose_name="terms as customer",
                    ),
                ),
                (
                    "supplier_term",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.paymentterm",
                        verbose_name="terms as supplier",
                    ),
                ),
                (
                    "credit_limit",
                    apps.core.fields.MoneyField(
                        blank=True,
                        decimal_places=4,
                        max_digits=20,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="credit limit",
                    ),
                ),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="phone")),
                ("website", models.CharField(blank=True, max_length=200, verbose_name="website")),
                ("notes", models.TextField(blank=True, verbose_name="notes")),
                (
                    "dimensions",
                    apps.core.fields.DimensionsField(
                        blank=True,
                        db_default={},
                        default=dict,
                        verbose_name="dimensions of its lines",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
            ],
            options={
                "verbose_name": "party",
                "verbose_name_plural": "parties",
                "permissions": [("archive_party", "Can archive a party")],
                "indexes": [
                    models.Index(fields=["company", "name", "id"], name="party_by_name"),
                    models.Index(fields=["company", "tax_number"], name="party_by_tax_number"),
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["metadata"], name="party_metadata", opclasses=["jsonb_path_ops"]
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("company", "code"), name="party_code_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("credit_limit__isnull", True),
                            models.Q(
                                ("credit_limit__gte", 0), ("credit_limit__lt", 1000000000000000)
                            ),
                            _connector="OR",
                        ),
                        name="party_credit_limit_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("tax_category__in", ["", "business", "consumer", "public"])
                        ),
                        name="party_tax_category_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalContact",
            fields=[
                (
                    "id",
                    models.UUIDField(db_index=True, default=apps.core.ids.uuid7, editable=False),
                ),
                ("name", models.CharField(max_length=150, verbose_name="name")),
                ("title", models.CharField(blank=True, max_length=100, verbose_name="job title")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="phone")),
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
                "verbose_name": "historical contact",
                "verbose_name_plural": "historical contacts",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalAddress",
            fields=[
                (
                    "id",
                    models.UUIDField(db_index=True, default=apps.core.ids.uuid7, editable=False),
                ),
                ("label", models.CharField(blank=True, max_length=60, verbose_name="label")),
                (
                    "recipient",
                    models.CharField(blank=True, max_length=200, verbose_name="recipient"),
                ),
                ("street", models.CharField(blank=True, max_length=200, verbose_name="street")),
                (
                    "postal_code",
                    models.CharField(blank=True, max_length=20, verbose_name="postal code"),
                ),
                ("city", models.CharField(blank=True, max_length=100, verbose_name="city")),
                ("region", models.CharField(blank=True, max_length=100, verbose_name="region")),
                ("country", models.CharField(blank=True, max_length=2, verbose_name="country")),
                ("is_billing", models.BooleanField(default=True, verbose_name="for invoices")),
                ("is_delivery", models.BooleanField(default=True, verbose_name="for deliveries")),
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
                "verbose_name": "historical address",
                "verbose_name_plural": "historical addresses",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Contact",
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
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contacts",
                        to="parties.party",
                        verbose_name="party",
                    ),
                ),
                ("name", models.CharField(max_length=150, verbose_name="name")),
                ("title", models.CharField(blank=True, max_length=100, verbose_name="job title")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="phone")),
            ],
            options={
                "verbose_name": "contact",
                "verbose_name_plural": "contacts",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Address",
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
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="addresses",
                        to="parties.party",
                        verbose_name="party",
                    ),
                ),
                ("label", models.CharField(blank=True, max_length=60, verbose_name="label")),
                (
                    "recipient",
                    models.CharField(blank=True, max_length=200, verbose_name="recipient"),
                ),
                ("street", models.CharField(blank=True, max_length=200, verbose_name="street")),
                (
                    "postal_code",
                    models.CharField(blank=True, max_length=20, verbose_name="postal code"),
                ),
                ("city", models.CharField(blank=True, max_length=100, verbose_name="city")),
                ("region", models.CharField(blank=True, max_length=100, verbose_name="region")),
                ("country", models.CharField(blank=True, max_length=2, verbose_name="country")),
                ("is_billing", models.BooleanField(default=True, verbose_name="for invoices")),
                ("is_delivery", models.BooleanField(default=True, verbose_name="for deliveries")),
            ],
            options={
                "verbose_name": "address",
                "verbose_name_plural": "addresses",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="HistoricalParty",
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
                (
                    "metadata",
                    models.JSONField(blank=True, default=dict, verbose_name="custom fields"),
                ),
                ("code", models.CharField(max_length=20, verbose_name="code")),
                (
                    "legal_name",
                    models.CharField(blank=True, max_length=200, verbose_name="legal name"),
                ),
                ("is_customer", models.BooleanField(default=False, verbose_name="customer")),
                ("is_supplier", models.BooleanField(default=False, verbose_name="supplier")),
                ("country", models.CharField(blank=True, max_length=2, verbose_name="country")),
                (
                    "tax_number",
                    models.CharField(blank=True, max_length=40, verbose_name="tax number"),
                ),
                (
                    "tax_category",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("business", "Business"),
                            ("consumer", "Consumer"),
                            ("public", "Public body"),
                        ],
                        default="",
                        help_text="What tax rules may ask for.",
                        max_length=10,
                        verbose_name="tax category",
                    ),
                ),
                (
                    "registration_number",
                    models.CharField(blank=True, max_length=40, verbose_name="registration number"),
                ),
                ("language", models.CharField(default="en", max_length=8, verbose_name="language")),
                (
                    "credit_limit",
                    apps.core.fields.MoneyField(
                        blank=True,
                        decimal_places=4,
                        max_digits=20,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="credit limit",
                    ),
                ),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="phone")),
                ("website", models.CharField(blank=True, max_length=200, verbose_name="website")),
                ("notes", models.TextField(blank=True, verbose_name="notes")),
                (
                    "dimensions",
                    apps.core.fields.DimensionsField(
                        blank=True,
                        db_default={},
                        default=dict,
                        verbose_name="dimensions of its lines",
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
                    "customer_term",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="parties.paymentterm",
                        verbose_name="terms as customer",
                    ),
                ),
                (
                    "supplier_term",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="parties.paymentterm",
                        verbose_name="terms as supplier",
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
                "verbose_name": "historical party",
                "verbose_name_plural": "historical parties",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="PaymentTermLine",
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
                    "term",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="parties.paymentterm",
                    ),
                ),
                ("position", models.PositiveIntegerField(default=0)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("percent", "Percent of the total"),
                            ("fixed", "Fixed amount"),
                            ("balance", "What is left"),
                        ],
                        max_length=8,
                        verbose_name="part",
                    ),
                ),
                (
                    "value",
                    models.DecimalField(
                        blank=True,
                        decimal_places=4,
                        default=0,
                        max_digits=20,
                        verbose_name="percent or amount",
                    ),
                ),
                ("days", models.PositiveSmallIntegerField(default=0, verbose_name="days")),
                (
                    "end_of_month",
                    models.BooleanField(default=False, verbose_name="from the end of the month"),
                ),
                (
                    "day_of_month",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="on day of the month"
                    ),
                ),
            ],
            options={
                "verbose_name": "instalment",
                "verbose_name_plural": "instalments",
                "ordering": ["position", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "balance"), ("value", 0)),
                            models.Q(("kind", "percent"), ("value__gt", 0), ("value__lte", 100)),
                            models.Q(
                                ("kind", "fixed"), ("value__gt", 0), ("value__lt", 1000000000000000)
                            ),
                            _connector="OR",
                        ),
                        name="term_line_value_fits_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("days__lte", 999),
                            models.Q(
                                ("day_of_month__isnull", True),
                                models.Q(("day_of_month__gte", 1), ("day_of_month__lte", 31)),
                                _connector="OR",
                            ),
                        ),
                        name="term_line_days_known",
                    ),
                ],
            },
        ),
    ]
