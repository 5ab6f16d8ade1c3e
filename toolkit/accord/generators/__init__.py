"""Families of games: random, structured and parametrised ones, numbered by seeds."""

from __future__ import annotations

from accord.generators.addresses import parse
from accord.generators.base import LARGEST_SEED, SCHEME, Family, check_seed
from accord.generators.catalogue import FAMILIES, family, family_class
from accord.generators.classics import (
    BattleOfTheSexes,
    Chicken,
    HawkDove,
    MatchingPennies,
    PrisonersDilemma,
    RandomBattleOfTheSexes,
    RandomChicken,
    RandomPrisonersDilemma,
    StagHunt,
)
from accord.generators.groups import (
    GuessTwoThirds,
    MajorityVoting,
    MinimumEffort,
    NPlayerChicken,
    NPlayerPrisonersDilemma,
    PublicGood,
    TravellersDilemma,
)
from accord.generators.markets import Auction, Bertrand, Blotto, Cournot, GrabTheDollar, Location, WarOfAttrition
from accord.generators.meetings import Collaboration, Congestion, Coordination, Dispersion, RockPaperScissors, Shapley
from accord.generators.parameters import Parameter
from accord.generators.unstructured import Covariant, Ordinal, Polymatrix, Random, Symmetric, ZeroSum, ZeroSumPlusNoise

__all__ = [
    "FAMILIES",
    "LARGEST_SEED",
    "SCHEME",
    "Auction",
    "BattleOfTheSexes",
    "Bertrand",
    "Blotto",
    "Chicken",
    "Collaboration",
    "Congestion",
    "Coordination",
    "Cournot",
    "Covariant",
    "Dispersion",
    "Family",
    "GrabTheDollar",
    "GuessTwoThirds",
    "HawkDove",
    "Location",
    "MajorityVoting",
    "MatchingPennies",
    "MinimumEffort",
    "NPlayerChicken",
    "NPlayerPrisonersDilemma",
    "Ordinal",
    "Parameter",
    "Polymatrix",
    "PrisonersDilemma",
    "PublicGood",
    "Random",
    "RandomBattleOfTheSexes",
    "RandomChicken",
    "RandomPrisonersDilemma",
    "RockPaperScissors",
    "Shapley",
    "StagHunt",
    "Symmetric",
    "TravellersDilemma",
    "WarOfAttrition",
    "ZeroSum",
    "ZeroSumPlusNoise",
    "check_seed",
    "family",
    "family_class",
    "parse",
]
