"""Where the files that people send are kept: a folder below the data directory, or an S3 bucket."""

from pathlib import Path
from typing import Any

from linli.config.env import Env, SettingError


def file_store(env: Env, folder: Path) -> dict[str, Any]:
    """Return Django's entry for the default storage: S3 when `LINLI_S3_ENDPOINT` is set, else `folder`."""
    endpoint = env.text("LINLI_S3_ENDPOINT", "")
    if not endpoint:
        return {
            "BACKEND": "linli.base.files.storage.LocalStorage",
            "OPTIONS": {"location": str(folder), "file_permissions_mode": 0o600},
        }
    if not endpoint.startswith(("https://", "http://")):
        raise SettingError("LINLI_S3_ENDPOINT must begin with https:// or http://.")
    return {
        "BACKEND": "linli.base.files.storage.S3Storage",
        "OPTIONS": {
            "endpoint": endpoint,
            "bucket": env.text("LINLI_S3_BUCKET"),
            "access_key": env.text("LINLI_S3_KEY"),
            "secret_key": env.text("LINLI_S3_SECRET"),
            "region": env.text("LINLI_S3_REGION", ""),
        },
    }
