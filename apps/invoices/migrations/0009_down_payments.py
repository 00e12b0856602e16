"""Lines ask for a down payment, take it off and give it back; together never more than was asked."""

from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

import apps.core.fields
from apps.core.sql import guard_tables, sql_object

SQL = Path(__file__).parents[1] / "sql"


class Migration(migrations.Migration):
    """The two columns, and the rules that keep them."""

    dependencies = [("invoices", "0008_issued_discount")]

    operations = [
        migrations.AddField(
            model_name="invoiceline",
            name="booked",
            field=apps.core.fields.MoneyField(
                decimal_places=4, editable=False, max_digits=20, null=True, verbose_name="booked"
            ),
        ),
        migrations.AddField(
            model_name="invoiceline",
            name="down_payment",
            field=apps.core.fields.CompanyForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="down_payment_lines",
                to="invoices.invoiceline",
            ),
        ),
        migrations.AddIndex(
            model_name="invoiceline",
            index=models.Index(
                condition=models.Q(("down_payment__isnull", False)),
                fields=["company", "down_payment"],
                name="invoice_line_by_down_payment",
            ),
        ),
        guard_tables("invoices"),
        sql_object(SQL, "down_payment_adds_up", version=1),
        sql_object(SQL, "invoice_adds_up", version=4),
    ]
