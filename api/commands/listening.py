"""Whether a service can begin: its address is free, and what it reads texts with is there."""

import errno
import os
import socket
from importlib import metadata
from pathlib import Path

_WHY = {
    errno.EADDRINUSE: "port {port} of {host} is in use: stop what listens there, or choose another one with --port",
    errno.EADDRNOTAVAIL: "{host} is no address of this machine: give one of its own with --host, or 0.0.0.0 for all",
    errno.EACCES: "port {port} may not be used by this user: choose one above 1023 with --port",
}


def check_address(host: str, port: int) -> None:
    """Raise ValueError that says what to do where nothing can listen to an address; before a store is opened."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (socket.gaierror, UnicodeError) as error:
        raise ValueError(f"--host: {host!r} is no address and no name that is known: try 127.0.0.1") from error
    family, kind, protocol, _, address = found[0]
    with socket.socket(family, kind, protocol) as probe:
        if os.name == "posix":
            # As the service will: what was closed just now is free.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
            probe.listen(1)
        except OSError as error:
            why = _WHY.get(error.errno or 0, f"{{host}} cannot be listened to at port {{port}} ({error.strerror})")
            raise ValueError(why.format(host=host, port=port)) from error


def check_model(name: str) -> None:
    """Raise ValueError where a spaCy model is neither installed nor a folder."""
    try:
        metadata.distribution(name)
    except (metadata.PackageNotFoundError, ValueError):
        if not Path(name).is_dir():
            raise ValueError(
                f"COMMUNIQUE_MODEL: the model {name!r} is not installed: pip install it, or name another one"
            ) from None
