"""The groups in the database are what the table in intlcoop/office/roles.py says of today's models."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db.migrations.loader import MigrationLoader

from intlcoop.office import roles

ADVICE = (
    "The roles do not know today's models. Write a migration in intlcoop/office that depends on the newest one of each app\n"
    "(as 0006_roles does) and holds this line:\n"
    "    operations = [migrations.RunPython(roles.grant, migrations.RunPython.noop)]\n"
)


def granting() -> Any:
    """The models as the newest migration that grants sees them, on every database, whatever else has run there."""
    loader = MigrationLoader(None)
    nodes = [
        key
        for key, migration in loader.disk_migrations.items()
        if any(getattr(operation, "code", None) is roles.grant for operation in migration.operations)
    ]
    return loader.project_state(nodes).apps


@pytest.mark.parametrize("role", roles.ROLES, ids=lambda role: role.name)
def test_a_migration_grants_what_the_table_says(role: roles.Role) -> None:
    missing = roles.permissions(role) ^ roles.permissions(role, granting())
    assert not missing, f"{ADVICE}{role.name}: {sorted(missing)}"


@pytest.mark.django_db
@pytest.mark.parametrize("role", roles.ROLES, ids=lambda role: role.name)
def test_the_groups_are_what_the_table_says(role: roles.Role) -> None:
    held = set(Group.objects.get(name=role.name).permissions.values_list("content_type__app_label", "codename"))
    assert held == roles.permissions(role), f"{ADVICE}{role.name}: {sorted(held ^ roles.permissions(role))}"


@pytest.mark.django_db
def test_there_are_no_other_groups_and_granting_again_changes_nothing() -> None:
    def held() -> set[tuple[str, str]]:
        return set(Group.objects.values_list("name", "permissions__codename"))

    before = held()
    roles.set_up()
    assert held() == before
    assert set(Group.objects.values_list("name", flat=True)) == {role.name for role in roles.ROLES}
