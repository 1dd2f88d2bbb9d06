from django.db import migrations

from intlcoop.base.trigrams import drop_index, index_search_text

TABLES = ("projects_project", "projects_projectnumber")


class Migration(migrations.Migration):
    dependencies = [("projects", "0003_call")]

    operations = [migrations.RunPython(index_search_text(*TABLES), drop_index(*TABLES))]
