"""Optional OpenTelemetry traces: without a collector a span costs nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from deskhand.infra.errors import ConfigurationInvalid
from deskhand.infra.observability.logging import clean_text, correlation_id
from deskhand.infra.settings import ObservabilitySettings


class TracingNotInstalled(ConfigurationInvalid):
    """OTEL_EXPORTER_OTLP_ENDPOINT is set, but OpenTelemetry is missing: install deskhand[otel]."""


_provider: Any = None
_tracer: Any = None


def configure_tracing(settings: ObservabilitySettings, *, service: str = "deskhand") -> bool:
    """Send spans to the collector of the settings; returns whether there is one.

    `settings.otlp_endpoint` is the collector's base address, such as `http://collector:4318`.
    Raises `TracingNotInstalled` when a collector is set and the extra `otel` is not installed.
    """
    if settings.otlp_endpoint is None:
        return False
    try:
        # An optional extra: most installations have no collector.
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError as error:
        raise TracingNotInstalled from error
    provider = TracerProvider(resource=Resource.create({"service.name": service}))
    endpoint = settings.otlp_endpoint.rstrip("/") + "/v1/traces"
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=endpoint)))
    use_provider(provider)
    return True


def use_provider(provider: Any) -> None:
    """Take spans from this OpenTelemetry tracer provider; `None` turns tracing off."""
    global _provider, _tracer
    _provider = provider
    _tracer = None if provider is None else provider.get_tracer("deskhand")


def stop_tracing() -> None:
    """Send what waits to the collector and turn tracing off."""
    if _provider is not None:
        _provider.shutdown()
    use_provider(None)


@contextmanager
def span(name: str, **attributes: Any) -> Iterator[Any]:
    """A span around the block, with redacted attributes and the correlation id.

    Yields the OpenTelemetry span, or `None` when tracing is off. An error that leaves the
    block becomes an event and `error.type` on the span, and is raised on.
    """
    if _tracer is None:
        yield None
        return
    id = correlation_id()
    if id is not None:
        attributes.setdefault("correlation_id", id)
    with _tracer.start_as_current_span(
        name,
        attributes={key: _attribute(value) for key, value in attributes.items()},
        # An error's message may hold what a customer wrote, so it is cleaned first.
        record_exception=False,
        set_status_on_exception=False,
    ) as current:
        try:
            yield current
        except Exception as error:
            current.add_event(
                "exception",
                {
                    "exception.type": type(error).__qualname__,
                    "exception.message": clean_text(str(error)),
                },
            )
            current.set_attribute("error.type", type(error).__qualname__)
            raise


def _attribute(value: Any) -> Any:
    if isinstance(value, bool | int | float):
        return value
    return clean_text(str(value))
