"""All settings; what differs between machines comes from the environment (docs/operations.md lists it)."""

import logging
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from erp import env
from erp.logs import logging_config

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env.text("ERP_VAR", str(BASE_DIR / "var")))
DEVELOPMENT = env.one_of("ERP_ENV", ("production", "development"), "production") == "development"
SECRET_KEY = env.text("SECRET_KEY", "only-for-development" if DEVELOPMENT else None)
SECRET_KEY_FALLBACKS = env.items("SECRET_KEY_FALLBACKS")
DEBUG = DEVELOPMENT and env.flag("ERP_DEBUG", default=False)
LOCAL = "localhost,127.0.0.1,[::1],testserver"
ALLOWED_HOSTS = env.items("ALLOWED_HOSTS", LOCAL if DEVELOPMENT else "")
CSRF_TRUSTED_ORIGINS = env.items("CSRF_TRUSTED_ORIGINS")

# Apps, lowest first
INSTALLED_APPS = [
    "erp",
    *"apps.core apps.companies apps.access apps.parties apps.ledger apps.products apps.warehouses".split(),
    *"apps.stock apps.valuation apps.invoices apps.picking apps.payments apps.credit apps.budgets".split(),
    *"apps.counts apps.bank apps.sales apps.purchasing apps.replenishment apps.landed apps.integrations".split(),
    *"apps.reporting apps.demo".split(),
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
    "axes",
    "csp",
    "django_filters",
    "django_htmx",
    "django_structlog",
    "django_tables2",
    "guardian",
    "simple_history",
    "template_partials",
]
MIDDLEWARE = [
    "apps.core.middleware.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "apps.access.middleware.CompanyMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "erp.urls"
WSGI_APPLICATION = "erp.wsgi.application"
ASGI_APPLICATION = "erp.asgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Database: the application's role, and the owner's where migrations run

_session = {
    "lock_timeout": env.text("ERP_LOCK_TIMEOUT", "3s"),
    "statement_timeout": env.text("ERP_STATEMENT_TIMEOUT", "15s"),
    "idle_in_transaction_session_timeout": env.text("ERP_IDLE_TIMEOUT", "30s"),
    "join_collapse_limit": "4",  # planning a select_related of seven tables took ten times its run
}
DATABASES: dict[str, dict[str, Any]] = {"default": env.database("DATABASE_URL", session=_session)}
if env.text("DATABASE_OWNER_URL", ""):
    DATABASES["owner"] = env.database("DATABASE_OWNER_URL", session=_session) | {
        "ATOMIC_REQUESTS": False
    }

# Valkey or Redis: broker and cache; nothing there is the truth

REDIS_URL = env.text("REDIS_URL")
_cache = "django.core.cache.backends.redis.RedisCache"
CACHES = {"default": {"BACKEND": _cache, "LOCATION": REDIS_URL, "KEY_PREFIX": "plumb"}}
SESSION_ENGINE = "django.contrib.sessions.backends.db"

CELERY_BROKER_URL = env.broker(REDIS_URL)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_TASK_TIME_LIMIT = 600
CELERY_TASK_SOFT_TIME_LIMIT = 540
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 2 * CELERY_TASK_TIME_LIMIT,  # or a long task would run twice at once
    "unacked_restore_interval": 5,  # seconds until the tasks of a killed worker come back
    "unacked_restore_throttle": 1,
    "health_check_interval": 10,
}
CELERY_TASK_ACKS_LATE = True
# what broker or worker lost is handed over again after it
DELIVERY_LEASE = timedelta(seconds=env.number("ERP_DELIVERY_LEASE", 120, low=1))
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_WORKER_SEND_TASK_EVENTS = False
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE = env.schedules(INSTALLED_APPS)
EXCHANGE_RATE_SOURCE = env.text("ERP_RATE_SOURCE", "apps.companies.rate_sources.configured")
EXCHANGE_RATES_FROM = env.text("ERP_RATES_FROM", "")

# Who may come in

AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "guardian.backends.ObjectPermissionBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
ANONYMOUS_USER_NAME = None
LOGIN_URL = LOGOUT_REDIRECT_URL = "login"
LOGIN_REDIRECT_URL = "/"
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_FORM_FIELD = "username"  # what the login form and Django's signals call the address
AXES_LOCKOUT_TEMPLATE = "access/locked.html"
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_IPWARE_PROXY_COUNT = env.number("ERP_PROXIES", 0)

# Browsers

SESSION_COOKIE_AGE = 14 * 86400
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DEVELOPMENT
SECURE_SSL_REDIRECT = not DEVELOPMENT and env.flag("ERP_SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 0 if DEVELOPMENT else 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not DEVELOPMENT
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if AXES_IPWARE_PROXY_COUNT else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
_self, _sources = ["'self'"], "default script style font connect object frame".split()
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        **{f"{kind}-src": _self for kind in _sources},
        "img-src": [*_self, "data:"],
        "frame-ancestors": _self,
        "form-action": _self,
        "base-uri": ["'none'"],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 2**20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

# Templates, languages, time

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "apps.access.context_processors.shell",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("fr", _("French")), ("ar", _("Arabic"))]
LOCALE_PATHS, FORMAT_MODULE_PATH = [BASE_DIR / "locale"], "erp.formats"
USE_I18N = USE_TZ = True
TIME_ZONE = "UTC"

# Anchors of the hash chain: outside the database, signed

LEDGER_ANCHORS = env.text("ERP_ANCHORS", str(VAR_DIR / "anchors"))
LEDGER_ANCHOR_KEY = env.text("ERP_ANCHOR_KEY", str(VAR_DIR / "anchor_key.pem"))
LEDGER_ANCHOR_COMMAND = env.text("ERP_ANCHOR_COMMAND", "")

# Files

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [
    folder for folder in (BASE_DIR / "static", BASE_DIR / "static_build") if folder.is_dir()
]
_manifest = env.flag("ERP_STATIC_MANIFEST", default=False)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if _manifest
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not _manifest
WHITENOISE_AUTOREFRESH = DEVELOPMENT
WHITENOISE_MAX_AGE = 0 if DEVELOPMENT else 3600

# Mail and logs

EMAIL_FILE_PATH = VAR_DIR / "mail"
globals().update(env.mail("EMAIL_URL", "file:" if DEVELOPMENT else None))
SITE_URL = env.text("ERP_SITE_URL", "http://localhost:8000").rstrip("/")  # links in mails
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("DEFAULT_FROM_EMAIL", "Plumb <plumb@localhost>")
LOGGING = logging_config(readable=DEVELOPMENT, level=env.text("ERP_LOG_LEVEL", "INFO"))
LOGGING_CONFIG = "logging.config.dictConfig"
DJANGO_STRUCTLOG_CELERY_ENABLED = True
DJANGO_STRUCTLOG_STATUS_START_LOG_LEVEL = logging.DEBUG
