"""Lines of stock documents carry the dimensions of the order line they move goods for."""

from django.db import migrations

import apps.core.fields
from apps.core.sql import dimensions_of


class Migration(migrations.Migration):
    """The column, empty on what there is, and the rule that keeps it."""

    dependencies = [("ledger", "0005_dimension_guards"), ("stock", "0003_stock_locks")]

    operations = [
        migrations.AddField(
            model_name="stockdocumentline",
            name="dimensions",
            field=apps.core.fields.DimensionsField(
                blank=True, db_default={}, default=dict, verbose_name="dimensions"
            ),
        ),
        dimensions_of("stock_stockdocumentline"),
    ]
