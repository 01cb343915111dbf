"""Hosts by name and port: those that the service may ask, and those that it is."""

import ipaddress
import re
from dataclasses import dataclass

import httpx

_ENTRY = re.compile(r"(?P<below>\*\.)?(?P<name>\[[0-9A-Fa-f:.]+\]|[^\s:/?#@\[\]*]+)(?::(?P<port>\d{1,5}))?")
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Host:
    """A host: at one port, or, where that is None, to be asked at those of http and https.

    With `below` it stands for all hosts whose names end in its own, and not for itself.
    """

    name: str
    port: int | None = None
    below: bool = False

    def takes_in(self, url: httpx.URL) -> bool:
        """Tell whether an address lies on this host."""
        return self._is_called(url) and (
            port_of(url) in _PORTS.values() if self.port is None else port_of(url) == self.port
        )

    def is_name(self, url: httpx.URL) -> bool:
        """Tell whether an address names this host, at any port where none is named."""
        return self._is_called(url) and self.port in (None, port_of(url))

    def _is_called(self, url: httpx.URL) -> bool:
        name = host_of(url)
        return name.endswith(f".{self.name}") if self.below else name == self.name


def host_of(url: httpx.URL) -> str:
    """Give the host of an address as names are compared: in lower case, in ASCII, without a dot at its end."""
    name = url.raw_host.decode("ascii").lower().rstrip(".")
    return ipaddress.ip_address(name).compressed if ":" in name else name


def port_of(url: httpx.URL) -> int:
    """Give the port of an address; 0 where its scheme is neither http nor https."""
    return url.port or _PORTS.get(url.scheme, 0)


def hosts_from(text: str, where: str) -> tuple[Host, ...]:
    """Give the hosts of a list with commas; ValueError that says where, for an entry that is no host."""
    return tuple(_host(entry.strip(), where) for entry in text.split(",") if entry.strip())


def _host(entry: str, where: str) -> Host:
    found = _ENTRY.fullmatch(entry)
    try:
        name = host_of(httpx.URL(f"http://{found['name']}/")) if found else ""
    except httpx.InvalidURL:
        name = ""
    port = int(found["port"]) if found and found["port"] else None
    if found is None or not name or (port is not None and not 0 < port < 1 << 16):
        raise ValueError(f"{where}: {entry!r} is no host: write example.org, example.org:8080 or *.example.org")
    return Host(name, port, bool(found["below"]))
