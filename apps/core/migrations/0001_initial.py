import apps.core.ids
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Attachment",
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
                ("company_id", models.UUIDField()),
                ("target_type", models.CharField(max_length=60)),
                ("target_id", models.UUIDField()),
                ("kind", models.CharField(default="upload", max_length=30)),
                ("filename", models.CharField(max_length=200)),
                ("content_type", models.CharField(max_length=100)),
                ("content", models.BinaryField()),
                ("size", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("actor_id", models.UUIDField(null=True)),
                ("at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name": "file",
                "verbose_name_plural": "files",
                "indexes": [
                    models.Index(fields=["company_id", "target_id"], name="attachment_by_target")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "upload"), _negated=True),
                        fields=("company_id", "target_id", "kind"),
                        name="attachment_issued_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AuditRow",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("company_id", models.UUIDField(null=True)),
                ("at", models.DateTimeField()),
                ("table_name", models.CharField(max_length=63)),
                ("row_id", models.TextField()),
                ("operation", models.CharField(max_length=6)),
                ("actor_id", models.UUIDField(null=True)),
                ("request_id", models.CharField(max_length=64)),
                ("database_role", models.CharField(max_length=63)),
                ("old", models.JSONField(null=True)),
                ("new", models.JSONField(null=True)),
            ],
            options={
                "verbose_name": "recorded change",
                "verbose_name_plural": "recorded changes",
                "indexes": [
                    models.Index(fields=["company_id", "row_id", "id"], name="audit_by_row")
                ],
            },
        ),
        migrations.CreateModel(
            name="Comment",
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
                ("company_id", models.UUIDField()),
                ("target_type", models.CharField(max_length=60)),
                ("target_id", models.UUIDField()),
                ("text", models.TextField(max_length=4000)),
                ("actor_id", models.UUIDField()),
                ("at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name": "comment",
                "verbose_name_plural": "comments",
                "indexes": [
                    models.Index(fields=["company_id", "target_id"], name="comment_by_target")
                ],
            },
        ),
        migrations.CreateModel(
            name="Event",
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
                ("company_id", models.UUIDField()),
                ("name", models.CharField(max_length=80)),
                ("version", models.PositiveSmallIntegerField(default=1)),
                ("aggregate_type", models.CharField(max_length=60)),
                ("aggregate_id", models.UUIDField()),
                ("payload", models.JSONField(default=dict)),
                ("actor_id", models.UUIDField(null=True)),
                ("request_id", models.CharField(blank=True, max_length=64)),
                ("at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name": "event",
                "verbose_name_plural": "events",
                "indexes": [
                    models.Index(
                        fields=["company_id", "aggregate_id", "id"], name="event_by_aggregate"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FieldDefinition",
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
                ("company_id", models.UUIDField(editable=False)),
                ("target_type", models.CharField(max_length=60, verbose_name="for")),
                ("code", models.SlugField(max_length=40, verbose_name="code")),
                ("label", models.CharField(max_length=80, verbose_name="label")),
                (
                    "label_i18n",
                    models.JSONField(blank=True, default=dict, verbose_name="translations"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("text", "Text"),
                            ("number", "Number"),
                            ("date", "Date"),
                            ("boolean", "Yes or no"),
                            ("choice", "Choice"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("choices", models.JSONField(blank=True, default=list, verbose_name="choices")),
                ("required", models.BooleanField(default=False, verbose_name="required")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
            ],
            options={
                "verbose_name": "custom field",
                "verbose_name_plural": "custom fields",
                "ordering": ["target_type", "position", "label"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("company_id", "target_type", "code"), name="custom_field_code_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["text", "number", "date", "boolean", "choice"])
                        ),
                        name="custom_field_kind_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="IdempotencyKey",
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
                ("company_id", models.UUIDField()),
                ("actor_id", models.UUIDField()),
                ("key", models.CharField(max_length=100)),
                ("request_hash", models.CharField(max_length=64)),
                ("response", models.JSONField(default=dict)),
                ("at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "indexes": [models.Index(fields=["at"], name="idempotency_by_age")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("company_id", "actor_id", "key"),
                        name="idempotency_one_effect_per_key",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="NumberSeries",
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
                ("company_id", models.UUIDField()),
                ("code", models.CharField(max_length=40)),
                ("year", models.PositiveSmallIntegerField()),
                ("prefix", models.CharField(max_length=20)),
                ("next_number", models.PositiveIntegerField(default=1)),
            ],
            options={
                "verbose_name": "number series",
                "verbose_name_plural": "number series",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("company_id", "code", "year"), name="series_once_per_year"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("next_number__gte", 1)), name="series_counts_from_one"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
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
                ("company_id", models.UUIDField()),
                (
                    "event",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deliveries",
                        to="core.event",
                    ),
                ),
                ("subscriber", models.CharField(max_length=120)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("pending", "Pending"),
                            ("sent", "Handed over"),
                            ("done", "Done"),
                            ("dead", "Dead letter"),
                        ],
                        default="pending",
                        max_length=8,
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("due_at", models.DateTimeField(auto_now_add=True)),
                ("done_at", models.DateTimeField(null=True)),
                ("error", models.TextField(blank=True)),
            ],
            options={
                "verbose_name": "delivery",
                "verbose_name_plural": "deliveries",
                "permissions": [("retry_delivery", "Can send a dead letter again")],
                "indexes": [
                    models.Index(
                        condition=models.Q(("status__in", ["pending", "sent"])),
                        fields=["company_id", "due_at"],
                        name="delivery_due",
                    ),
                    models.Index(
                        condition=models.Q(("status", "done")),
                        fields=["company_id", "done_at"],
                        name="delivery_made",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("event", "subscriber"), name="delivery_once_per_subscriber"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["pending", "sent", "done", "dead"])),
                        name="delivery_status_known",
                    ),
                ],
            },
        ),
    ]
