"""Payment terms in instalments, and discounts for paying early."""

import apps.core.fields
import apps.core.ids
import django.db.models.deletion
from django.db import migrations, models

from apps.core.sql import guard_tables


class Migration(migrations.Migration):
    dependencies = [
        ("companies", "0002_guards"),
        ("parties", "0002_guards"),
    ]

    operations = [
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
        migrations.AddField(
            model_name="historicalpaymentterm",
            name="discount_days",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="discount within days"),
        ),
        migrations.AddField(
            model_name="historicalpaymentterm",
            name="discount_percent",
            field=models.DecimalField(
                decimal_places=4, default=0, max_digits=7, verbose_name="early-payment discount %"
            ),
        ),
        migrations.AddField(
            model_name="historicalpaymentterm",
            name="discount_tax",
            field=models.CharField(
                choices=[
                    ("reduced", "Reduced when the discount is taken"),
                    ("kept", "Not reduced: the discount is of the net amount"),
                ],
                default="reduced",
                max_length=12,
                verbose_name="tax of the discount",
            ),
        ),
        migrations.AddField(
            model_name="historicalpaymentterm",
            name="in_instalments",
            field=models.BooleanField(default=False, editable=False, verbose_name="in instalments"),
        ),
        migrations.AddField(
            model_name="paymentterm",
            name="discount_days",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="discount within days"),
        ),
        migrations.AddField(
            model_name="paymentterm",
            name="discount_percent",
            field=models.DecimalField(
                decimal_places=4, default=0, max_digits=7, verbose_name="early-payment discount %"
            ),
        ),
        migrations.AddField(
            model_name="paymentterm",
            name="discount_tax",
            field=models.CharField(
                choices=[
                    ("reduced", "Reduced when the discount is taken"),
                    ("kept", "Not reduced: the discount is of the net amount"),
                ],
                default="reduced",
                max_length=12,
                verbose_name="tax of the discount",
            ),
        ),
        migrations.AddField(
            model_name="paymentterm",
            name="in_instalments",
            field=models.BooleanField(default=False, editable=False, verbose_name="in instalments"),
        ),
        migrations.AddConstraint(
            model_name="paymentterm",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("discount_days__lte", 999),
                    ("discount_percent__gte", 0),
                    ("discount_percent__lt", 100),
                ),
                name="payment_term_discount_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="paymentterm",
            constraint=models.CheckConstraint(
                condition=models.Q(("discount_tax__in", ["reduced", "kept"])),
                name="payment_term_discount_tax_known",
            ),
        ),
        guard_tables("parties"),
    ]
