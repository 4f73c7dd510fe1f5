"""A pytest plugin that says at the end how many tests of each layer ran."""

from __future__ import annotations

from collections import Counter

import pytest


class LayerCounts:
    """Counts the tests that ran, by the folder below `tests`."""

    def __init__(self) -> None:
        self._ran: Counter[str] = Counter()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count a test once, when its own part has run."""
        if report.when == "call":
            parts = report.nodeid.split("/")
            self._ran[parts[1] if len(parts) > 2 and parts[0] == "tests" else "other"] += 1

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """One line, above pytest's own last one."""
        if self._ran:
            counts = ", ".join(f"{layer} {count}" for layer, count in sorted(self._ran.items()))
            terminalreporter.write_line(f"tests by layer: {counts}")


def pytest_configure(config: pytest.Config) -> None:
    """Register the counter."""
    config.pluginmanager.register(LayerCounts(), "deskhand-layers")
