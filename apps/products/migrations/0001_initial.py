import apps.core.fields
import apps.core.ids
import django.contrib.postgres.constraints
import django.contrib.postgres.indexes
import django.db.models.deletion
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
    ]

    operations = [
        migrations.CreateModel(
            name="Category",
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
                    "parent",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="products.category",
                        verbose_name="parent",
                    ),
                ),
                (
                    "costing_method",
                    models.CharField(
                        choices=[
                            ("average", "Moving average"),
                            ("fifo", "First in, first out"),
                            ("standard", "Standard cost"),
                            ("lot", "Actual cost by lot"),
                        ],
                        default="average",
                        max_length=10,
                        verbose_name="costing method",
                    ),
                ),
                (
                    "cost_scope",
                    models.CharField(
                        choices=[
                            ("company", "The whole company"),
                            ("warehouse", "Each warehouse by itself"),
                        ],
                        db_default="company",
                        default="company",
                        max_length=9,
                        verbose_name="cost is kept over",
                    ),
                ),
                (
                    "stock_account",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.account",
                        verbose_name="stock account",
                    ),
                ),
                (
                    "cost_account",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.account",
                        verbose_name="cost of goods sold account",
                    ),
                ),
                (
                    "revenue_account",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.account",
                        verbose_name="revenue account",
                    ),
                ),
                (
                    "expense_account",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.account",
                        verbose_name="expense account",
                    ),
                ),
                (
                    "variance_account",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.account",
                        verbose_name="price variance account",
                    ),
                ),
                (
                    "dimensions",
                    apps.core.fields.DimensionsField(
                        blank=True,
                        db_default={},
                        default=dict,
                        verbose_name="dimensions of its lines",
                    ),
                ),
                (
                    "description",
                    models.CharField(blank=True, max_length=250, verbose_name="description"),
                ),
            ],
            options={
                "verbose_name": "category",
                "verbose_name_plural": "categories",
                "ordering": ["name"],
                "constraints": [
                    models.UniqueConstraint(fields=("company", "name"), name="category_name_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("costing_method__in", ["average", "fifo", "standard", "lot"])
                        ),
                        name="category_costing_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("cost_scope", "company"),
                            models.Q(
                                ("cost_scope", "warehouse"),
                                ("costing_method__in", ("average", "fifo")),
                            ),
                            _connector="OR",
                        ),
                        name="category_cost_scope_fits",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalCategory",
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
                    "costing_method",
                    models.CharField(
                        choices=[
                            ("average", "Moving average"),
                            ("fifo", "First in, first out"),
                            ("standard", "Standard cost"),
                            ("lot", "Actual cost by lot"),
                        ],
                        default="average",
                        max_length=10,
                        verbose_name="costing method",
                    ),
                ),
                (
                    "cost_scope",
                    models.CharField(
                        choices=[
                            ("company", "The whole company"),
                            ("warehouse", "Each warehouse by itself"),
                        ],
                        db_default="company",
                        default="company",
                        max_length=9,
                        verbose_name="cost is kept over",
                    ),
                ),
                (
                    "dimensions",
                    apps.core.fields.DimensionsField(
                        blank=True,
                        db_default={},
                        default=dict,
                        verbose_name="dimensions of its lines",
                    ),
                ),
                (
                    "description",
                    models.CharField(blank=True, max_length=250, verbose_name="description"),
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
                    "parent",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="products.category",
                        verbose_name="parent",
                    ),
                ),
                (
                    "stock_account",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="ledger.account",
                        verbose_name="stock account",
                    ),
                ),
                (
                    "cost_account",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="ledger.account",
                        verbose_name="cost of goods sold account",
                    ),
                ),
                (
                    "revenue_account",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="ledger.account",
                        verbose_name="revenue account",
                    ),
                ),
                (
                    "expense_account",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="ledger.account",
                        verbose_name="expense account",
                    ),
                ),
                (
                    "variance_account",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="ledger.account",
                        verbose_name="price variance account",
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
                "verbose_name": "historical category",
                "verbose_name_plural": "historical categories",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalTaxExemption",
            fields=[
                (
                    "id",
                    models.UUIDField(db_index=True, default=apps.core.ids.uuid7, editable=False),
                ),
                (
                    "use",
                    models.CharField(
                        choices=[("sale", "Sales"), ("purchase", "Purchases")],
                        default="sale",
                        max_length=10,
                        verbose_name="used on",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        help_text="Printed on documents in place of the code's own.",
                        max_length=180,
                        verbose_name="reason",
                    ),
                ),
                (
                    "certificate",
                    models.CharField(
                        blank=True,
                        help_text="Printed on documents.",
                        max_length=40,
                        verbose_name="certificate number",
                    ),
                ),
                ("first", models.DateField(verbose_name="from")),
                ("last", models.DateField(blank=True, null=True, verbose_name="to")),
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
                    "tax",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="ledger.tax",
                        verbose_name="code to use",
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
                "verbose_name": "historical tax exemption",
                "verbose_name_plural": "historical tax exemptions",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalTaxRule",
            fields=[
                (
                    "id",
                    models.UUIDField(db_index=True, default=apps.core.ids.uuid7, editable=False),
                ),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                (
                    "use",
                    models.CharField(
                        choices=[("sale", "Sales"), ("purchase", "Purchases")],
                        max_length=10,
                        verbose_name="used on",
                    ),
                ),
                (
                    "priority",
                    models.PositiveSmallIntegerField(
                        default=100,
                        help_text="The lowest that fits counts.",
                        verbose_name="priority",
                    ),
                ),
                (
                    "zone",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("home", "In the company's country"),
                            ("abroad", "In another country"),
                            ("eu", "In another country of the EU"),
                            ("outside", "Outside the EU, in another country"),
                        ],
                        default="",
                        max_length=8,
                        verbose_name="party is",
                    ),
                ),
                (
                    "country",
                    models.CharField(blank=True, default="", max_length=2, verbose_name="country"),
                ),
                (
                    "tax_number",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "With a tax number"), ("no", "Without one")],
                        default="",
                        max_length=3,
                        verbose_name="tax number",
                    ),
                ),
                (
                    "party_category",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("business", "Business"),
                            ("consumer", "Consumer"),
                            ("public", "Public body"),
                        ],
                        default="",
                        max_length=10,
                        verbose_name="tax category of the party",
                    ),
                ),
                (
                    "product_kind",
                    models.CharField(
                        blank=True,
                        choices=[("goods", "Goods"), ("service", "Service"), ("kit", "Kit")],
                        default="",
                        max_length=8,
                        verbose_name="product is",
                    ),
                ),
                ("first", models.DateField(blank=True, null=True, verbose_name="from")),
                ("last", models.DateField(blank=True, null=True, verbose_name="to")),
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
                    "category",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="products.category",
                        verbose_name="category of products",
                    ),
                ),
                (
                    "source",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="The product's own code; any when left empty.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="ledger.tax",
                        verbose_name="in place of",
                    ),
                ),
                (
                    "target",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="ledger.tax",
                        verbose_name="code to use",
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
                "verbose_name": "historical tax rule",
                "verbose_name_plural": "historical tax rules",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalUnit",
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
                ("code", models.CharField(max_length=12, verbose_name="code")),
                (
                    "dimension",
                    models.CharField(
                        help_text="Units of one dimension convert.",
                        max_length=20,
                        verbose_name="measures",
                    ),
                ),
                ("numerator", models.PositiveBigIntegerField(default=1, verbose_name="numerator")),
                (
                    "denominator",
                    models.PositiveBigIntegerField(default=1, verbose_name="denominator"),
                ),
                ("decimals", models.PositiveSmallIntegerField(default=0, verbose_name="decimals")),
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
                "verbose_name": "historical unit of measure",
                "verbose_name_plural": "historical units of measure",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="TaxExemption",
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
                        related_name="tax_exemptions",
                        to="parties.party",
                        verbose_name="party",
                    ),
                ),
                (
                    "use",
                    models.CharField(
                        choices=[("sale", "Sales"), ("purchase", "Purchases")],
                        default="sale",
                        max_length=10,
                        verbose_name="used on",
                    ),
                ),
                (
                    "tax",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.tax",
                        verbose_name="code to use",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        help_text="Printed on documents in place of the code's own.",
                        max_length=180,
                        verbose_name="reason",
                    ),
                ),
                (
                    "certificate",
                    models.CharField(
                        blank=True,
                        help_text="Printed on documents.",
                        max_length=40,
                        verbose_name="certificate number",
                    ),
                ),
                ("first", models.DateField(verbose_name="from")),
                ("last", models.DateField(blank=True, null=True, verbose_name="to")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
            ],
            options={
                "verbose_name": "tax exemption",
                "verbose_name_plural": "tax exemptions",
                "ordering": ["-first", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("use__in", ["sale", "purchase"])),
                        name="tax_exemption_use_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("certificate", ""), ("reason", ""), _negated=True),
                        name="tax_exemption_says_why",
                        violation_error_message="Write the reason or the number of the certificate.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("last__isnull", True),
                            ("first__lte", models.F("last")),
                            _connector="OR",
                        ),
                        name="tax_exemption_days_run_forward",
                        violation_error_message="Choose a last day on or after the first.",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("company", "="),
                            ("party", "="),
                            ("use", "="),
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
                        name="tax_exemption_one_at_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TaxRule",
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
                ("name", models.CharField(max_length=100, verbose_name="name")),
                (
                    "use",
                    models.CharField(
                        choices=[("sale", "Sales"), ("purchase", "Purchases")],
                        max_length=10,
                        verbose_name="used on",
                    ),
                ),
                (
                    "priority",
                    models.PositiveSmallIntegerField(
                        default=100,
                        help_text="The lowest that fits counts.",
                        verbose_name="priority",
                    ),
                ),
                (
                    "zone",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("home", "In the company's country"),
                            ("abroad", "In another country"),
                            ("eu", "In another country of the EU"),
                            ("outside", "Outside the EU, in another country"),
                        ],
                        default="",
                        max_length=8,
                        verbose_name="party is",
                    ),
                ),
                (
                    "country",
                    models.CharField(blank=True, default="", max_length=2, verbose_name="country"),
                ),
                (
                    "tax_number",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "With a tax number"), ("no", "Without one")],
                        default="",
                        max_length=3,
                        verbose_name="tax number",
                    ),
                ),
                (
                    "party_category",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("business", "Business"),
                            ("consumer", "Consumer"),
                            ("public", "Public body"),
                        ],
                        default="",
                        max_length=10,
                        verbose_name="tax category of the party",
                    ),
                ),
                (
                    "product_kind",
                    models.CharField(
                        blank=True,
                        choices=[("goods", "Goods"), ("service", "Service"), ("kit", "Kit")],
                        default="",
                        max_length=8,
                        verbose_name="product is",
                    ),
                ),
                (
                    "category",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="products.category",
                        verbose_name="category of products",
                    ),
                ),
                (
                    "source",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="The product's own code; any when left empty.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.tax",
                        verbose_name="in place of",
                    ),
                ),
                (
                    "target",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.tax",
                        verbose_name="code to use",
                    ),
                ),
                ("first", models.DateField(blank=True, null=True, verbose_name="from")),
                ("last", models.DateField(blank=True, null=True, verbose_name="to")),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
            ],
            options={
                "verbose_name": "tax rule",
                "verbose_name_plural": "tax rules",
                "ordering": ["use", "priority", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("party_category__in", ["", "business", "consumer", "public"]),
                            ("product_kind__in", ["", "goods", "service", "kit"]),
                            ("tax_number__in", ["", "yes", "no"]),
                            ("use__in", ["sale", "purchase"]),
                            ("zone__in", ["", "home", "abroad", "eu", "outside"]),
                        ),
                        name="tax_rule_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("first__isnull", True),
                            ("last__isnull", True),
                            ("first__lte", models.F("last")),
                            _connector="OR",
                        ),
                        name="tax_rule_days_run_forward",
                        violation_error_message="Choose a last day on or after the first.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Unit",
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
                ("code", models.CharField(max_length=12, verbose_name="code")),
                (
                    "dimension",
                    models.CharField(
                        help_text="Units of one dimension convert.",
                        max_length=20,
                        verbose_name="measures",
                    ),
                ),
                ("numerator", models.PositiveBigIntegerField(default=1, verbose_name="numerator")),
                (
                    "denominator",
                    models.PositiveBigIntegerField(default=1, verbose_name="denominator"),
                ),
                ("decimals", models.PositiveSmallIntegerField(default=0, verbose_name="decimals")),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
            ],
            options={
                "verbose_name": "unit of measure",
                "verbose_name_plural": "units of measure",
                "ordering": ["dimension", "code"],
                "constraints": [
                    models.UniqueConstraint(fields=("company", "code"), name="unit_code_once"),
                    models.CheckConstraint(
                        condition=models.Q(("denominator__gte", 1), ("numerator__gte", 1)),
                        name="unit_ratio_positive",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("decimals__lte", 6)), name="unit_decimals_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Product",
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
                ("sku", models.CharField(max_length=40, verbose_name="SKU")),
                ("gtin", models.CharField(blank=True, max_length=14, verbose_name="GTIN")),
                (
                    "kind",
                    models.CharField(
                        choices=[("goods", "Goods"), ("service", "Service"), ("kit", "Kit")],
                        default="goods",
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                (
                    "category",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="products",
                        to="products.category",
                        verbose_name="category",
                    ),
                ),
                (
                    "unit",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="products.unit",
                        verbose_name="stock unit",
                    ),
                ),
                (
                    "sale_unit",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="products.unit",
                        verbose_name="sales unit",
                    ),
                ),
                (
                    "purchase_unit",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="products.unit",
                        verbose_name="purchase unit",
                    ),
                ),
                ("description", models.TextField(blank=True, verbose_name="description")),
                (
                    "sale_price",
                    apps.core.fields.PriceField(
                        decimal_places=6,
                        default=0,
                        help_text="Company currency per sales unit, before tax.",
                        max_digits=20,
                        verbose_name="sale price",
                    ),
                ),
                (
                    "purchase_price",
                    apps.core.fields.PriceField(
                        decimal_places=6,
                        default=0,
                        help_text="Company currency per purchase unit.",
                        max_digits=20,
                        verbose_name="purchase price",
                    ),
                ),
                (
                    "standard_cost",
                    apps.core.fields.PriceField(
                        decimal_places=6,
                        default=0,
                        help_text="Company currency per stock unit.",
                        max_digits=20,
                        verbose_name="standard cost",
                    ),
                ),
                (
                    "sale_tax",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.tax",
                        verbose_name="sales tax",
                    ),
                ),
                (
                    "purchase_tax",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.tax",
                        verbose_name="purchase tax",
                    ),
                ),
                (
                    "reorder_level",
                    apps.core.fields.QuantityField(
                        decimal_places=6, default=0, max_digits=20, verbose_name="reorder level"
                    ),
                ),
                (
                    "tracking",
                    models.CharField(
                        choices=[
                            ("none", "Not told apart"),
                            ("lot", "By lot"),
                            ("serial", "By serial number"),
                        ],
                        db_default="none",
                        default="none",
                        max_length=6,
                        verbose_name="traced",
                    ),
                ),
                (
                    "shelf_life_days",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="shelf life in days"
                    ),
                ),
                (
                    "weight",
                    apps.core.fields.QuantityField(
                        blank=True,
                        decimal_places=6,
                        help_text="Kilograms per stock unit.",
                        max_digits=20,
                        null=True,
                        verbose_name="weight",
                    ),
                ),
                (
                    "volume",
                    apps.core.fields.QuantityField(
                        blank=True,
                        decimal_places=6,
                        help_text="Cubic metres per stock unit.",
                        max_digits=20,
                        null=True,
                        verbose_name="volume",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
            ],
            options={
                "verbose_name": "product",
                "verbose_name_plural": "products",
                "permissions": [
                    ("archive_product", "Can archive a product"),
                    ("view_cost", "Can see what goods cost"),
                ],
                "indexes": [
                    models.Index(fields=["company", "name", "id"], name="product_by_name"),
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["metadata"], name="product_metadata", opclasses=["jsonb_path_ops"]
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("company", "sku"), name="product_sku_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("gtin", ""), _negated=True),
                        fields=("company", "gtin"),
                        name="product_gtin_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["goods", "service", "kit"])),
                        name="product_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("tracking__in", ["none", "lot", "serial"])),
                        name="product_tracking_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("tracking", "none"), ("kind", "goods"), _connector="OR"
                        ),
                        name="product_tracked_is_goods",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("purchase_price__gte", 0),
                            ("purchase_price__lt", 10000000000000),
                            ("reorder_level__gte", 0),
                            ("reorder_level__lt", 10000000000000),
                            ("sale_price__gte", 0),
                            ("sale_price__lt", 10000000000000),
                            ("standard_cost__gte", 0),
                            ("standard_cost__lt", 10000000000000),
                        ),
                        name="product_prices_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("weight__isnull", True),
                                models.Q(("weight__gt", 0), ("weight__lt", 1000000)),
                                _connector="OR",
                            ),
                            models.Q(
                                ("volume__isnull", True),
                                models.Q(("volume__gt", 0), ("volume__lt", 1000000)),
                                _connector="OR",
                            ),
                        ),
                        name="product_weight_and_volume_positive",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="KitPart",
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
                    "kit",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="kit_parts",
                        to="products.product",
                        verbose_name="kit",
                    ),
                ),
                ("position", models.PositiveIntegerField(default=0)),
                (
                    "product",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="in_kits",
                        to="products.product",
                        verbose_name="product",
                    ),
                ),
                (
                    "quantity",
                    apps.core.fields.QuantityField(
                        decimal_places=6,
                        help_text="In the product's stock unit.",
                        max_digits=20,
                        verbose_name="quantity",
                    ),
                ),
            ],
            options={
                "verbose_name": "part of a kit",
                "verbose_name_plural": "parts of kits",
                "ordering": ["position", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("company", "kit", "product"), name="kit_part_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("quantity__gt", 0), ("quantity__lt", 10000000000000)),
                        name="kit_part_positive",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kit", models.F("product")), _negated=True),
                        name="kit_not_in_itself",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalSupplierPrice",
            fields=[
                (
                    "id",
                    models.UUIDField(db_index=True, default=apps.core.ids.uuid7, editable=False),
                ),
                (
                    "supplier_sku",
                    models.CharField(blank=True, max_length=60, verbose_name="supplier's number"),
                ),
                (
                    "price",
                    apps.core.fields.PriceField(
                        decimal_places=6,
                        help_text="Per purchase unit.",
                        max_digits=20,
                        verbose_name="price",
                    ),
                ),
                (
                    "minimum_quantity",
                    apps.core.fields.QuantityField(
                        decimal_places=6, default=0, max_digits=20, verbose_name="minimum quantity"
                    ),
                ),
                (
                    "order_multiple",
                    apps.core.fields.QuantityField(
                        blank=True,
                        decimal_places=6,
                        help_text="Purchase units; empty for any.",
                        max_digits=20,
                        null=True,
                        verbose_name="in multiples of",
                    ),
                ),
                (
                    "lead_days",
                    models.PositiveSmallIntegerField(default=7, verbose_name="lead time in days"),
                ),
                ("is_preferred", models.BooleanField(default=False, verbose_name="preferred")),
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
                "verbose_name": "historical supplier's price",
                "verbose_name_plural": "historical suppliers' prices",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalKitPart",
            fields=[
                (
                    "id",
                    models.UUIDField(db_index=True, default=apps.core.ids.uuid7, editable=False),
                ),
                ("position", models.PositiveIntegerField(default=0)),
                (
                    "quantity",
                    apps.core.fields.QuantityField(
                        decimal_places=6,
                        help_text="In the product's stock unit.",
                        max_digits=20,
                        verbose_name="quantity",
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
                    "kit",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="products.product",
                        verbose_name="kit",
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
                "verbose_name": "historical part of a kit",
                "verbose_name_plural": "historical parts of kits",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="SupplierPrice",
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
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="supplier_prices",
                        to="products.product",
                        verbose_name="product",
                    ),
                ),
                (
                    "supplier",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                        verbose_name="supplier",
                    ),
                ),
                (
                    "supplier_sku",
                    models.CharField(blank=True, max_length=60, verbose_name="supplier's number"),
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
                    "price",
                    apps.core.fields.PriceField(
                        decimal_places=6,
                        help_text="Per purchase unit.",
                        max_digits=20,
                        verbose_name="price",
                    ),
                ),
                (
                    "minimum_quantity",
                    apps.core.fields.QuantityField(
                        decimal_places=6, default=0, max_digits=20, verbose_name="minimum quantity"
                    ),
                ),
                (
                    "order_multiple",
                    apps.core.fields.QuantityField(
                        blank=True,
                        decimal_places=6,
                        help_text="Purchase units; empty for any.",
                        max_digits=20,
                        null=True,
                        verbose_name="in multiples of",
                    ),
                ),
                (
                    "lead_days",
                    models.PositiveSmallIntegerField(default=7, verbose_name="lead time in days"),
                ),
                ("is_preferred", models.BooleanField(default=False, verbose_name="preferred")),
            ],
            options={
                "verbose_name": "supplier's price",
                "verbose_name_plural": "suppliers' prices",
                "ordering": ["-is_preferred", "price"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("company", "product", "supplier", "minimum_quantity"),
                        name="supplier_price_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("price__gte", 0), ("price__lt", 10000000000000)),
                        name="supplier_price_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("minimum_quantity__gte", 0),
                            ("minimum_quantity__lt", 10000000000000),
                            models.Q(
                                ("order_multiple__isnull", True),
                                models.Q(
                                    ("order_multiple__gt", 0),
                                    ("order_multiple__lt", 10000000000000),
                                ),
                                _connector="OR",
                            ),
                        ),
                        name="supplier_quantities_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalProduct",
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
                ("sku", models.CharField(max_length=40, verbose_name="SKU")),
                ("gtin", models.CharField(blank=True, max_length=14, verbose_name="GTIN")),
                (
                    "kind",
                    models.CharField(
                        choices=[("goods", "Goods"), ("service", "Service"), ("kit", "Kit")],
                        default="goods",
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                ("description", models.TextField(blank=True, verbose_name="description")),
                (
                    "sale_price",
                    apps.core.fields.PriceField(
                        decimal_places=6,
                        default=0,
                        help_text="Company currency per sales unit, before tax.",
                        max_digits=20,
                        verbose_name="sale price",
                    ),
                ),
                (
                    "purchase_price",
                    apps.core.fields.PriceField(
                        decimal_places=6,
                        default=0,
                        help_text="Company currency per purchase unit.",
                        max_digits=20,
                        verbose_name="purchase price",
                    ),
                ),
                (
                    "standard_cost",
                    apps.core.fields.PriceField(
                        decimal_places=6,
                        default=0,
                        help_text="Company currency per stock unit.",
                        max_digits=20,
                        verbose_name="standard cost",
                    ),
                ),
                (
                    "reorder_level",
                    apps.core.fields.QuantityField(
                        decimal_places=6, default=0, max_digits=20, verbose_name="reorder level"
                    ),
                ),
                (
                    "tracking",
                    models.CharField(
                        choices=[
                            ("none", "Not told apart"),
                            ("lot", "By lot"),
                            ("serial", "By serial number"),
                        ],
                        db_default="none",
                        default="none",
                        max_length=6,
                        verbose_name="traced",
                    ),
                ),
                (
                    "shelf_life_days",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="shelf life in days"
                    ),
                ),
                (
                    "weight",
                    apps.core.fields.QuantityField(
                        blank=True,
                        decimal_places=6,
                        help_text="Kilograms per stock unit.",
                        max_digits=20,
                        null=True,
                        verbose_name="weight",
                    ),
                ),
                (
                    "volume",
                    apps.core.fields.QuantityField(
                        blank=True,
                        decimal_places=6,
                        help_text="Cubic metres per stock unit.",
                        max_digits=20,
                        null=True,
                        verbose_name="volume",
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
                    "category",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="products.category",
                        verbose_name="category",
                    ),
                ),
                (
                    "unit",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="products.unit",
                        verbose_name="stock unit",
                    ),
                ),
                (
                    "sale_unit",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="products.unit",
                        verbose_name="sales unit",
                    ),
                ),
                (
                    "purchase_unit",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="products.unit",
                        verbose_name="purchase unit",
                    ),
                ),
                (
                    "sale_tax",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="ledger.tax",
                        verbose_name="sales tax",
                    ),
                ),
                (
                    "purchase_tax",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="ledger.tax",
                        verbose_name="purchase tax",
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
                "verbose_name": "historical product",
                "verbose_name_plural": "historical products",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
    ]
