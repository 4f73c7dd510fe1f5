"""Spans, with and without somebody who records them."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from deskhand.infra.observability.logging import correlated
from deskhand.infra.observability.tracing import (
    TracingNotInstalled,
    configure_tracing,
    span,
    stop_tracing,
    use_provider,
)
from deskhand.infra.settings import ObservabilitySettings


class _Recorder:
    """A tracer provider, its tracer and its span in one."""

    def __init__(self) -> None:
        self.spans: list[tuple[str, dict[str, Any]]] = []
        self.events: list[dict[str, Any]] = []

    def get_tracer(self, name: str) -> _Recorder:
        return self

    @contextmanager
    def start_as_current_span(
        self, name: str, attributes: dict[str, Any], **_: Any
    ) -> Iterator[_Recorder]:
        self.spans.append((name, dict(attributes)))
        yield self

    def set_attribute(self, key: str, value: Any) -> None:
        self.spans[-1][1][key] = value

    def add_event(self, name: str, attributes: dict[str, Any]) -> None:
        self.events.append(attributes)

    def shutdown(self) -> None:
        pass


@pytest.fixture
def recorder() -> Iterator[_Recorder]:
    recorder = _Recorder()
    use_provider(recorder)
    yield recorder
    stop_tracing()


def test_without_a_collector_a_span_does_nothing() -> None:
    assert configure_tracing(ObservabilitySettings(OTEL_EXPORTER_OTLP_ENDPOINT=None)) is False
    with span("retrieve", passages=3) as current:
        assert current is None


def test_a_span_carries_its_attributes_redacted_and_the_correlation_id(
    recorder: _Recorder,
) -> None:
    with correlated("c-1"), span("identify", customer="ann.lee@example.com", count=2):
        pass
    ((name, attributes),) = recorder.spans
    assert name == "identify"
    assert attributes["count"] == 2
    assert attributes["correlation_id"] == "c-1"
    assert "ann.lee" not in attributes["customer"]


def test_an_error_is_recorded_redacted_and_raised_on(recorder: _Recorder) -> None:
    with pytest.raises(LookupError), span("identify"):
        raise LookupError("nobody is ann.lee@example.com")
    (event,) = recorder.events
    assert event["exception.type"] == "LookupError"
    assert "ann.lee" not in event["exception.message"]
    assert recorder.spans[0][1]["error.type"] == "LookupError"


@pytest.mark.skipif(
    importlib.util.find_spec("opentelemetry.sdk") is not None, reason="the extra is installed"
)
def test_a_collector_without_the_extra_is_a_clear_refusal() -> None:
    settings = ObservabilitySettings(OTEL_EXPORTER_OTLP_ENDPOINT="http://collector:4318")
    with pytest.raises(TracingNotInstalled, match=r"deskhand\[otel\]"):
        configure_tracing(settings)
