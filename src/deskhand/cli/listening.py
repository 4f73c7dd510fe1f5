"""Takes the server's port before anything slow begins, so that a port in use is known at once."""

from __future__ import annotations

import errno
import ipaddress
import socket

from deskhand.infra.errors import ConfigurationInvalid


class AddressInUse(ConfigurationInvalid):
    """Another program listens on this port."""


class AddressNotOurs(ConfigurationInvalid):
    """This machine cannot listen on that address."""


def take_port(host: str, port: int) -> socket.socket:
    """A bound socket, that does not listen yet. Raises AddressInUse or AddressNotOurs."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except OSError as error:
        raise AddressNotOurs(f"{host} is no address of this machine ({error.strerror}).") from error
    taken = socket.socket(family, kind, protocol)
    try:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(address)
        # Two processes can bind one port with SO_REUSEADDR, as long as neither listens.
        taken.listen(2048)
    except OSError as error:
        taken.close()
        if error.errno == errno.EADDRINUSE:
            raise AddressInUse(
                f"Port {port} on {host} is in use by another program: stop that one, or choose"
                f" another port with PORT={port + 1} or --port {port + 1}."
            ) from error
        raise AddressNotOurs(f"Cannot listen on {host}:{port}: {error.strerror}.") from error
    taken.setblocking(False)
    return taken


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches a server that listens on `host`."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
