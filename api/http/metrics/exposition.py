"""What a service tells of itself when it is asked for its metrics."""

import os
from collections.abc import Iterator, Mapping

from prometheus_client import CollectorRegistry
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import choose_encoder
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from communique.api.http.metrics import SHARED_FOLDER
from communique.api.http.metrics.measures import Measures
from communique.api.http.metrics.processes import processes_below


class _ServiceCollector(Collector):
    """Numbers as they are now, and the processes below one."""

    def __init__(self, numbers: Mapping[str, tuple[str, float]], root: int) -> None:
        self._numbers, self._root = numbers, root

    def collect(self) -> Iterator[Metric]:
        """Give them."""
        for name, (about, value) in self._numbers.items():
            yield GaugeMetricFamily(f"communique_{name}", about, value)
        number = GaugeMetricFamily("communique_processes", "Processes, by what they do.", labels=["kind"])
        memory = GaugeMetricFamily(
            "communique_memory_bytes", "Memory that these take; what they share counts for each.", labels=["kind"]
        )
        for kind, found in processes_below(self._root).items():
            number.add_metric([kind], found.number)
            memory.add_metric([kind], found.memory)
        yield number
        yield memory


def exposed(
    measures: Measures, numbers: Mapping[str, tuple[str, float]], accept: str, *, is_replica: bool
) -> tuple[bytes, str]:
    """Give all metrics in a form that the Accept header takes, with its media type.

    `numbers` has by name what each is about, and its value. Where several processes count, the sums are given.
    """
    registry = measures.registry
    if os.environ.get(SHARED_FOLDER):
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    every = CollectorRegistry()
    every.register(_Every(registry))
    every.register(_ServiceCollector(numbers, os.getppid() if is_replica else os.getpid()))
    encoder, media_type = choose_encoder(accept)
    return encoder(every), media_type


class _Every(Collector):
    """What another registry collects."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._registry = registry

    def collect(self) -> Iterator[Metric]:
        """Give it."""
        yield from self._registry.collect()
