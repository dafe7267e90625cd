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
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


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


def _reached(address: str) -> list[ipaddress.IPv4Address | ipaddress.IPv6Address]:
    """Return an address and every one of IPv4 inside it that a gateway on the way may send us to."""
    ip = ipaddress.ip_address(address)
    if ip.version == 4:
        return [ip]
    inside = [ip.ipv4_mapped, ip.sixtofour, *(ip.teredo or ())]
    if ip in _NAT64:
        inside.append(ipaddress.IPv4Address(int(ip) & 0xFFFF_FFFF))
    found = [old for old in inside if old is not None]
    return found if ip.ipv4_mapped else [ip, *found]


def _address(parts: SplitResult, port: int) -> str:
    try:
        found = [info[4][0] for info in socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)]
    except OSError as error:
        raise NotDelivered(f"host not found: {parts.hostname}") from error
    if parts.hostname not in conf().hook_hosts:
        for address in found:
            if any(not ip.is_global or ip.is_multicast for ip in _reached(str(address).partition("%")[0])):
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
