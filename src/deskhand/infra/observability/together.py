"""The figures of two processes as one scrape: counts are added, of two levels the higher counts."""

from __future__ import annotations

from collections.abc import Iterator

from prometheus_client import CollectorRegistry, Metric
from prometheus_client.parser import text_string_to_metric_families
from prometheus_client.samples import Sample

_OWN = ("process_", "python_")
"""What describes one process and cannot be added to another's."""

_Key = tuple[str, frozenset[tuple[str, str]]]


class Together:
    """A registry with the samples of another process, given as the text of its scrape."""

    def __init__(self, registry: CollectorRegistry, beside: str) -> None:
        self._registry = registry
        self._beside: dict[str, dict[_Key, Sample]] = {
            family.name: {_key(sample): sample for sample in family.samples}
            for family in text_string_to_metric_families(beside)
            if not family.name.startswith(_OWN)
        }

    def collect(self) -> Iterator[Metric]:
        """Each family with the samples of both."""
        for family in self._registry.collect():
            others = dict(self._beside.get(family.name, {}))
            join = max if family.type == "gauge" else _add
            samples = [
                sample._replace(value=join(sample.value, other.value)) if other else sample
                for sample in family.samples
                for other in (others.pop(_key(sample), None),)
            ]
            both = Metric(family.name, family.documentation, family.type)
            both.samples = samples + list(others.values())
            yield both


def _key(sample: Sample) -> _Key:
    return sample.name, frozenset(sample.labels.items())


def _add(one: float, other: float) -> float:
    return one + other
