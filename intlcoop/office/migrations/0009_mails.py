"""Whoever reads proposals sees the mails about them."""

from django.db import migrations

from intlcoop.office import roles


class Migration(migrations.Migration):

    dependencies = [
        ("office", "0008_search_texts"),
        ("proposals", "0002_outgoing_mail"),
    ]

    operations = [migrations.RunPython(roles.grant, migrations.RunPython.noop)]
