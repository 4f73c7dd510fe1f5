"""Prometheus metrics of one process, and the text that a scrape reads.

Every process is a scrape target of its own: the web server shows its registry at `/metrics`,
and a Celery worker does so on a port of its own when `serve_metrics` is called. The worker that a
server starts beside itself is shown with it, and nothing else is merged; sums and quantiles are
the query's work. `deskhand_queue_depth` and
`deskhand_queue_age_seconds` are read from Postgres, which all share: take their maximum.

Label values come from code (node names, route templates, rule ids), never from a request.
"""

from __future__ import annotations

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
    start_http_server,
)
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from deskhand.infra.observability.together import Together

REGISTRY = CollectorRegistry(auto_describe=True)
ProcessCollector(registry=REGISTRY)
PlatformCollector(registry=REGISTRY)

_WAITS = (0.01, 0.025, 0.05, 0.08, 0.1, 0.2, 0.35, 0.5, 1.0, 2.0, 3.0, 5.0, 10.0, 20.0, 60.0)
_STEPS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
_TENTHS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)

turn_seconds = Histogram(
    "deskhand_turn_seconds",
    "Seconds from the claim of a turn to its outcome.",
    ["engine", "outcome"],
    buckets=_WAITS,
    registry=REGISTRY,
)
node_seconds = Histogram(
    "deskhand_node_seconds",
    "Seconds one node of the workflow took.",
    ["node"],
    buckets=_STEPS,
    registry=REGISTRY,
)
queue_depth = Gauge(
    "deskhand_queue_depth",
    "Rows that are due and not yet claimed.",
    ["queue"],
    registry=REGISTRY,
)
queue_age_seconds = Gauge(
    "deskhand_queue_age_seconds",
    "Seconds the oldest due row has waited.",
    ["queue"],
    registry=REGISTRY,
)
model_tokens_total = Counter(
    "deskhand_model_tokens_total",
    "Tokens sent to and received from the language model.",
    ["kind"],
    registry=REGISTRY,
)
model_cost_dollars_total = Counter(
    "deskhand_model_cost_dollars_total",
    "US dollars spent on the language model, by the configured prices.",
    registry=REGISTRY,
)
model_retries_total = Counter(
    "deskhand_model_retries_total",
    "Calls to the language model that were tried again.",
    ["reason"],
    registry=REGISTRY,
)
turn_attempts_total = Counter(
    "deskhand_turn_attempts_total",
    "Attempts at a turn, by how they ended.",
    ["outcome"],
    registry=REGISTRY,
)
guardrail_findings_total = Counter(
    "deskhand_guardrail_findings_total",
    "Violations found in drafts.",
    ["rule"],
    registry=REGISTRY,
)
retrieval_confidence = Histogram(
    "deskhand_retrieval_confidence",
    "Confidence of the best passage, 0 to 1.",
    buckets=_TENTHS,
    registry=REGISTRY,
)
http_requests_total = Counter(
    "deskhand_http_requests_total",
    "HTTP requests answered.",
    ["route", "method", "status"],
    registry=REGISTRY,
)
http_request_seconds = Histogram(
    "deskhand_http_request_seconds",
    "Seconds an HTTP request took.",
    ["route", "method", "status"],
    buckets=_STEPS,
    registry=REGISTRY,
)
wakeups_total = Counter(
    "deskhand_wakeups_total",
    "Wake-ups rung: sent, merged (already waiting), full, failed, or skipped after failures.",
    ["task", "backend", "outcome"],
    registry=REGISTRY,
)
events_published_total = Counter(
    "deskhand_events_published_total",
    "Live events published: sent or lost.",
    ["backend", "outcome"],
    registry=REGISTRY,
)

# A queue that nobody has measured yet is shown as empty, so that dashboards have both from
# the first scrape.
for _queue in ("turn", "ingest"):
    queue_depth.labels(_queue)
    queue_age_seconds.labels(_queue)


def render(beside: str = "") -> tuple[bytes, str]:
    """This process's metrics in Prometheus' text format, and their content type.

    `beside` is the text of a worker process that has no port of its own; its figures are added.
    """
    shown = Together(REGISTRY, beside) if beside else REGISTRY
    return generate_latest(shown), CONTENT_TYPE_LATEST


def serve_metrics(port: int, host: str = "127.0.0.1") -> int:
    """Serve `render()` from a daemon thread, for a process that has no web server.

    Returns the port; port 0 picks a free one. Raises `OSError` when the port is taken.
    """
    server, _ = start_http_server(port, addr=host, registry=REGISTRY)
    return int(server.server_port)
