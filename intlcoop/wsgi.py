"""The entry point of the production server."""

import os

from django.core.wsgi import get_wsgi_application

from intlcoop.base.errors import last_resort

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "intlcoop.settings")
application = last_resort(get_wsgi_application())
