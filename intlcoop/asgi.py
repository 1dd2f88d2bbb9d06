"""The same portal for an ASGI server; the pages are the same, the documented server is WSGI."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "intlcoop.settings")
application = get_asgi_application()
