"""A line of a confirmed order may take another product while nothing of it is underway."""

from pathlib import Path

from django.db import migrations

from apps.core.sql import frozen_lines, sql_object

SQL = Path(__file__).resolve().parents[1] / "sql"
REPLACED = ["product_id", "stock_quantity", "description", "their_number"]
PERMISSIONS = [
    ("confirm_salesorder", "Can confirm a sales order"),
    ("reserve_salesorder", "Can reserve stock for a sales order"),
    ("ship_salesorder", "Can ship a sales order"),
    ("invoice_salesorder", "Can invoice a sales order"),
    ("invoice_down_payment_salesorder", "Can invoice a down payment on a sales order"),
    ("replace_salesorder", "Can replace a product on a sales order"),
    ("close_salesorder", "Can close a sales order"),
    ("cancel_salesorder", "Can cancel a sales order"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("invoices", "0002_guards"),
        ("stock", "0002_guards"),
        ("sales", "0003_their_numbers"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="salesorder",
            options={
                "permissions": PERMISSIONS,
                "verbose_name": "sales order",
                "verbose_name_plural": "sales orders",
            },
        ),
        frozen_lines(
            "sales_salesorderline",
            parent="sales_salesorder",
            key="order_id",
            may_change=REPLACED,
        ),
        sql_object(SQL, "line_replaced", version=1),
    ]
