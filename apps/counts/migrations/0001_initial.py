import apps.core.fields
import apps.core.ids
import django.db.models.deletion
import django.db.models.functions.datetime
import django.utils.timezone
import simple_history.models
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("companies", "0002_guards"),
        ("products", "0002_guards"),
        ("stock", "0002_guards"),
        ("warehouses", "0002_guards"),
    ]

    operations = [
        migrations.CreateModel(
            name="CountSheet",
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
                ("name", models.CharField(blank=True, max_length=80, verbose_name="name")),
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
                            ("open", "Being counted"),
                            ("submitted", "Counted"),
                            ("approved", "Approved"),
                            ("posted", "Posted"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="open",
                        editable=False,
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("date", models.DateField(verbose_name="date")),
                (
                    "warehouse",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="count_sheets",
                        to="warehouses.warehouse",
                        verbose_name="warehouse",
                    ),
                ),
                (
                    "location",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="warehouses.location",
                        verbose_name="location",
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
                        verbose_name="category",
                    ),
                ),
                (
                    "abc_class",
                    models.CharField(
                        blank=True,
                        choices=[("A", "A"), ("B", "B"), ("C", "C")],
                        default="",
                        max_length=1,
                        verbose_name="class",
                    ),
                ),
                (
                    "freezes",
                    models.BooleanField(
                        default=False, verbose_name="freeze these places while counting"
                    ),
                ),
                (
                    "is_planned",
                    models.BooleanField(default=False, editable=False, verbose_name="planned"),
                ),
                ("notes", models.TextField(blank=True, verbose_name="notes")),
                (
                    "adjustment",
                    apps.core.fields.CompanyOneToOneField(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="count_sheet",
                        to="stock.stockdocument",
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
                    "submitted_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                    ),
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
                "verbose_name": "count sheet",
                "verbose_name_plural": "count sheets",
                "permissions": [
                    ("count_countsheet", "Can write down what was counted"),
                    ("submit_countsheet", "Can say that a sheet is counted"),
                    ("approve_countsheet", "Can approve what others counted"),
                    ("post_countsheet", "Can post a count"),
                    ("reopen_countsheet", "Can have a sheet counted again"),
                    ("cancel_countsheet", "Can cancel a count sheet"),
                ],
                "indexes": [
                    models.Index(
                        fields=["company", "status", "-date", "-id"], name="count_sheet_by_status"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["open", "submitted", "approved", "posted", "cancelled"])
                        ),
                        name="count_sheet_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "posted"), models.Q(("number", ""), _negated=True)),
                            models.Q(
                                models.Q(("status", "posted"), _negated=True),
                                ("adjustment__isnull", True),
                                ("number", ""),
                            ),
                            _connector="OR",
                        ),
                        name="count_sheet_posted_has_number",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "approved"), _negated=True),
                            ("approved_by__isnull", False),
                            _connector="OR",
                        ),
                        name="count_sheet_approved_by_somebody",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("number", ""), _negated=True),
                        fields=("company", "number"),
                        name="count_sheet_number_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CountLine",
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
                    "sheet",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="counts.countsheet",
                        verbose_name="count sheet",
                    ),
                ),
                ("position", models.PositiveIntegerField(default=0)),
                (
                    "product",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="count_lines",
                        to="products.product",
                        verbose_name="product",
                    ),
                ),
                (
                    "location",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="warehouses.location",
                        verbose_name="location",
                    ),
                ),
                (
                    "lot",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stock.lot",
                        verbose_name="lot",
                    ),
                ),
                (
                    "is_found",
                    models.BooleanField(default=False, verbose_name="added by the counter"),
                ),
                ("is_open", models.BooleanField(default=True)),
                (
                    "counted",
                    apps.core.fields.QuantityField(
                        decimal_places=6, max_digits=20, null=True, verbose_name="counted"
                    ),
                ),
                (
                    "expected",
                    apps.core.fields.QuantityField(
                        decimal_places=6, max_digits=20, null=True, verbose_name="expected"
                    ),
                ),
                ("counted_at", models.DateTimeField(null=True, verbose_name="counted at")),
                (
                    "counted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "tally_count",
                    models.PositiveSmallIntegerField(default=0, verbose_name="times counted"),
                ),
                (
                    "above_tolerance",
                    models.BooleanField(default=False, verbose_name="above tolerance"),
                ),
            ],
            options={
                "verbose_name": "count line",
                "verbose_name_plural": "count lines",
                "ordering": ["position", "id"],
                "permissions": [("view_difference", "Can see what was expected and what differs")],
                "indexes": [
                    models.Index(
                        fields=["company", "product", "counted_at"], name="count_line_by_product"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_open", True)),
                        fields=("company", "product", "location", "lot"),
                        name="count_line_open_once",
                        nulls_distinct=False,
                    ),
                    models.UniqueConstraint(
                        fields=("company", "sheet", "product", "location", "lot"),
                        name="count_line_once",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("counted__isnull", True),
                                ("counted_at__isnull", True),
                                ("expected__isnull", True),
                                ("tally_count", 0),
                            ),
                            models.Q(
                                ("counted__gte", 0),
                                ("counted__lt", 10000000000000),
                                ("counted_at__isnull", False),
                                ("expected__gte", 0),
                                ("tally_count__gt", 0),
                            ),
                            _connector="OR",
                        ),
                        name="count_line_counted_has_expected",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FrozenPlace",
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
                    "sheet",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="frozen_places",
                        to="counts.countsheet",
                    ),
                ),
                (
                    "location",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="warehouses.location",
                    ),
                ),
            ],
            options={
                "verbose_name": "frozen place",
                "verbose_name_plural": "frozen places",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("company", "location"), name="place_frozen_by_one"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalCountPlan",
            fields=[
                (
                    "id",
                    models.UUIDField(db_index=True, default=apps.core.ids.uuid7, editable=False),
                ),
                (
                    "quantity_percent",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        default=Decimal(5),
                        max_digits=5,
                        null=True,
                        verbose_name="tolerated difference in percent",
                    ),
                ),
                (
                    "value_limit",
                    apps.core.fields.MoneyField(
                        blank=True,
                        decimal_places=4,
                        default=Decimal(100),
                        max_digits=20,
                        null=True,
                        verbose_name="tolerated value of a difference",
                    ),
                ),
                (
                    "days",
                    models.PositiveSmallIntegerField(
                        default=365, verbose_name="days of shipments looked at"
                    ),
                ),
                (
                    "share_a",
                    models.PositiveSmallIntegerField(
                        default=80, verbose_name="class A makes up to, in percent"
                    ),
                ),
                (
                    "share_b",
                    models.PositiveSmallIntegerField(
                        default=95, verbose_name="A and B make up to, in percent"
                    ),
                ),
                (
                    "times_a",
                    models.PositiveSmallIntegerField(
                        default=12, verbose_name="counts of class A a year"
                    ),
                ),
                (
                    "times_b",
                    models.PositiveSmallIntegerField(
                        default=4, verbose_name="counts of class B a year"
                    ),
                ),
                (
                    "times_c",
                    models.PositiveSmallIntegerField(
                        default=1, verbose_name="counts of class C a year"
                    ),
                ),
                (
                    "lines_per_sheet",
                    models.PositiveSmallIntegerField(
                        default=50, verbose_name="lines of a planned sheet"
                    ),
                ),
                (
                    "open_sheets",
                    models.PositiveSmallIntegerField(
                        default=5, verbose_name="planned sheets open at once in a warehouse"
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
                "verbose_name": "historical count plan",
                "verbose_name_plural": "historical count plans",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalCountSheet",
            fields=[
                (
                    "id",
                    models.UUIDField(db_index=True, default=apps.core.ids.uuid7, editable=False),
                ),
                ("name", models.CharField(blank=True, max_length=80, verbose_name="name")),
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
                            ("open", "Being counted"),
                            ("submitted", "Counted"),
                            ("approved", "Approved"),
                            ("posted", "Posted"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="open",
                        editable=False,
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("date", models.DateField(verbose_name="date")),
                (
                    "abc_class",
                    models.CharField(
                        blank=True,
                        choices=[("A", "A"), ("B", "B"), ("C", "C")],
                        default="",
                        max_length=1,
                        verbose_name="class",
                    ),
                ),
                (
                    "freezes",
                    models.BooleanField(
                        default=False, verbose_name="freeze these places while counting"
                    ),
                ),
                (
                    "is_planned",
                    models.BooleanField(default=False, editable=False, verbose_name="planned"),
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
                    "location",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="warehouses.location",
                        verbose_name="location",
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
                    "adjustment",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="stock.stockdocument",
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
                    "submitted_by",
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
                    "approved_by",
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
                "verbose_name": "historical count sheet",
                "verbose_name_plural": "historical count sheets",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Tally",
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
                    "line",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tallies",
                        to="counts.countline",
                        verbose_name="count line",
                    ),
                ),
                (
                    "counted",
                    apps.core.fields.QuantityField(
                        decimal_places=6, max_digits=20, verbose_name="counted"
                    ),
                ),
                (
                    "expected",
                    apps.core.fields.QuantityField(
                        decimal_places=6, default=0, max_digits=20, verbose_name="expected"
                    ),
                ),
                (
                    "at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        default=django.utils.timezone.now,
                        verbose_name="counted at",
                    ),
                ),
                (
                    "counter",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "tally",
                "verbose_name_plural": "tallies",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("counted__gte", 0),
                            ("counted__lt", 10000000000000),
                            ("expected__gte", 0),
                        ),
                        name="tally_not_negative",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CountPlan",
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
                    "quantity_percent",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        default=Decimal(5),
                        max_digits=5,
                        null=True,
                        verbose_name="tolerated difference in percent",
                    ),
                ),
                (
                    "value_limit",
                    apps.core.fields.MoneyField(
                        blank=True,
                        decimal_places=4,
                        default=Decimal(100),
                        max_digits=20,
                        null=True,
                        verbose_name="tolerated value of a difference",
                    ),
                ),
                (
                    "days",
                    models.PositiveSmallIntegerField(
                        default=365, verbose_name="days of shipments looked at"
                    ),
                ),
                (
                    "share_a",
                    models.PositiveSmallIntegerField(
                        default=80, verbose_name="class A makes up to, in percent"
                    ),
                ),
                (
                    "share_b",
                    models.PositiveSmallIntegerField(
                        default=95, verbose_name="A and B make up to, in percent"
                    ),
                ),
                (
                    "times_a",
                    models.PositiveSmallIntegerField(
                        default=12, verbose_name="counts of class A a year"
                    ),
                ),
                (
                    "times_b",
                    models.PositiveSmallIntegerField(
                        default=4, verbose_name="counts of class B a year"
                    ),
                ),
                (
                    "times_c",
                    models.PositiveSmallIntegerField(
                        default=1, verbose_name="counts of class C a year"
                    ),
                ),
                (
                    "lines_per_sheet",
                    models.PositiveSmallIntegerField(
                        default=50, verbose_name="lines of a planned sheet"
                    ),
                ),
                (
                    "open_sheets",
                    models.PositiveSmallIntegerField(
                        default=5, verbose_name="planned sheets open at once in a warehouse"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
            ],
            options={
                "verbose_name": "count plan",
                "verbose_name_plural": "count plans",
                "permissions": [("run_countplan", "Can plan counts")],
                "constraints": [
                    models.UniqueConstraint(fields=("company",), name="count_plan_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("quantity_percent__isnull", True),
                                ("quantity_percent__gte", 0),
                                _connector="OR",
                            ),
                            models.Q(
                                ("value_limit__isnull", True),
                                models.Q(
                                    ("value_limit__gte", 0), ("value_limit__lt", 1000000000000000)
                                ),
                                _connector="OR",
                            ),
                        ),
                        name="count_plan_tolerance_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("share_a__lte", models.F("share_b")),
                            ("share_b__lte", 100),
                            ("days__gte", 1),
                            ("days__lte", 3650),
                            ("lines_per_sheet__gte", 1),
                            ("lines_per_sheet__lte", 500),
                            ("open_sheets__lte", 100),
                            ("times_a__lte", 366),
                            ("times_b__lte", 366),
                            ("times_c__lte", 366),
                        ),
                        name="count_plan_figures_known",
                    ),
                ],
            },
        ),
    ]
