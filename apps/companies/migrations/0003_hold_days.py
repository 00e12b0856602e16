"""How many days orders hold goods, as a company decides."""

import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("companies", "0002_guards"),
    ]

    operations = [
        migrations.AddField(
            model_name="company",
            name="hold_days",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="From the day an order is confirmed; then they are free for others. Empty: until the order ends.",
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(3650),
                ],
                verbose_name="orders hold goods for (days)",
            ),
        ),
        migrations.AddField(
            model_name="historicalcompany",
            name="hold_days",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="From the day an order is confirmed; then they are free for others. Empty: until the order ends.",
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(3650),
                ],
                verbose_name="orders hold goods for (days)",
            ),
        ),
        migrations.AddConstraint(
            model_name="company",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("hold_days__isnull", True),
                    models.Q(("hold_days__gte", 1), ("hold_days__lte", 3650)),
                    _connector="OR",
                ),
                name="company_hold_days_in_range",
            ),
        ),
    ]
