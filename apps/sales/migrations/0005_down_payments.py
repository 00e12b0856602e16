"""Who may ask for a down payment on an order."""

from django.db import migrations


class Migration(migrations.Migration):
    """The right; the tables stay as they are."""

    dependencies = [("sales", "0004_line_dimensions")]

    operations = [
        migrations.AlterModelOptions(
            name="salesorder",
            options={
                "permissions": [
                    ("confirm_salesorder", "Can confirm a sales order"),
                    ("reserve_salesorder", "Can reserve stock for a sales order"),
                    ("ship_salesorder", "Can ship a sales order"),
                    ("invoice_salesorder", "Can invoice a sales order"),
                    (
                        "invoice_down_payment_salesorder",
                        "Can invoice a down payment on a sales order",
                    ),
                    ("close_salesorder", "Can close a sales order"),
                    ("cancel_salesorder", "Can cancel a sales order"),
                ],
                "verbose_name": "sales order",
                "verbose_name_plural": "sales orders",
            },
        ),
    ]
