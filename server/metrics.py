"""What Prometheus reads of the node: sockets, loop lag, the relay's counters. Requests count themselves."""

from collections.abc import Iterator
from math import inf

from prometheus_client import CollectorRegistry
from prometheus_client.core import GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from server.loop_lag import LoopLag
from signaling.connections import Connections
from signaling.media.control import MediaControl
from signaling.media.figures import LineFigures
from signaling.media.tally import Tally


class _Node(Collector):
    def __init__(self, media: MediaControl, connections: Connections, lag: LoopLag, plane: str) -> None:
        self._media = media
        self._connections = connections
        self._lag = lag
        self._plane = plane

    def collect(self) -> Iterator[Metric]:
        yield GaugeMetricFamily("signaling_connections", "Authenticated sockets.", value=len(self._connections))
        yield GaugeMetricFamily("loop_lag_seconds", "Worst lag since the last reading.", value=self._lag.take_worst_s())
        plane = GaugeMetricFamily("media_plane", "Which data plane runs, with its shards.", labels=["plane", "shards"])
        plane.add_metric([self._plane, str(len(self._media.ports))], 1)
        yield plane
        yield _histogram(
            "media_reroute_seconds", "From a move's order to the relay's answer.", self._media.acknowledged
        )
        yield from _lines(self._media.line_figures)
        alarms = GaugeMetricFamily("media_alarm", "What went wrong in the last ten minutes.", labels=["alarm"])
        for alarm in self._media.alarms():
            alarms.add_metric([alarm], 1)
        yield alarms
        relay = GaugeMetricFamily("media_relay", "Counters of the relay since start.", labels=["counter"])
        for counter, value in sorted(self._media.stats().items()):
            relay.add_metric([counter], value)
        yield relay

    def describe(self) -> Iterator[Metric]:
        return iter(())


def _lines(figures: LineFigures) -> Iterator[Metric]:
    """How people's lines carry, all of them together."""
    grades = GaugeMetricFamily("media_lines", "Lines by their grade, 0 (nothing comes) to 3 (good).", labels=["grade"])
    for grade, count in enumerate(figures.grades):
        grades.add_metric([str(grade)], count)
    yield grades
    yield GaugeMetricFamily("media_cameras_away", "Pictures that give way to sound.", value=figures.cameras_away)
    for name, tally in figures.tallies.items():
        yield _histogram(f"media_line_{name}", "Of each line, every two seconds.", tally)


def _histogram(name: str, words: str, tally: Tally) -> Metric:
    buckets = [("+Inf" if bound == inf else str(bound), count) for bound, count in tally.buckets()]
    return HistogramMetricFamily(name, words, buckets=buckets, sum_value=tally.total)


def watch_node(
    registry: CollectorRegistry, media: MediaControl, connections: Connections, lag: LoopLag, *, plane: str
) -> None:
    """Add the node's gauges to an application's registry."""
    registry.register(_Node(media, connections, lag, plane))
