"""The five roles. Whenever models are added, a migration like this one, with new dependencies, brings the groups up to date."""

from django.db import migrations

from intlcoop.office import roles


class Migration(migrations.Migration):

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("news", "0005_document_call"),
        ("office", "0005_recovery_codes"),
        ("partners", "0004_files"),
        ("profile", "0001_initial"),
        ("projects", "0003_call"),
        ("proposals", "0001_initial"),
        ("visitors", "0003_delegation"),
    ]

    operations = [migrations.RunPython(roles.grant, migrations.RunPython.noop)]
