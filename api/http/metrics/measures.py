"""What is counted while a service runs. With several processes each counts in files, and the sums are served."""

from dataclasses import dataclass

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)


@dataclass(frozen=True, slots=True)
class Measures:
    """The counters of a service, each with what it counts as its help."""

    registry: CollectorRegistry
    requests: Counter
    seconds: Histogram
    queries: Counter
    queries_queued: Gauge
    queries_running: Gauge
    queries_killed: Counter
    readings: Counter
    readings_queued: Gauge
    readings_running: Gauge


def new_measures() -> Measures:
    """Give counters that stand at nothing."""
    registry = CollectorRegistry()

    def counter(name: str, about: str, *labels: str) -> Counter:
        """Make a counter."""
        return Counter(f"communique_{name}", about, labels, registry=registry)

    def now(name: str, about: str) -> Gauge:
        """Make a number that comes and goes; that of a process that died goes with it."""
        return Gauge(f"communique_{name}", about, registry=registry, multiprocess_mode="livesum")

    return Measures(
        registry,
        counter("http_requests", "Requests answered.", "method", "path", "status"),
        Histogram(
            "communique_http_request_seconds",
            "Time from a request to the end of its answer.",
            ("method", "path"),
            registry=registry,
            buckets=_SECONDS,
        ),
        counter("queries", "SPARQL queries, by what came of them: answered, or why not.", "outcome"),
        now("queries_queued", "Queries that wait for a place."),
        now("queries_running", "Queries that have a place."),
        counter("queries_killed", "Query processes that were ended before their work was done."),
        counter("readings", "Texts that were given to be read, by what came of them: read, or why not.", "outcome"),
        now("readings_queued", "Texts that wait for their turn to be read."),
        now("readings_running", "Texts that are being read."),
    )
