"""When the template of the test databases may be migrated on instead of built anew."""

import pytest

from script.ground.testing import only_added

BUILT = {"apps/a/migrations/0001.py": "x", "apps/a/sql/rule_v1.sql": "y", "apps/a/apps.py": "z"}


@pytest.mark.parametrize(
    "change", [{}, {"apps/a/migrations/0002.py": "new"}, {"apps/a/apps.py": "other roles"}]
)
def test_added_steps_and_changed_roles_need_no_new_template(change):
    assert only_added(BUILT, {**BUILT, **change})


@pytest.mark.parametrize("path", ["apps/a/migrations/0001.py", "apps/a/sql/rule_v1.sql"])
def test_a_step_that_changed_or_went_needs_a_new_template(path):
    assert not only_added(BUILT, {**BUILT, path: "edited"})
    assert not only_added(BUILT, {key: value for key, value in BUILT.items() if key != path})
