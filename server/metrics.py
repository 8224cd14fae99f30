"""What Prometheus reads of the node: sockets, loop lag, the relay's counters. Requests count themselves."""

from collections.abc import Iterator

from prometheus_client import CollectorRegistry
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from server.loop_lag import LoopLag
from signaling.connections import Connections
from signaling.media.control import MediaControl


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
        relay = GaugeMetricFamily("media_relay", "Counters of the relay since start.", labels=["counter"])
        for counter, value in sorted(self._media.stats().items()):
            relay.add_metric([counter], value)
        yield relay

    def describe(self) -> Iterator[Metric]:
        return iter(())


def watch_node(
    registry: CollectorRegistry, media: MediaControl, connections: Connections, lag: LoopLag, *, plane: str
) -> None:
    """Add the node's gauges to an application's registry."""
    registry.register(_Node(media, connections, lag, plane))
