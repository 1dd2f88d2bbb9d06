"""The portal's own settings in a test's environment: a file database (or the PostgreSQL that the runner started), no https."""

import os
import tempfile
from pathlib import Path

if "STATE_DIR" not in os.environ:
    os.environ["STATE_DIR"] = tempfile.mkdtemp(prefix="intlcoop-tests-")
STATE = Path(os.environ["STATE_DIR"])
os.environ.setdefault("SECRET_KEY", "for tests only, and long enough to please every check that counts its characters")
os.environ["ALLOWED_HOSTS"] = "testserver,localhost,127.0.0.1"

from intlcoop.settings import *  # noqa: E402, F403
from intlcoop.settings import DATABASES, TEMPLATES  # noqa: E402

# A file, not memory: a live server's threads and the test see the same locks as in service.
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(STATE / "test.sqlite3")}
# In a fresh clone nothing has been collected yet, and whitenoise warns about a folder that is not there.
STATIC_ROOT = STATE / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = "UNDEFINED-VARIABLE(%s)"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# The postman's thread would write while a test empties its tables; tests about mail switch it on.
SEND_MAIL_AT_ONCE = False
# Tests send more than five proposals an hour; those about the limit lift this.
UNLIMITED_NETWORKS = ["127.0.0.0/8"]
