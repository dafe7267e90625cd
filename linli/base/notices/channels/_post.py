"""Posting to an address somebody typed in, without being led into our own network.

The name is resolved once, every address it has must be a public one (or its host be named in `LINLI_HOOK_HOSTS`),
and the connection goes to the very address that was checked. Redirects are not followed.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Mapping
from urllib.parse import SplitResult, urlsplit

from linli.base.notices.channels import NotDelivered
from linli.base.notices.conf import conf

TIMEOUT_SECONDS = 10
MOST_ANSWER = 64 * 1024


class _ToAddress(http.client.HTTPConnection):
    """Connects to a checked address while speaking to the host it belongs to."""

    def __init__(self, parts: SplitResult, address: str, port: int) -> None:
        super().__init__(parts.hostname or "", port, timeout=TIMEOUT_SECONDS)
        self.address, self.is_secure = address, parts.scheme == "https"

    def connect(self) -> None:
        self.sock = socket.create_connection((self.address, self.port), TIMEOUT_SECONDS)
        if self.is_secure:
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(self.sock, server_hostname=self.host)


def checked(url: str) -> SplitResult:
    """Return the parts of an address we are willing to post to, before any name is resolved.

    :raises ValueError: not https (http only where the host is named in the settings), or with a user name in it
    """
    parts = urlsplit(url)
    if not parts.hostname or parts.username or parts.password:
        raise ValueError("host")
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in conf().hook_hosts):
        raise ValueError("scheme")
    _ = parts.port  # raises ValueError when it is no number
    return parts


def _address(parts: SplitResult, port: int) -> str:
    try:
        found = [info[4][0] for info in socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)]
    except OSError as error:
        raise NotDelivered(f"host not found: {parts.hostname}") from error
    if parts.hostname not in conf().hook_hosts:
        for address in found:
            ip = ipaddress.ip_address(str(address).partition("%")[0])
            mapped = getattr(ip, "ipv4_mapped", None) or ip
            if not mapped.is_global or mapped.is_multicast:
                raise NotDelivered("address inside a private network", for_good=True)
    return str(found[0])


def post(url: str, body: bytes, headers: Mapping[str, str]) -> tuple[int, bytes]:
    """Post `body` and return status and (the beginning of) the answer.

    :raises NotDelivered: no connection, no answer in time, or an address we do not post to
    """
    try:
        parts = checked(url)
    except ValueError as error:
        raise NotDelivered(f"not an address we post to: {error}", for_good=True) from error
    port = parts.port or (443 if parts.scheme == "https" else 80)
    connection = _ToAddress(parts, _address(parts, port), port)
    path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    try:
        connection.request("POST", path, body, {"Host": parts.netloc, "User-Agent": "Linli", **headers})
        answer = connection.getresponse()
        return answer.status, answer.read(MOST_ANSWER)
    except (OSError, http.client.HTTPException) as error:
        raise NotDelivered(f"{type(error).__name__}: {error}") from error
    finally:
        connection.close()
