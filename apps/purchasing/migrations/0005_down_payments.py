"""Who may bill a down payment on an order."""

from django.db import migrations


class Migration(migrations.Migration):
    """The right; the tables stay as they are."""

    dependencies = [("purchasing", "0004_line_dimensions")]

    operations = [
        migrations.AlterModelOptions(
            name="purchaseorder",
            options={
                "permissions": [
                    ("confirm_purchaseorder", "Can confirm a purchase order"),
                    ("receive_purchaseorder", "Can receive a purchase order"),
                    ("bill_purchaseorder", "Can bill a purchase order"),
                    (
                        "bill_down_payment_purchaseorder",
                        "Can bill a down payment on a purchase order",
                    ),
                    ("close_purchaseorder", "Can close a purchase order"),
                    ("cancel_purchaseorder", "Can cancel a purchase order"),
                ],
                "verbose_name": "purchase order",
                "verbose_name_plural": "purchase orders",
            },
        ),
    ]
