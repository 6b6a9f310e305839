"""The charts' bytes are the comparison's numbers, and their words are those of reports."""

import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))

from comparisons import compared, paths
from lwsim import statistics as st
from lwsim.ui.board import board

FIRST = paths(12, (0.4, 0.45, 0.02), (0.0, 0.1, 0.02))
SECOND = paths(12, (0.4, 0.40, 0.02), (0.0, 0.3, 0.02))


@pytest.mark.parametrize("way", ["level", "difference"])
def test_the_bytes_are_means_and_bands(way):
    comparison = compared(FIRST, SECOND)
    found = board(comparison, way)
    numbers = np.frombuffer(found.numbers, "<f4").reshape(-1, found.weeks + 1)
    chart = next(chart for chart in found.charts if chart["name"] == "need_met")
    lines = numbers[chart["at"] // (found.weeks + 1) :][: 3 * len(chart["series"])]
    drawn = comparison.drawn("need_met", 1, is_difference=way == "difference")
    assert np.allclose(lines[-3:], st.summary(drawn)[:3], atol=1e-6)


def test_one_world_has_a_line_and_no_band():
    found = board(compared(FIRST[:1], SECOND[:1]))
    assert not found.has_bands
    assert all(cell["range"] == "" for chart in found.charts for row in chart["table"]["rows"] for cell in row[1:])


def test_up_to_four_scenarios_each_have_a_slot():
    found = board(compared(FIRST, SECOND, FIRST, SECOND))
    assert [one["slot"] for one in found.charts[0]["series"]] == [1, 2, 3, 4]


def test_a_lead_that_is_open_is_not_marked_as_changing_hands():
    wave = FIRST.copy()
    wave[:, :, 0] += 0.001 * np.sin(np.arange(wave.shape[1]) / 20)
    noise = np.random.default_rng(3).normal(0, 0.2, (12, 1))
    wave[:, :, 0] += noise
    chart = next(chart for chart in board(compared(FIRST, wave)).charts if chart["name"] == "need_met")
    assert chart["crossings"] == []
