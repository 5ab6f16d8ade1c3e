"""Runs where accord and this plugin are installed."""

import numpy as np
import pytest
from accord_seniority import Seniority

from accord.bargain import Problem
from accord.errors import ConfigurationError
from accord.game import Game
from accord.host import load_registry
from accord.testing import SplitContract

CHICKEN = Game.from_arrays([[0, 7], [2, 6]], [[0, 2], [7, 6]])


class TestSeniority(SplitContract):
    component = Seniority(ratio=0.8)


def test_it_is_registered():
    found = load_registry().lookup("split", "seniority.geometric")
    assert (found.component, found.plugin, found.distribution) == (Seniority, "seniority", "accord-seniority")


@pytest.mark.parametrize(("ratio", "gains"), [(0.5, [1, 0.5]), (0.25, [1.2, 0.3]), (1.0, [0.75, 0.75])])
def test_gains_are_shared_by_rank(ratio, gains):
    payoffs = Seniority(ratio).agree(Problem(CHICKEN, (5.25, 5.25)))
    np.testing.assert_allclose(payoffs, 5.25 + np.array(gains), rtol=0, atol=1e-12)


@pytest.mark.parametrize("ratio", [0.0, -1.0, 1.5])
def test_ratio_has_a_range(ratio):
    with pytest.raises(ConfigurationError, match="ratio"):
        Seniority(ratio)
