"""What belongs to the inbox besides the proposals: messages and the templates of replies."""

from django.db import migrations

from intlcoop.office import roles


class Migration(migrations.Migration):

    dependencies = [
        ("office", "0010_reminders"),
        ("proposals", "0003_journey"),
    ]

    operations = [migrations.RunPython(roles.grant, migrations.RunPython.noop)]
