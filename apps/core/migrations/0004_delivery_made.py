"""An index for sweeping deliveries made long ago, built beside the work going on."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("core", "0003_kept_rows")]

    operations = [
        AddIndexConcurrently(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("status", "done")),
                fields=["company_id", "done_at"],
                name="delivery_made",
            ),
        ),
    ]
