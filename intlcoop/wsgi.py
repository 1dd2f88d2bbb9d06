"""The entry point of the production server."""

import gc
import os

from django.core.wsgi import get_wsgi_application

from intlcoop.base.errors import last_resort

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "intlcoop.settings")
application = last_resort(get_wsgi_application())

# What is loaded now stays until the process ends. Looking it through for garbage again and again cost a page 5 to 10 % of its time.
# How often the rest is looked through stays as it is: rows hold circles, and an export of ten thousand would pile them up.
gc.collect()
gc.freeze()
