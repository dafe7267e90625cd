"""One file of settings, driven by the environment. docs/operations.md lists every `LINLI_…` variable."""

from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from linli.config import database, doors, embedded, logs, tiles, upkeep
from linli.config.env import SettingError, env
from linli.config.installed import LINLI
from linli.config.keys import read_keys
from linli.config.paths import default_data_dir
from linli.config.stores import file_store

PACKAGE = Path(__file__).resolve().parent.parent
ROOT = PACKAGE.parent

try:
    # ------------------------------------------------------------ where things are
    DATA_DIR = env.path("LINLI_DATA_DIR", default_data_dir())
    PORT = env.number("LINLI_PORT", 8000, least=1, most=65535)
    PUBLIC_URL = env.text("LINLI_PUBLIC_URL", f"http://127.0.0.1:{PORT}").rstrip("/")
    DEBUG = env.flag("LINLI_DEBUG", False)
    #: Shows the role switcher; `linli` refuses to serve it on anything but loopback.
    DEMO_MODE = env.flag("LINLI_DEMO", False)

    # ------------------------------------------------------------ keys
    KEYS = read_keys(env, DATA_DIR)
    SECRET_KEY = KEYS.secret_key
    SECRET_KEY_FALLBACKS = env.listing("LINLI_SECRET_KEY_FALLBACKS")
    LINLI_VAULT_KEYS = KEYS.vault
    LINLI_LOOKUP_KEY = KEYS.lookup
    UPKEEP = upkeep.read(env)

    # ------------------------------------------------------------ database
    DATABASE_URL = env.text("LINLI_DATABASE_URL", "")
    EMBEDDED = not DATABASE_URL
    DATABASES = database.read(env, embedded.address(DATA_DIR))
    DATABASE_ROUTERS = ["linli.config.replica.Router"]

    # ------------------------------------------------------------ the web
    _public = urlsplit(PUBLIC_URL)
    if _public.scheme not in {"http", "https"} or not _public.hostname:
        raise SettingError("LINLI_PUBLIC_URL must look like https://linli.example.cn")  # noqa: TRY301
    SECURE = _public.scheme == "https"
    ALLOWED_HOSTS = env.listing("LINLI_HOSTS", f"{_public.hostname},127.0.0.1,localhost,[::1]")
    CSRF_TRUSTED_ORIGINS = [f"{_public.scheme}://{_public.netloc}"]
    if env.flag("LINLI_BEHIND_PROXY", False):
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    #: How many proxies in front write X-Forwarded-For; 0 means the peer address is the visitor's.
    TRUSTED_PROXIES = env.number("LINLI_TRUSTED_PROXIES", 0, most=9)
    #: Whose tiles lie under the maps, and in which datum; without any, maps draw our own shapes.
    TILES = tiles.read(env)

    # ------------------------------------------------------------ sessions
    #: Minutes without a request after which staff must log in again (GB/T 22239: idle sessions end).
    STAFF_IDLE_MINUTES = env.number("LINLI_STAFF_IDLE_MINUTES", 30, least=1)
    #: Whether staff need a second factor (GB/T 22239 level 3): yes as soon as the installation is public.
    SECOND_FACTOR = env.flag("LINLI_SECOND_FACTOR", _public.scheme == "https" and not DEMO_MODE)
    #: Days after which a password must be changed; 0: never, as NIST advises and GB/T 22239 does not.
    PASSWORD_DAYS = env.number("LINLI_PASSWORD_DAYS", 0)
    SESSION_COOKIE_AGE = env.number("LINLI_SESSION_DAYS", 14, least=1) * 86400
    SECURITY_CONTACT = env.listing("LINLI_SECURITY_CONTACT")
    LOG_LEVEL = env.choice("LINLI_LOG_LEVEL", "INFO", ("DEBUG", "INFO", "WARNING", "ERROR"))

    # ------------------------------------------------------------ files
    MEDIA_ROOT = DATA_DIR / "files"
    STORAGES = {
        "default": file_store(env, MEDIA_ROOT),
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }

    # ------------------------------------------------------------ mail
    EMAIL_HOST = env.text("LINLI_MAIL_HOST", "")
    EMAIL_PORT = env.number("LINLI_MAIL_PORT", 25, least=1, most=65535)
    EMAIL_HOST_USER = env.text("LINLI_MAIL_USER", "")
    EMAIL_HOST_PASSWORD = env.text("LINLI_MAIL_PASSWORD", "")
    EMAIL_USE_TLS = env.flag("LINLI_MAIL_TLS", False)
    DEFAULT_FROM_EMAIL = env.text("LINLI_MAIL_FROM", f"linli@{_public.hostname}")

    # ------------------------------------------------------------ other ways to tell people
    SMS_URL = env.text("LINLI_SMS_URL", "")
    SMS_SECRET = env.text("LINLI_SMS_SECRET") if SMS_URL else ""
    #: Hosts in private networks that hooks and the SMS gateway may be on; any other must be public and https.
    HOOK_HOSTS = [*env.listing("LINLI_HOOK_HOSTS"), *([urlsplit(SMS_URL).hostname or ""] if SMS_URL else [])]
except SettingError as error:
    raise ImproperlyConfigured(str(error)) from error

EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'console'}.EmailBackend"
EMAIL_TIMEOUT = 10

SESSION_ENGINE = "linli.base.people.sessions"
# The prefix makes browsers refuse one that another host, or a page without https, tries to set.
SESSION_COOKIE_NAME = f"{'__Host-' if SECURE else ''}linli_session"
CSRF_COOKIE_NAME = f"{'__Host-' if SECURE else ''}csrftoken"
SESSION_COOKIE_HTTPONLY = SECURE_CONTENT_TYPE_NOSNIFF = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
CSRF_COOKIE_HTTPONLY = False  # htmx sends it back as a header
CSRF_FAILURE_VIEW = "linli.config.errors.stale_form"
SECURE_HSTS_SECONDS = 31536000 if SECURE else 0
SECURE_SSL_REDIRECT = False  # the proxy in front does it; here it would break health checks
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 20
INSTALLED_APPS = [
    *LINLI,
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "template_partials",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    *UPKEEP.outermost,
    "django.middleware.security.SecurityMiddleware",
    "linli.config.middleware.ContentPolicy",
    "linli.demo.switcher.Loopback",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # pads at random against BREACH; static files come packed already
    "linli.faces.parts.middleware.TakenDraft",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "linli.config.middleware.IdleTimeout",
    "linli.base.people.gate.StaffGate",
    "linli.config.middleware.NoNul",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "linli.config.replica.ReadsElsewhere",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "linli.config.urls"
WSGI_APPLICATION = "linli.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,  # template_partials wraps the loaders itself
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "linli.faces.parts.context.look",
                "linli.demo.switcher.switch",
            ],
        },
    }
]
FORM_RENDERER = "linli.faces.parts.controls.Renderer"

# ---------------------------------------------------------------- people
AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {}),
        ("MinimumLengthValidator", {"min_length": 10}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "linli.base.people.login.AccountAdapter"
# Counted in the database instead, for all processes at once.
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": None}
MFA_ADAPTER = "linli.base.people.login.FactorAdapter"
ACCOUNT_FORMS, MFA_FORMS = doors.ACCOUNT_FORMS, doors.MFA_FORMS
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "邻里 Linli"
MFA_PASSKEY_LOGIN_ENABLED = False

# ---------------------------------------------------------------- words and time
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "linli_language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
FORMAT_MODULE_PATH = "linli.config.formats"
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

# ---------------------------------------------------------------- static files
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
WHITENOISE_KEEP_ONLY_HASHED_FILES = False

# ---------------------------------------------------------------- jobs
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": logs.FORMATTERS[UPKEEP.log_format]}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    "loggers": logs.QUIET,
}
