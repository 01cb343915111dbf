"""The addresses of a service: which template a path fits, and which methods it takes."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from starlette.routing import BaseRoute, Mount, Route, compile_path

_READ = frozenset({"GET", "HEAD"})


@dataclass(frozen=True, slots=True)
class Address:
    """A template of paths, with the methods that are for them."""

    template: str
    pattern: re.Pattern[str]
    methods: frozenset[str]


@dataclass(frozen=True, slots=True)
class Addresses:
    """All of them, in the order in which they are tried."""

    every: tuple[Address, ...]

    def template_of(self, path: str) -> str | None:
        """Give the template that a path fits, None where there is none."""
        return next((each.template for each in self.every if each.pattern.match(path)), None)

    def methods_of(self, path: str) -> list[str]:
        """Give the methods that are for a path: of all its routes, and HEAD where there is GET."""
        methods = {method for each in self.every if each.pattern.match(path) for method in each.methods}
        return sorted(methods | (_READ if "GET" in methods else set()))


def addresses_of(routes: Iterable[BaseRoute]) -> Addresses:
    """Give the addresses that routes declare."""
    return Addresses(tuple(found for route in routes if (found := _address(route)) is not None))


def _address(route: BaseRoute) -> Address | None:
    if isinstance(route, Mount):
        # Files.
        template = f"{route.path}/{{path:path}}"
        return Address(template, compile_path(template)[0], _READ)
    if isinstance(route, Route):
        return Address(route.path, route.path_regex, frozenset(route.methods or ()))
    return None
