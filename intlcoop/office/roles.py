"""Who may do what: five roles, as Django's groups, and one table that says which verbs each has on which kind of model.

The table speaks of kinds, not of models, so a new model of a content app needs no line here. It needs a migration, because
groups live in the database: `operations = [migrations.RunPython(roles.grant, migrations.RunPython.noop)]`, depending on
the migration that made the model. tests/house/test_roles.py says when.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.apps import apps as today
from django.contrib.auth.management import create_permissions
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalChanges

VIEWER, EDITOR, PUBLISHER, INBOX_OFFICER, ADMINISTRATOR = "Viewer", "Editor", "Publisher", "Inbox officer", "Administrator"

CONTENT_APPS = {"partners", "projects", "visitors", "news", "office"}
# Rows that the portal keeps for itself; nobody's business.
PRIVATE = {
    "office.importedrow",
    "office.sampleload",
    "office.samplerow",
    "office.recoverycode",
    "office.desk",
    "proposals.allowance",
    "proposals.referencecount",
}


class Kind(StrEnum):
    """What a model is to its office."""

    RECORD = "record"  # has or describes a page; drafts and published ones
    PART = "part"  # a row under a record, gone when the record goes: a party, a number, a link
    PROFILE = "profile"  # the office's own row and its old addresses
    INBOX = "inbox"  # what prospective partners wrote
    ACCOUNT = "account"  # who may sign in


ALL = frozenset({"view", "add", "change", "delete", "publish"})
LOOK = frozenset({"view"})
EDIT = frozenset({"view", "add", "change"})


@dataclass(frozen=True)
class Role:
    """A group and the verbs that it has. What a kind is not named for cannot even be seen."""

    name: str
    label: Promise
    duty: Promise
    verbs: dict[Kind, frozenset[str]]


_viewing = {Kind.RECORD: LOOK, Kind.PART: LOOK, Kind.PROFILE: LOOK}
_publishing = {Kind.RECORD: ALL, Kind.PART: ALL, Kind.PROFILE: EDIT}
ROLES = [
    Role(VIEWER, _("Viewer"), _("sees all content, drafts too; changes nothing"), _viewing),
    Role(
        EDITOR,
        _("Editor"),
        _("enters and changes content; does not publish, archive or delete records"),
        # A party that was entered by mistake is taken off again by whoever may edit the agreement.
        {Kind.RECORD: EDIT, Kind.PART: ALL, Kind.PROFILE: LOOK},
    ),
    Role(
        PUBLISHER,
        _("Publisher"),
        _("an editor who also publishes, archives and deletes, and changes the profile of the office"),
        _publishing,
    ),
    Role(INBOX_OFFICER, _("Inbox officer"), _("a viewer who also reads and answers proposals"), _viewing | {Kind.INBOX: ALL}),
    Role(
        ADMINISTRATOR,
        _("Administrator"),
        _("everything, the proposals and the accounts of colleagues too"),
        # An account is switched off, not deleted: the history keeps saying who did what.
        # Only here: personal data leave the portal in a spreadsheet (Person is the one model that has this verb).
        _publishing | {Kind.RECORD: ALL | {"export"}, Kind.INBOX: ALL, Kind.ACCOUNT: EDIT},
    ),
]


def kind_of(model: type[models.Model]) -> Kind | None:
    """What the table calls this model (of today, or as a migration sees it); None for what no role may touch."""
    meta = model._meta
    if issubclass(model, HistoricalChanges) or meta.label_lower in PRIVATE:
        return None
    if meta.app_label in CONTENT_APPS:
        return Kind.PART if "publish" not in meta.default_permissions and _belongs_to_a_record(model) else Kind.RECORD
    if meta.label_lower == "auth.user":
        return Kind.ACCOUNT
    return {"profile": Kind.PROFILE, "proposals": Kind.INBOX}.get(meta.app_label)


def _belongs_to_a_record(model: type[models.Model]) -> bool:
    return any(
        isinstance(field, models.ForeignKey)
        and field.remote_field.on_delete is models.CASCADE
        and field.related_model._meta.app_label in CONTENT_APPS
        for field in model._meta.fields
    )


def permissions(role: Role, apps: Any = today) -> set[tuple[str, str]]:
    """(app, codename) of everything that the table gives this role, for the models of `apps`."""
    wanted = set()
    for model in apps.get_models():
        kind = kind_of(model)
        own = {codename.partition("_")[0] for codename, _words in model._meta.permissions}
        for verb in role.verbs.get(kind, frozenset()) & {*model._meta.default_permissions, *own} if kind else ():
            wanted.add((model._meta.app_label, f"{verb}_{model._meta.model_name}"))
    return wanted


def grant(apps: Any, schema_editor: Any) -> None:
    """For migrations: make the five groups what the table says. May run any number of times."""
    set_up(apps, schema_editor.connection.alias)


def set_up(apps: Any = today, using: str = "default") -> None:
    """Django makes permissions only after the last migration; those that groups need are made here."""
    for label in sorted(CONTENT_APPS | {"profile", "proposals", "auth"}):
        create_permissions(today.get_app_config(label), verbosity=0, apps=apps, using=using)
    group_model, permission_model = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    keys = {
        (app, codename): pk
        for pk, app, codename in permission_model.objects.using(using).values_list("pk", "content_type__app_label", "codename")
    }
    for role in ROLES:
        group, _made = group_model.objects.using(using).get_or_create(name=role.name)
        group.permissions.set([keys[wanted] for wanted in sorted(permissions(role, apps))])
