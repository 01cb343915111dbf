"""Options that belong together as one parameter of a command: a dataclass whose fields are the options."""

from collections.abc import Callable, Iterator
from dataclasses import is_dataclass
from functools import wraps
from inspect import Parameter, Signature, signature
from typing import TypeGuard, TypeVar

R = TypeVar("R")
T = TypeVar("T")


def with_option_groups(command: Callable[..., R]) -> Callable[..., R]:
    """Give a command as typer takes it: where a parameter is a dataclass, each of its fields is an option."""
    own = signature(command, eval_str=True)
    groups = {each.name: each.annotation for each in own.parameters.values() if _is_group(each.annotation)}

    @wraps(command)
    def grouped(**given: object) -> R:
        """Run the command with the options of each group in one thing."""
        held = {name: _taken(kind, given) for name, kind in groups.items()}
        return command(**given, **held)

    grouped.__signature__ = own.replace(parameters=list(_options(own)))  # type: ignore[attr-defined]
    return grouped


def _is_group(annotation: object) -> TypeGuard[type[object]]:
    return isinstance(annotation, type) and is_dataclass(annotation)


def _taken(kind: type[T], given: dict[str, object]) -> T:
    """Give a group, whose fields are taken out of all options."""
    return kind(**{name: given.pop(name) for name in signature(kind).parameters})


def _options(own: Signature) -> Iterator[Parameter]:
    for each in own.parameters.values():
        inner = signature(each.annotation, eval_str=True).parameters.values() if _is_group(each.annotation) else (each,)
        yield from (option.replace(kind=Parameter.KEYWORD_ONLY) for option in inner)
