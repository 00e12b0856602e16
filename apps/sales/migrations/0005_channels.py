"""Orders name the channel they came by and until when goods are held for them."""

import apps.core.fields
import django.db.models.deletion
from apps.core.sql import frozen, guard_tables
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("companies", "0003_hold_days"),
        ("parties", "0003_hold"),
        ("sales", "0004_replaced_lines"),
        ("stock", "0009_channels"),
        ("warehouses", "0005_receipt_steps"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="historicalsalesorder",
            name="channel",
            field=apps.core.fields.CompanyForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="stock.saleschannel",
                verbose_name="sales channel",
            ),
        ),
        migrations.AddField(
            model_name="historicalsalesorder",
            name="held_until",
            field=models.DateField(
                blank=True,
                help_text="What is not picked by the end of that day is free for others.",
                null=True,
                verbose_name="goods are held until",
            ),
        ),
        migrations.AddField(
            model_name="salesorder",
            name="channel",
            field=apps.core.fields.CompanyForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="stock.saleschannel",
                verbose_name="sales channel",
            ),
        ),
        migrations.AddField(
            model_name="salesorder",
            name="held_until",
            field=models.DateField(
                blank=True,
                help_text="What is not picked by the end of that day is free for others.",
                null=True,
                verbose_name="goods are held until",
            ),
        ),
        migrations.AddIndex(
            model_name="salesorder",
            index=models.Index(
                condition=models.Q(("held_until__isnull", False), ("status", "confirmed")),
                fields=["company", "held_until"],
                name="sales_order_by_hold",
            ),
        ),
        guard_tables("sales", unaudited=["sales_salesorderpart"]),
        frozen("sales_salesorder", may_change=["held_until"]),
    ]
