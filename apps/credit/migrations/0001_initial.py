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
        ("ledger", "0002_guards"),
        ("parties", "0002_guards"),
    ]

    operations = [
        migrations.CreateModel(
            name="DunningLevel",
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
                ("position", models.PositiveSmallIntegerField(verbose_name="level")),
                ("days", models.PositiveSmallIntegerField(verbose_name="from days overdue")),
                (
                    "means",
                    models.CharField(
                        choices=[("email", "E-mail"), ("letter", "Letter")],
                        default="email",
                        max_length=8,
                        verbose_name="goes out as",
                    ),
                ),
                (
                    "fee",
                    apps.core.fields.MoneyField(
                        decimal_places=4,
                        default=0,
                        help_text="Company currency, once per letter; 0 for none.",
                        max_digits=20,
                        verbose_name="fee",
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
                        verbose_name="revenue account of the fee",
                    ),
                ),
                ("text_en", models.TextField(verbose_name="text in English")),
                ("text_fr", models.TextField(blank=True, verbose_name="text in French")),
                ("text_ar", models.TextField(blank=True, verbose_name="text in Arabic")),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
            ],
            options={
                "verbose_name": "dunning level",
                "verbose_name_plural": "dunning levels",
                "ordering": ["position"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("company", "position"), name="dunning_level_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("days__gte", 1), ("days__lte", 3650), ("position__gte", 1)
                        ),
                        name="dunning_level_days_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("fee", 0),
                            models.Q(
                                ("fee__gt", 0),
                                ("fee__lt", 1000000000000000),
                                ("fee_account__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="dunning_fee_has_account",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("means__in", ["email", "letter"])),
                        name="dunning_means_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DunningRun",
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
                ("date", models.DateField(verbose_name="date")),
                (
                    "status",
                    models.CharField(
                        choices=[("draft", "Draft"), ("sent", "Sent"), ("cancelled", "Cancelled")],
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
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("sent_at", models.DateTimeField(editable=False, null=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
            ],
            options={
                "verbose_name": "dunning run",
                "verbose_name_plural": "dunning runs",
                "permissions": [
                    ("send_dunningrun", "Can send a dunning run"),
                    ("cancel_dunningrun", "Can cancel a dunning run"),
                ],
                "indexes": [
                    models.Index(fields=["company", "-date", "-id"], name="dunning_run_by_date")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "sent"), models.Q(("number", ""), _negated=True)),
                            models.Q(("number", ""), ("status__in", ["draft", "cancelled"])),
                            _connector="OR",
                        ),
                        name="dunning_sent_has_number",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("number", ""), _negated=True),
                        fields=("company", "number"),
                        name="dunning_number_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DunningLetter",
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
                        related_name="letters",
                        to="credit.dunningrun",
                    ),
                ),
                (
                    "party",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dunning_letters",
                        to="parties.party",
                        verbose_name="party",
                    ),
                ),
                (
                    "level",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="credit.dunninglevel",
                        verbose_name="level",
                    ),
                ),
                (
                    "means",
                    models.CharField(
                        choices=[("email", "E-mail"), ("letter", "Letter")],
                        max_length=8,
                        verbose_name="goes out as",
                    ),
                ),
                ("to", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                ("language", models.CharField(max_length=8)),
                ("subject", models.CharField(max_length=200)),
                ("text", models.TextField()),
                (
                    "fee",
                    apps.core.fields.MoneyField(
                        decimal_places=4, default=0, max_digits=20, verbose_name="fee"
                    ),
                ),
                (
                    "fee_entry",
                    apps.core.fields.CompanyOneToOneField(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dunning_letter",
                        to="ledger.entry",
                    ),
                ),
            ],
            options={
                "verbose_name": "reminder",
                "verbose_name_plural": "reminders",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("run", "party"), name="dunning_letter_once_per_party"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("fee__gte", 0), ("fee__lt", 1000000000000000)),
                        name="dunning_letter_fee_not_negative",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DunningLine",
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
                        to="credit.dunningrun",
                    ),
                ),
                (
                    "letter",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="credit.dunningletter",
                    ),
                ),
                (
                    "item",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dunning_lines",
                        to="ledger.openitem",
                    ),
                ),
                (
                    "level",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="credit.dunninglevel",
                        verbose_name="level",
                    ),
                ),
                ("reference", models.CharField(max_length=120, verbose_name="document")),
                ("date", models.DateField(verbose_name="date")),
                ("due_date", models.DateField(verbose_name="due")),
                ("days", models.PositiveIntegerField(verbose_name="days overdue")),
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
                        decimal_places=4, max_digits=20, verbose_name="open"
                    ),
                ),
                (
                    "amount_currency",
                    apps.core.fields.MoneyField(
                        decimal_places=4, max_digits=20, verbose_name="open in currency"
                    ),
                ),
                ("why", models.CharField(max_length=250, verbose_name="why")),
            ],
            options={
                "verbose_name": "reminded item",
                "verbose_name_plural": "reminded items",
                "ordering": ["due_date", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("level__isnull", False)),
                        fields=("company", "item", "level"),
                        name="dunning_level_once_per_item",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalDispute",
            fields=[
                (
                    "id",
                    models.UUIDField(db_index=True, default=apps.core.ids.uuid7, editable=False),
                ),
                ("reason", models.CharField(max_length=250, verbose_name="reason")),
                ("since", models.DateField(verbose_name="since")),
                (
                    "ended_on",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="ended on"
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
                    "item",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="ledger.openitem",
                        verbose_name="item",
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
                "verbose_name": "historical dispute",
                "verbose_name_plural": "historical disputes",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalDunningLevel",
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
                ("position", models.PositiveSmallIntegerField(verbose_name="level")),
                ("days", models.PositiveSmallIntegerField(verbose_name="from days overdue")),
                (
                    "means",
                    models.CharField(
                        choices=[("email", "E-mail"), ("letter", "Letter")],
                        default="email",
                        max_length=8,
                        verbose_name="goes out as",
                    ),
                ),
                (
                    "fee",
                    apps.core.fields.MoneyField(
                        decimal_places=4,
                        default=0,
                        help_text="Company currency, once per letter; 0 for none.",
                        max_digits=20,
                        verbose_name="fee",
                    ),
                ),
                ("text_en", models.TextField(verbose_name="text in English")),
                ("text_fr", models.TextField(blank=True, verbose_name="text in French")),
                ("text_ar", models.TextField(blank=True, verbose_name="text in Arabic")),
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
                    "fee_account",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="ledger.account",
                        verbose_name="revenue account of the fee",
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
                "verbose_name": "historical dunning level",
                "verbose_name_plural": "historical dunning levels",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalDunningRun",
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
                (
                    "status",
                    models.CharField(
                        choices=[("draft", "Draft"), ("sent", "Sent"), ("cancelled", "Cancelled")],
                        default="draft",
                        editable=False,
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                ("sent_at", models.DateTimeField(editable=False, null=True)),
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
                    "sent_by",
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
                "verbose_name": "historical dunning run",
                "verbose_name_plural": "historical dunning runs",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="OpenSpan",
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
                    "item",
                    apps.core.fields.CompanyForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="spans",
                        to="ledger.openitem",
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
                        related_name="+",
                        to="parties.party",
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        choices=[("debit", "Debit"), ("credit", "Credit")], max_length=6
                    ),
                ),
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
                ("start", models.DateField(verbose_name="from")),
                ("end", models.DateField(verbose_name="until")),
                (
                    "open_amount",
                    apps.core.fields.MoneyField(
                        decimal_places=4, max_digits=20, verbose_name="open"
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
                "verbose_name": "past open amount",
                "verbose_name_plural": "past open amounts",
                "permissions": [("send_statement", "Can send statements of account to parties")],
                "indexes": [
                    models.Index(
                        fields=["company", "end", "start"],
                        include=(
                            "item",
                            "account",
                            "party",
                            "side",
                            "due_date",
                            "currency",
                            "open_amount",
                            "open_currency",
                        ),
                        name="open_span_by_end",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("item", "start"), name="open_span_once"),
                    models.CheckConstraint(
                        condition=models.Q(("start__lt", models.F("end"))),
                        name="open_span_runs_forward",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("open_amount__gte", 0),
                            ("open_amount__lt", 1000000000000000),
                            ("open_currency__gte", 0),
                            ("open_currency__lt", 1000000000000000),
                        ),
                        name="open_span_not_negative",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Dispute",
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
                        related_name="disputes",
                        to="parties.party",
                        verbose_name="party",
                    ),
                ),
                (
                    "item",
                    apps.core.fields.CompanyForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="disputes",
                        to="ledger.openitem",
                        verbose_name="item",
                    ),
                ),
                ("reason", models.CharField(max_length=250, verbose_name="reason")),
                ("since", models.DateField(verbose_name="since")),
                (
                    "ended_on",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="ended on"
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
            ],
            options={
                "verbose_name": "dispute",
                "verbose_name_plural": "disputes",
                "permissions": [("end_dispute", "Can end a dispute")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_on__isnull", True), ("item__isnull", False)),
                        fields=("company", "item"),
                        name="dispute_once_per_item",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_on__isnull", True), ("item__isnull", True)),
                        fields=("company", "party"),
                        name="dispute_once_per_party",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="dispute_has_reason"
                    ),
                ],
            },
        ),
    ]
