"""Every change of users, roles and rights is recorded."""

from django.db import migrations

from apps.core.sql import guard_tables


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("core", "0002_guards"),
        ("access", "0002_initial"),
    ]

    operations = [
        guard_tables("access"),
        guard_tables("auth", unaudited={"auth_permission"}),
    ]
