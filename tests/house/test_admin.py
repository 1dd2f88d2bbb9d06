"""Everything that the office keeps can be edited by its staff."""

from django.contrib import admin

from tests.house import our_models

# Model label → why nobody edits it by hand.
NOT_IN_THE_ADMIN: dict[str, str] = {
    "office.Desk": "each colleague's own, on the page “My reminders and calendar”",
    "office.ImportedRow": "shown on the page of its import, and not to be edited",
    "office.RecoveryCode": "secrets of a colleague",
    "office.SampleLoad": "the loader's own memory",
    "office.SampleRow": "the loader's own memory",
    "proposals.Allowance": "keyed hashes, which tell nobody anything",
    "proposals.ReferenceCount": "changed by hand, it would give a reference twice",
}


def test_every_model_is_in_the_admin() -> None:
    registered = set(admin.site._registry)
    inline = {inline.model for model_admin in admin.site._registry.values() for inline in model_admin.inlines}
    absent = {model._meta.label for model in our_models()} - {model._meta.label for model in registered | inline}
    wrong = sorted(absent ^ NOT_IN_THE_ADMIN.keys())
    assert not wrong, f"add to admin.py, or say here why not (and keep no reason that has gone): {', '.join(wrong)}"
