"""One strict settings file, fed by the environment (the table of variables is in README.md)."""

from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import available_timezones

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from intlcoop.base import env, state
from intlcoop.base.postgresql import LOOK

BASE_DIR = Path(__file__).resolve().parent.parent

# All state of one office lives in one folder: database, media, key, logs.
OFFICE = env.text("OFFICE", "site")
if not state.NAME.fullmatch(OFFICE):
    raise ImproperlyConfigured(f"OFFICE must be a short name of a-z, 0-9 and hyphens, not {OFFICE!r}.")
VAR = Path(env.text("STATE_DIR", str(BASE_DIR / "var" / OFFICE)))

DEBUG = env.flag("DEBUG")
HTTPS = env.flag("HTTPS")
SITE_URL = env.text("SITE_URL", "http://127.0.0.1:8000").rstrip("/")
if urlsplit(SITE_URL).scheme not in {"http", "https"} or not urlsplit(SITE_URL).hostname:
    raise ImproperlyConfigured(f"SITE_URL must be an address such as https://international.example.edu, not {SITE_URL!r}.")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", f"{urlsplit(SITE_URL).hostname},localhost,127.0.0.1")

_key_file = VAR / "secret_key"
SECRET_KEY = env.text("SECRET_KEY") or (_key_file.read_text().strip() if _key_file.is_file() else "")
if not SECRET_KEY:
    raise ImproperlyConfigured("No secret key. Set SECRET_KEY in the environment, or run `make demo`, which makes one for its office.")

INSTALLED_APPS = [
    "intlcoop.office",
    "news",
    "visitors",
    "intlcoop.proposals",
    "projects",
    "partners",
    "intlcoop.profile",
    "intlcoop.base",
    "simple_history",
    "crispy_forms",
    "django_filters",
    "django_countries",
    "django_prose_editor",
    "js_asset",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "intlcoop.base.apps.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django_cleanup.apps.CleanupConfig",  # the last: it looks for file fields in those above
]

MIDDLEWARE = [
    "intlcoop.base.middleware.headers",
    "intlcoop.profile.middleware.letterhead",
    "intlcoop.base.middleware.edge",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "intlcoop.base.middleware.Compression",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "intlcoop.profile.middleware.profile",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "intlcoop.base.middleware.uploads",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "intlcoop.office.sessions.StaffSessions",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "intlcoop.urls"
WSGI_APPLICATION = "intlcoop.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "intlcoop.profile.context_processors.site",
            ],
            "builtins": ["intlcoop.base.templatetags.portal", "django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- Database: SQLite and PostgreSQL are equals -----------------------------------------------------------------------
DATABASE_URL = env.text("DATABASE_URL", f"sqlite:///{VAR / 'db.sqlite3'}")
DATABASES = {"default": dj_database_url.parse(DATABASE_URL)}
_database = DATABASES["default"]
if _database["ENGINE"] == "django.db.backends.sqlite3":
    # WAL lets readers read while somebody writes; IMMEDIATE makes a writer wait its turn instead of failing half-way. The mapped
    # file (bytes) is shared by all threads: the search of a large office reads more than fits into the cache (KiB) that each has.
    _database["CONN_MAX_AGE"] = 600
    _database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 10,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-16000; PRAGMA mmap_size=268435456;",
    }
elif _database["ENGINE"] == "django.db.backends.postgresql":
    # The server has more threads than PostgreSQL has connections, so they share a pool that checks what it hands out.
    _database["CONN_HEALTH_CHECKS"] = True
    # Our own backend waits for a busy server and not for one that is down; to know, the pool must not put off its next try.
    _database["ENGINE"] = "intlcoop.base.postgresql"
    pool = {"min_size": 1, "max_size": env.number("DATABASE_POOL", 16, 1, 200), "timeout": LOOK, "reconnect_timeout": 0}
    # A network that swallows everything is noticed as well, not only a server that refuses.
    # And compiling the numbers of a list's filters to machine code takes ten seconds and saves a tenth of one.
    limits = {"connect_timeout": 2, "tcp_user_timeout": 5000, "options": "-c jit=off"}
    _database["OPTIONS"] = limits | _database.get("OPTIONS", {}) | {"pool": pool}
else:
    raise ImproperlyConfigured("DATABASE_URL must be sqlite:///… or postgres://….")
# ATOMIC_REQUESTS stays off: with IMMEDIATE transactions every page view would take the write lock.

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# --- Languages and time -----------------------------------------------------------------------------------------------
# What can be; the profile says what is. English stands at the root, the others under a prefix.
LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", _("English")),
    ("sr", _("Serbian")),
    ("sr-latn", _("Serbian (Latin script)")),
    ("pl", _("Polish")),
    ("uk", _("Ukrainian")),
    ("be", _("Belarusian")),
    ("ru", _("Russian")),
    ("ka", _("Georgian")),
    ("de", _("German")),
]
LOCALE_PATHS = [BASE_DIR / "intlcoop" / "locale"]
FORMAT_MODULE_PATH = ["intlcoop.base.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.choice("TIME_ZONE", available_timezones(), "Europe/Sarajevo")

# --- Files ------------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = Path(env.text("STATIC_ROOT", str(BASE_DIR / "var" / "static")))
MEDIA_ROOT = VAR / "media"  # has no address: intlcoop.base.files gives its files out one by one
MAX_FILE_BYTES = env.number("MAX_FILE_BYTES", 10 * 1024 * 1024, 100_000)
BACKUP_DIR = Path(env.text("BACKUP_DIR", str(VAR / "backups")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

# --- Security ---------------------------------------------------------------------------------------------------------
# Django 6 has this setting; until then intlcoop.base.middleware.headers reads it. "<NONCE>" stands where a page asked
# for a nonce (only the admin's import map does).
SECURE_CSP = {
    "default-src": ["'none'"],
    "script-src": ["'self'", "<NONCE>"],
    "style-src": ["'self'"],
    "img-src": ["'self'"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
    "manifest-src": ["'self'"],
}
MAX_BODY_BYTES = env.number("MAX_BODY_BYTES", 2_000_000, 10_000)
# Staff may send more than visitors. What they send stays in memory, so an upload never fills the disk before it is checked.
MAX_UPLOAD_BYTES = FILE_UPLOAD_MAX_MEMORY_SIZE = env.number("MAX_UPLOAD_BYTES", 30_000_000, MAX_BODY_BYTES)
FILE_UPLOAD_HANDLERS = ["intlcoop.base.uploads.CutOff", "django.core.files.uploadhandler.MemoryFileUploadHandler"]
CSRF_FAILURE_VIEW = "intlcoop.base.views.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
if HTTPS:
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("BEHIND_PROXY") else None
    SECURE_HSTS_SECONDS = env.number("HSTS_SECONDS", 31_536_000)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = env.flag("HSTS_SUBDOMAINS")
    SECURE_HSTS_PRELOAD = env.flag("HSTS_PRELOAD")
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
LOGIN_URL, LOGIN_REDIRECT_URL = "admin:login", "admin:index"
# HSTS for subdomains and preloading are for the faculty to decide, which owns the name above ours.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
# How many proxies of our own stand in front: from which end of X-Forwarded-For the client's address is read, and how far.
TRUSTED_PROXY_COUNT = env.number("TRUSTED_PROXY_COUNT", 0, 0, 10)
SECURITY_CONTACT = env.text("SECURITY_CONTACT")
if SECURITY_CONTACT and not SECURITY_CONTACT.startswith(("mailto:", "https://", "tel:")):
    SECURITY_CONTACT = f"mailto:{SECURITY_CONTACT}"

# --- Accounts ---------------------------------------------------------------------------------------------------------
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "intlcoop.office.sign_in.StaffBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
SECOND_FACTOR = env.choice("SECOND_FACTOR", {"off", "optional", "required"}, "optional")
# A session ends when nothing is done for a while, and at the latest a working day after the sign-in (intlcoop.office.sessions).
SESSION_COOKIE_AGE = env.number("SESSION_IDLE_MINUTES", 180, 1, 1440) * 60
SESSION_LONGEST_AGE = env.number("SESSION_HOURS", 12, 1, 168) * 3600
# The sixth wrong password within 15 minutes closes the sign-in for that address, not the account for everybody else.
AXES_FAILURE_LIMIT = 6
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = ["ip_address"]
AXES_CLIENT_IP_CALLABLE = "intlcoop.base.client.counted_address"
AXES_LOCKOUT_CALLABLE = "intlcoop.office.sign_in.locked_out"
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # what Retry-After promises is kept
AXES_DISABLE_ACCESS_LOG = True  # intlcoop.audit tells more, in one place
AXES_ENABLE_ADMIN = AXES_VERBOSE = False
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "code", "csrfmiddlewaretoken"]

# --- Mail, forms, logs ------------------------------------------------------------------------------------------------
# Without a server mails wait in the queue; nothing else notices.
EMAIL_HOST = env.text("EMAIL_HOST")
EMAIL_SECURITY = env.choice("EMAIL_SECURITY", {"none", "starttls", "tls"}, "starttls")
EMAIL_USE_TLS, EMAIL_USE_SSL = EMAIL_SECURITY == "starttls", EMAIL_SECURITY == "tls"
EMAIL_PORT = env.number("EMAIL_PORT", {"none": 25, "starttls": 587, "tls": 465}[EMAIL_SECURITY], 1, 65535)
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = env.text("EMAIL_USER"), env.text("EMAIL_PASSWORD")
EMAIL_TIMEOUT = 5
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL")
SEND_MAIL_AT_ONCE = env.flag("SEND_MAIL_AT_ONCE", True)
# How long before an end somebody is reminded: months (6m) or days (60d); 0d is the day itself.
REMIND_AGREEMENTS = env.words("REMIND_AGREEMENTS", "12m,6m,3m,1m,0d")
REMIND_APPOINTMENTS = env.words("REMIND_APPOINTMENTS", "60d")
REMIND_CALLS = env.words("REMIND_CALLS", "7d")
REMIND_MEMBERSHIPS = env.words("REMIND_MEMBERSHIPS", "3m,1m,0d")
# Proposals: how many an hour from one connection, from which networks any number (the office's own), how long they are kept.
PROPOSALS_PER_HOUR = env.number("PROPOSALS_PER_HOUR", 5, 1)
UNLIMITED_NETWORKS = env.networks("UNLIMITED_NETWORKS")
PROPOSAL_MONTHS = env.number("PROPOSAL_MONTHS", 12, 1, 120)
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "portal"
COUNTRIES_OVERRIDE = {
    "GB": _("United Kingdom"),
    "US": _("United States"),
    "RU": _("Russia"),
    "MD": _("Moldova"),
    "SY": _("Syria"),
    "IR": _("Iran"),
    # Not of ISO 3166, but what the European Commission's lists use; named as its programmes name it.
    "XK": {"name": _("Kosovo (UNSCR 1244)"), "alpha3": "XKX"},
}
AUDIT_LOG = env.text("AUDIT_LOG")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}, "audit": {"format": "audit %(message)s"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line"},
        # To the same place, or to a file of its own, which the system may rotate and which the portal only appends to.
        "audit": {"class": "logging.handlers.WatchedFileHandler", "filename": AUDIT_LOG, "formatter": "audit", "delay": True}
        if AUDIT_LOG
        else {"class": "logging.StreamHandler", "formatter": "audit"},
    },
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        # Said better by intlcoop.audit, and without line breaks of the visitor's.
        "axes": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
        "intlcoop.audit": {"handlers": ["audit"], "level": "INFO", "propagate": False},
        # A request for another host is answered 400; a traceback for each would only fill the disk.
        "django.security.DisallowedHost": {"handlers": [], "propagate": False},
    },
}
