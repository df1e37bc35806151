"""What the app counts for its operators. No label ever carries a user's words or ids."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

_SECONDS = (0.01, 0.02, 0.035, 0.05, 0.075, 0.1, 0.15, 0.25, 0.5, 1, 2, 4)


class Metrics:
    """The counters of one app, in a registry of their own."""

    content_type = "text/plain; version=0.0.4; charset=utf-8"

    def __init__(self) -> None:
        self.registry = registry = CollectorRegistry()
        self.turns = Counter(
            "policybot_turns", "Messages by outcome", ["channel", "outcome"], registry=registry
        )
        self.turn_seconds = Histogram(
            "policybot_turn_seconds",
            "Seconds from a message's arrival to its answer, queueing included",
            buckets=_SECONDS,
            registry=registry,
        )
        self.engine_seconds = Histogram(
            "policybot_engine_seconds",
            "Seconds the engine took for one message",
            buckets=_SECONDS,
            registry=registry,
        )
        self.engine_errors = Counter(
            "policybot_engine_errors", "Failed calls to the engine", ["kind"], registry=registry
        )
        self.dedup_hits = Counter(
            "policybot_dedup_hits", "Repeated messages, by where met", ["kind"], registry=registry
        )
        self.masked = Counter(
            "policybot_masked", "Messages with an identifier taken out", registry=registry
        )
        self.wechat = Counter(
            "policybot_wechat",
            "WeChat deliveries by what became of them",
            ["outcome"],
            registry=registry,
        )
        self.ready = Gauge(
            "policybot_ready", "1 while the engine's model answers", registry=registry
        )

    def render(self) -> bytes:
        """The Prometheus text exposition."""
        return generate_latest(self.registry)
