"""Acts of matching with what they book, and the reasons to write something off."""

import apps.core.fields
import apps.core.ids
import django.db.models.deletion
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from apps.core.sql import append_only, guard_tables


class Migration(migrations.Migration):
    dependencies = [
        ("companies", "0002_guards"),
        ("ledger", "0003_settlement_purposes"),
        ("parties", "0002_guards"),
        ("payments", "0002_guards"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
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
                    "company",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="companies.company",
                    ),
                ),
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
                ("date", models.DateField(verbose_name="date")),
                ("note", models.CharField(blank=True, max_length=250, verbose_name="note")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="clearing",
                        to="ledger.entry",
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
        migrations.AlterModelOptions(
            name="payment",
            options={
                "permissions": [
                    ("post_payment", "Can post a payment"),
                    ("cancel_payment", "Can cancel a payment"),
                    ("reverse_payment", "Can reverse a payment"),
                    ("match_payment", "Can match and unmatch open items"),
                    ("write_off_payment", "Can write off what stays open"),
                ],
                "verbose_name": "payment",
                "verbose_name_plural": "payments",
            },
        ),
        migrations.AddField(
            model_name="match",
            name="clearing",
            field=apps.core.fields.CompanyForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="matches",
                to="payments.clearing",
            ),
        ),
        guard_tables("payments", unaudited={"payments_match", "payments_clearing"}),
        append_only("payments_clearing"),
    ]
