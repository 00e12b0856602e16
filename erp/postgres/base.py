"""See ``apps.core.context``: the settings the row policies read travel with the transaction."""

from typing import Any

from django.db.backends.postgresql import base

from apps.core.context import SET_LOCAL, Context, current


class DatabaseWrapper(base.DatabaseWrapper):
    """PostgreSQL, and every outermost transaction starts by saying for whom it runs."""

    def set_autocommit(self, autocommit: bool, *args: Any, **kwargs: Any) -> None:  # noqa: FBT001 Django's signature
        """Switch autocommit; a transaction that starts takes the current context with it."""
        super().set_autocommit(autocommit, *args, **kwargs)
        context = current()
        if not autocommit and context != Context():
            try:
                with self.cursor() as cursor:
                    cursor.execute(SET_LOCAL, context.settings())
            except Exception:
                self.close()  # the next use connects anew; this one would stay outside autocommit
                raise
