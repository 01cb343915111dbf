"""Which events are asked for by what reports make of them, on the command line as over HTTP."""

from enum import StrEnum


class EventStatus(StrEnum):
    """What reports make of an event: all are asserted by one at least, some are denied by another."""

    ASSERTED = "asserted"
    DISPUTED = "disputed"
    UNDISPUTED = "undisputed"

    @property
    def disputed(self) -> bool | None:
        """Tell whether events must be denied by a report, or must not be; None where both will do."""
        return None if self is EventStatus.ASSERTED else self is EventStatus.DISPUTED
