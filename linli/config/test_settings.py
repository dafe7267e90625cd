"""Settings under which tests, types and catalogues are checked: fixed keys, fast hashing, nothing on disk."""

import base64
import os
from pathlib import Path

os.environ["LINLI_DATA_DIR"] = str(Path(__file__).resolve().parents[2] / ".linli" / "tests")
os.environ["LINLI_SECRET_KEY"] = "only-for-tests-" + "x" * 50
os.environ["LINLI_VAULT_KEYS"] = "k1:" + base64.b64encode(bytes(range(32))).decode()
os.environ["LINLI_LOOKUP_KEY"] = base64.b64encode(bytes(range(32, 64))).decode()
if os.environ.get("LINLI_TEST_DATABASE_URL"):
    os.environ["LINLI_DATABASE_URL"] = os.environ["LINLI_TEST_DATABASE_URL"]

from linli.config.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Static files come from the finders, and nothing is collected.
MIDDLEWARE = [name for name in MIDDLEWARE if not name.startswith("whitenoise.")]  # noqa: F405
