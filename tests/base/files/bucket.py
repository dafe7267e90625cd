"""A real server that speaks S3, SeaweedFS from its wheel, with one bucket and one key that opens it."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from linli.base.files.storage import S3Storage, StorageError
from linli.bench.scene import free_port

WEED = shutil.which("weed", path=str(Path(sys.executable).parent)) or shutil.which("weed")
KEY, SECRET, BUCKET = "linli", "a-secret-of-forty-characters-as-they-are", "files"
_PARTS = ("master", "volume", "filer", "s3")


@dataclass
class Server:
    """All parts of SeaweedFS in one process, on ports of this machine alone."""

    folder: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="linli-s3-")))
    port: int = field(default_factory=free_port)
    #: The parts find each other by these, and after a restart too.
    others: list[str] = field(
        default_factory=lambda: [
            *(f"-{part}.port.grpc={free_port()}" for part in _PARTS),
            *(f"-{part}.port={free_port()}" for part in _PARTS[:-1]),
        ]
    )
    has_bucket: bool = False
    process: subprocess.Popen[bytes] | None = None

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def bucket(self, **other: str) -> S3Storage:
        """Return our storage on this server, with the right names unless `other` says otherwise."""
        given = {"endpoint": self.endpoint, "bucket": BUCKET, "access_key": KEY, "secret_key": SECRET}
        return S3Storage(**(given | other))

    def settings(self) -> dict[str, str]:
        """Return what an installation sets to keep its files here."""
        names = ("ENDPOINT", "BUCKET", "KEY", "SECRET")
        values = (self.endpoint, BUCKET, KEY, SECRET)
        return {f"LINLI_S3_{name}": value for name, value in zip(names, values, strict=True)}

    def start(self) -> None:
        """Start, and return when the bucket is there. What was kept before is kept."""
        who = {
            "name": "linli",
            "credentials": [{"accessKey": KEY, "secretKey": SECRET}],
            "actions": ["Admin"],
        }
        (self.folder / "s3.json").write_text(json.dumps({"identities": [who]}))
        self.process = subprocess.Popen(
            [
                str(WEED),
                f"-logdir={self.folder}",
                "server",
                f"-dir={self.folder}",
                "-ip=127.0.0.1",
                "-ip.bind=127.0.0.1",
                "-filer",
                "-s3",
                f"-s3.port={self.port}",
                f"-s3.config={self.folder / 's3.json'}",
                "-s3.port.iceberg=0",
                "-s3.port.lance=0",
                "-s3.autoCreateBucket=false",
                "-master.telemetry=false",
                *self.others,
            ],
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        until = time.monotonic() + 180
        while True:
            try:
                if not self.has_bucket:
                    self.bucket()._ask("PUT", "")
                    self.has_bucket = True
                # A volume is grown on the first write, which is refused until the parts have found each other.
                self.bucket()._ask("PUT", "probe", b"probe")
                self.bucket().delete("probe")
            except StorageError as error:
                if time.monotonic() > until or self.process.poll() is not None:
                    raise AssertionError(f"no S3 server, see {self.folder}: {error}") from error
                time.sleep(0.2)
            else:
                return

    def kill(self) -> None:
        """End it at once, as a power cut would."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def remove(self) -> None:
        """End it and forget what it kept."""
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)
