from django.db import migrations

from intlcoop.base.trigrams import drop_index, index_search_text

TABLES = ("partners_institution", "partners_institutionname", "partners_agreement")


class Migration(migrations.Migration):
    dependencies = [("partners", "0007_agreement_life")]

    operations = [migrations.RunPython(index_search_text(*TABLES), drop_index(*TABLES))]
