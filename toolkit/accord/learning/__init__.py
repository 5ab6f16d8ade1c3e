"""How players end up who learn while they play, and what they regret then."""

from accord.learning.history import History
from accord.learning.matching import conditional_matching
from accord.learning.mixing import LEARNERS, mixed_learning
from accord.learning.patience import Patience
from accord.learning.regret import external_regret, internal_regret

__all__ = ["LEARNERS", "History", "Patience", "conditional_matching", "external_regret", "internal_regret", "mixed_learning"]
