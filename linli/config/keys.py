"""The keys of an installation: where they come from, and how they are first made.

Four secrets: one signs sessions, one ring seals personal data at rest, one key makes the fingerprints by
which sealed data is found, and links, one seals backups. Each is read from the environment (or its `*_FILE`);
what is not given there is made once into `LINLI_DATA_DIR/keys/`, readable by its owner alone. Losing the ring
loses the sealed data for ever, so `linli backup` says which keys a backup needs.
"""

import base64
import binascii
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from linli.config.env import Env, SettingError

KEY_BYTES = 32
#: How a key of SM4 begins, and how long it is.
SM4, SM4_KEY_BYTES = "sm4.", 16


@dataclass(frozen=True)
class Keys:
    """The secrets of one installation; never printed."""

    secret_key: str = field(repr=False)
    #: key id → 32 bytes in base64; the first one seals, all of them open.
    vault: dict[str, str] = field(repr=False)
    #: 32 bytes in base64, for fingerprints of telephone and ID numbers and for links.
    lookup: str = field(repr=False)
    #: 32 bytes in base64, which seal every backup.
    backup: str = field(repr=False)


def read_keys(env: Env, data_dir: Path) -> Keys:
    """Return the installation's keys, making those that are neither set nor on disk yet."""
    folder = data_dir / "keys"
    return Keys(
        secret_key=env.raw("LINLI_SECRET_KEY") or _on_disk(folder / "secret", secrets.token_urlsafe(50)),
        vault=parse_ring(
            "LINLI_VAULT_KEYS", env.raw("LINLI_VAULT_KEYS") or _on_disk(folder / "vault", f"k1:{_fresh()}")
        ),
        lookup=parse_key(
            "LINLI_LOOKUP_KEY", env.raw("LINLI_LOOKUP_KEY") or _on_disk(folder / "lookup", _fresh())
        ),
        backup=parse_key(
            "LINLI_BACKUP_KEY", env.raw("LINLI_BACKUP_KEY") or _on_disk(folder / "backup", _fresh())
        ),
    )


def parse_ring(name: str, value: str) -> dict[str, str]:
    """Return `id:base64,id:base64,…` as a dict in the same order; the first entry is the one that seals.

    A key of SM4 is written as `id:sm4.base64` and has 16 bytes; any other is one of AES and has 32.
    """
    ring: dict[str, str] = {}
    for part in value.replace("\n", ",").split(","):
        if not part.strip():
            continue
        key_id, colon, key = part.strip().partition(":")
        if not colon or not key_id.isalnum() or key_id in ring:
            raise SettingError(
                f"{name}: write each key as id:base64, with ids of letters and digits, each once."
            )
        if key.strip().startswith(SM4):
            ring[key_id] = SM4 + parse_key(name, key.strip()[len(SM4) :], SM4_KEY_BYTES)
        else:
            ring[key_id] = parse_key(name, key)
    if not ring:
        raise SettingError(f"{name} holds no key.")
    return ring


def parse_key(name: str, value: str, size: int = KEY_BYTES) -> str:
    """Return base64 of `size` bytes in its ordinary spelling, from either alphabet, padded or not."""
    text = value.strip().replace("-", "+").replace("_", "/")
    try:
        key = base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except (binascii.Error, ValueError) as error:
        raise SettingError(f"{name} is not base64.") from error
    if len(key) != size:
        raise SettingError(f"{name} must be {size} bytes in base64, not {len(key)}.")
    return base64.b64encode(key).decode()


def replace_on_disk(data_dir: Path, name: str, value: str) -> None:
    """Put a restored key in the place of the one that was made for an installation that is still empty."""
    path = data_dir / "keys" / name
    path.unlink(missing_ok=True)
    _on_disk(path, value)


def _fresh() -> str:
    return base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()


def _on_disk(path: Path, fresh: str) -> str:
    """Return the key in `path`; write `fresh` there first when there is none.

    The key is written beside and then linked into place, so two processes that start together agree on one,
    and a crash never leaves half a key.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        mine = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
        handle = os.open(mine, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(fresh + "\n")
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(mine, path)
        except FileExistsError:
            pass
        except OSError:  # a file system without hard links
            os.replace(mine, path)
        finally:
            mine.unlink(missing_ok=True)
    try:
        return path.read_text(encoding="ascii").strip()
    except OSError as error:
        raise SettingError(f"{path} cannot be read ({error.strerror}).") from error
