"""Worked games and their published answers, in exact rationals.

`GAMES`: the payoff matrices with the greatest total payoff, security levels, extreme Nash payoffs, the corners of the
payoff sets of correlated equilibria, and the range of ``d_1 - d_2`` over these. `DISAGREEMENT`: the disagreement point
by selection rule (reference point: Pareto meet; `max-entropy` to six decimals). `SPLIT`: the payoffs after an equal split with side payments.
`WITHOUT_MONEY`: agreements without side payments, from the welfare-maximal correlated equilibrium. `THREE_PLAYERS`: bundled games of three
players with the welfare-maximal disagreement point and its even split. `COALITIONS`: for the same games, the Shapley value of
the worths by every reading of what a coalition is worth, and Myerson's value of the partition function; equilibria are the welfare-maximal
ones. `WORTHS`: the leads that the players by themselves can force, and the worths of the coalitions (1), (2), (3), (12), (13), (23).
`CURSED`: what player 1 gets after an equal split in an asymmetric Chicken (`payoffs("chicken_asym")`) to which a curse was added that
costs its user so much, or nothing, and the other 1000.
"""

# ruff: noqa: E501 -- tables read better whole

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

import numpy as np

__all__ = [
    "COALITIONS",
    "CURSED",
    "DISAGREEMENT",
    "GAMES",
    "SPLIT",
    "THREE_PLAYERS",
    "WITHOUT_MONEY",
    "WORTHS",
    "cursed",
    "payoffs",
]

Vector = tuple[Fraction, ...]

_GAMES = """
game               | payoffs                                                                           | W   | security     | nash                       | correlated                              | advantage
chicken            | (0,0) (7,2) ; (2,7) (6,6)                                                         | 12  | (2, 2)       | (2, 7) (14/3, 14/3) (7, 2) | (2, 7) (18/5, 18/5) (7, 2) (21/4, 21/4) | [-5, 5]
chicken_locked     | (0,0) (7,2)                                                                       | 9   | (0, 2)       | (7, 2)                     | (7, 2)                                  | [5, 5]
aumann_chicken     | (5,1) (0,0) ; (4,4) (1,5)                                                         | 8   | (1, 1)       | (1, 5) (5/2, 5/2) (5, 1)   | (1, 5) (2, 2) (5, 1) (10/3, 10/3)       | [-4, 4]
hot_dog            | (100,50) (200,40) ; (80,100) (40,20)                                              | 240 | (100, 50)    | (100, 50)                  | (100, 50)                               | [50, 50]
bos                | (2,1) (0,0) ; (0,0) (1,2)                                                         | 3   | (2/3, 2/3)   | (2/3, 2/3) (1, 2) (2, 1)   | (2/3, 2/3) (2, 1) (1, 2)                | [-1, 1]
pd                 | (10,10) (0,12) ; (12,0) (4,4)                                                     | 20  | (4, 4)       | (4, 4)                     | (4, 4)                                  | [0, 0]
stag_hunt          | (4,4) (0,3) ; (3,0) (3,3)                                                         | 8   | (3, 3)       | (3, 3) (4, 4)              | (3, 3) (48/13, 3) (4, 4) (3, 48/13)     | [-9/13, 9/13]
matching_pennies   | (1,-1) (-1,1) ; (-1,1) (1,-1)                                                     | 0   | (0, 0)       | (0, 0)                     | (0, 0)                                  | [0, 0]
shapley3x3         | (0,0) (1,0) (0,1) ; (0,1) (0,0) (1,0) ; (1,0) (0,1) (0,0)                         | 1   | (1/3, 1/3)   | (1/3, 1/3)                 | (1/3, 1/3) (1/2, 1/2)                   | [0, 0]
rps_tie_penalty    | (-1/2,-1/2) (-1,1) (1,-1) ; (1,-1) (-1/2,-1/2) (-1,1) ; (-1,1) (1,-1) (-1/2,-1/2) | 0   | (-1/6, -1/6) | (-1/6, -1/6)               | (-1/6, -1/6)                            | [0, 0]
cruciatus_free     | (0,0) ; (0,-1000)                                                                 | 0   | (0, -1000)   | (0, -1000) (0, 0)          | (0, -1000) (0, 0)                       | [0, 1000]
cruciatus_cost1    | (0,0) ; (-1,-1000)                                                                | 0   | (0, -1000)   | (0, 0)                     | (0, 0)                                  | [0, 0]
cruciatus_gain1    | (0,0) ; (1,-1000)                                                                 | 0   | (1, -1000)   | (1, -1000)                 | (1, -1000)                              | [1001, 1001]
conditional_threat | (0,1) (1,0) ; (-1,-1000) (1,0)                                                    | 1   | (0, 0)       | (0, 1) (1, 0)              | (0, 1) (1, 0)                           | [-1, 1]
bananas            | (2,0) (4,0)                                                                       | 4   | (2, 0)       | (2, 0) (4, 0)              | (2, 0) (4, 0)                           | [2, 4]
bananas_cost       | (2,0) (4,-1)                                                                      | 3   | (2, 0)       | (2, 0)                     | (2, 0)                                  | [2, 2]
dictator_pref      | (1,1) (0,0)                                                                       | 2   | (0, 1)       | (1, 1)                     | (1, 1)                                  | [0, 0]
"""

_DISAGREEMENT = """
game               | max-welfare  | egalitarian  | kalai-smorodinsky | nash-product | raiffa       | centroid         | min-welfare  | random-dictator | coarse-correlated | minimax-threat | max-entropy            | max-gini
chicken            | (21/4, 21/4) | (21/4, 21/4) | (21/4, 21/4)      | (21/4, 21/4) | (21/4, 21/4) | (89/20, 89/20)   | (18/5, 18/5) | (9/2, 9/2)      | (21/4, 21/4)      | (0, 0)         | (4.219875, 4.219875)   | (72/17, 72/17)
chicken_locked     | (7, 2)       | (7, 2)       | (7, 2)            | (7, 2)       | (7, 2)       | (7, 2)           | (7, 2)       | (7, 2)          | (7, 2)            | (0, 0)         | (7, 2)                 | (7, 2)
aumann_chicken     | (10/3, 10/3) | (10/3, 10/3) | (10/3, 10/3)      | (10/3, 10/3) | (10/3, 10/3) | (25/9, 25/9)     | (2, 2)       | (3, 3)          | (10/3, 10/3)      | (0, 0)         | (2.5, 2.5)             | (5/2, 5/2)
hot_dog            | (100, 50)    | (100, 50)    | (100, 50)         | (100, 50)    | (100, 50)    | (100, 50)        | (100, 50)    | (100, 50)       | (100, 50)         | (100, 50)      | (100, 50)              | (100, 50)
bos                | (3/2, 3/2)   | (3/2, 3/2)   | (3/2, 3/2)        | (3/2, 3/2)   | (3/2, 3/2)   | (11/9, 11/9)     | (2/3, 2/3)   | (3/2, 3/2)      | (3/2, 3/2)        | (0, 0)         | (0.890062, 0.890062)   | (15/17, 15/17)
pd                 | (4, 4)       | (4, 4)       | (4, 4)            | (4, 4)       | (4, 4)       | (4, 4)           | (4, 4)       | (4, 4)          | (4, 4)            | (4, 4)         | (4, 4)                 | (4, 4)
stag_hunt          | (4, 4)       | (4, 4)       | (4, 4)            | (4, 4)       | (4, 4)       | (269/78, 269/78) | (3, 3)       | (4, 4)          | (4, 4)            | (3, 3)         | (3, 3)                 | (3, 3)
matching_pennies   | (0, 0)       | (0, 0)       | (0, 0)            | (0, 0)       | (0, 0)       | (0, 0)           | (0, 0)       | (0, 0)          | (0, 0)            | (0, 0)         | (0, 0)                 | (0, 0)
shapley3x3         | (1/2, 1/2)   | (1/2, 1/2)   | (1/2, 1/2)        | (1/2, 1/2)   | (1/2, 1/2)   | (5/12, 5/12)     | (1/3, 1/3)   | (1/2, 1/2)      | (1/2, 1/2)        | (1/3, 1/3)     | (0.333333, 0.333333)   | (1/3, 1/3)
rps_tie_penalty    | (-1/6, -1/6) | (-1/6, -1/6) | (-1/6, -1/6)      | (-1/6, -1/6) | (-1/6, -1/6) | (-1/6, -1/6)     | (-1/6, -1/6) | (-1/6, -1/6)    | (0, 0)            | (-1/6, -1/6)   | (-0.166667, -0.166667) | (-1/6, -1/6)
cruciatus_free     | (0, 0)       | (0, 0)       | (0, 0)            | (0, 0)       | (0, 0)       | (0, -500)        | (0, -1000)   | (0, 0)          | (0, 0)            | (0, -1000)     | (0, -500)              | (0, -500)
cruciatus_cost1    | (0, 0)       | (0, 0)       | (0, 0)            | (0, 0)       | (0, 0)       | (0, 0)           | (0, 0)       | (0, 0)          | (0, 0)            | (-1, -1000)    | (0, 0)                 | (0, 0)
cruciatus_gain1    | (1, -1000)   | (1, -1000)   | (1, -1000)        | (1, -1000)   | (1, -1000)   | (1, -1000)       | (1, -1000)   | (1, -1000)      | (1, -1000)        | (1, -1000)     | (1, -1000)             | (1, -1000)
conditional_threat | (1/2, 1/2)   | (1/2, 1/2)   | (1/2, 1/2)        | (1/2, 1/2)   | (1/2, 1/2)   | (1/2, 1/2)       | (1/2, 1/2)   | (1/2, 1/2)      | (1/2, 1/2)        | (1, 0)         | (0.666667, 0.333333)   | (2/3, 1/3)
bananas            | (4, 0)       | (4, 0)       | (4, 0)            | (4, 0)       | (4, 0)       | (3, 0)           | (2, 0)       | (4, 0)          | (4, 0)            | (2, 0)         | (3, 0)                 | (3, 0)
bananas_cost       | (2, 0)       | (2, 0)       | (2, 0)            | (2, 0)       | (2, 0)       | (2, 0)           | (2, 0)       | (2, 0)          | (2, 0)            | (2, 0)         | (2, 0)                 | (2, 0)
dictator_pref      | (1, 1)       | (1, 1)       | (1, 1)            | (1, 1)       | (1, 1)       | (1, 1)           | (1, 1)       | (1, 1)          | (1, 1)            | (1, 1)         | (1, 1)                 | (1, 1)
"""

_SPLIT = """
game               | max-welfare       | egalitarian       | kalai-smorodinsky | nash-product      | raiffa            | centroid          | min-welfare       | random-dictator   | midpoint          | coarse-correlated | minimax-threat    | security          | max-entropy          | max-gini
chicken            | (6, 6)            | (6, 6)            | (6, 6)            | (6, 6)            | (6, 6)            | (6, 6)            | (6, 6)            | (6, 6)            | (6, 6)            | (6, 6)            | (6, 6)            | (6, 6)            | (6, 6)               | (6, 6)
chicken_locked     | (7, 2)            | (7, 2)            | (7, 2)            | (7, 2)            | (7, 2)            | (7, 2)            | (7, 2)            | (7, 2)            | (7, 2)            | (7, 2)            | (9/2, 9/2)        | (7/2, 11/2)       | (7, 2)               | (7, 2)
aumann_chicken     | (4, 4)            | (4, 4)            | (4, 4)            | (4, 4)            | (4, 4)            | (4, 4)            | (4, 4)            | (4, 4)            | (4, 4)            | (4, 4)            | (4, 4)            | (4, 4)            | (4, 4)               | (4, 4)
hot_dog            | (145, 95)         | (145, 95)         | (145, 95)         | (145, 95)         | (145, 95)         | (145, 95)         | (145, 95)         | (145, 95)         | (145, 95)         | (145, 95)         | (145, 95)         | (145, 95)         | (145, 95)            | (145, 95)
bos                | (3/2, 3/2)        | (3/2, 3/2)        | (3/2, 3/2)        | (3/2, 3/2)        | (3/2, 3/2)        | (3/2, 3/2)        | (3/2, 3/2)        | (3/2, 3/2)        | (3/2, 3/2)        | (3/2, 3/2)        | (3/2, 3/2)        | (3/2, 3/2)        | (1.5, 1.5)           | (3/2, 3/2)
pd                 | (10, 10)          | (10, 10)          | (10, 10)          | (10, 10)          | (10, 10)          | (10, 10)          | (10, 10)          | (10, 10)          | (10, 10)          | (10, 10)          | (10, 10)          | (10, 10)          | (10, 10)             | (10, 10)
stag_hunt          | (4, 4)            | (4, 4)            | (4, 4)            | (4, 4)            | (4, 4)            | (4, 4)            | (4, 4)            | (4, 4)            | (4, 4)            | (4, 4)            | (4, 4)            | (4, 4)            | (4, 4)               | (4, 4)
matching_pennies   | (0, 0)            | (0, 0)            | (0, 0)            | (0, 0)            | (0, 0)            | (0, 0)            | (0, 0)            | (0, 0)            | (0, 0)            | (0, 0)            | (0, 0)            | (0, 0)            | (0, 0)               | (0, 0)
shapley3x3         | (1/2, 1/2)        | (1/2, 1/2)        | (1/2, 1/2)        | (1/2, 1/2)        | (1/2, 1/2)        | (1/2, 1/2)        | (1/2, 1/2)        | (1/2, 1/2)        | (1/2, 1/2)        | (1/2, 1/2)        | (1/2, 1/2)        | (1/2, 1/2)        | (0.5, 0.5)           | (1/2, 1/2)
rps_tie_penalty    | (0, 0)            | (0, 0)            | (0, 0)            | (0, 0)            | (0, 0)            | (0, 0)            | (0, 0)            | (0, 0)            | (0, 0)            | (0, 0)            | (0, 0)            | (0, 0)            | (0, 0)               | (0, 0)
cruciatus_free     | (0, 0)            | (0, 0)            | (0, 0)            | (0, 0)            | (0, 0)            | (250, -250)       | (500, -500)       | (0, 0)            | (250, -250)       | (0, 0)            | (500, -500)       | (500, -500)       | (250, -250)          | (250, -250)
cruciatus_cost1    | (0, 0)            | (0, 0)            | (0, 0)            | (0, 0)            | (0, 0)            | (0, 0)            | (0, 0)            | (0, 0)            | (0, 0)            | (0, 0)            | (999/2, -999/2)   | (500, -500)       | (0, 0)               | (0, 0)
cruciatus_gain1    | (1001/2, -1001/2) | (1001/2, -1001/2) | (1001/2, -1001/2) | (1001/2, -1001/2) | (1001/2, -1001/2) | (1001/2, -1001/2) | (1001/2, -1001/2) | (1001/2, -1001/2) | (1001/2, -1001/2) | (1001/2, -1001/2) | (1001/2, -1001/2) | (1001/2, -1001/2) | (500.5, -500.5)      | (1001/2, -1001/2)
conditional_threat | (1/2, 1/2)        | (1/2, 1/2)        | (1/2, 1/2)        | (1/2, 1/2)        | (1/2, 1/2)        | (1/2, 1/2)        | (1/2, 1/2)        | (1/2, 1/2)        | (1/2, 1/2)        | (1/2, 1/2)        | (1, 0)            | (1/2, 1/2)        | (0.666667, 0.333333) | (2/3, 1/3)
bananas            | (4, 0)            | (4, 0)            | (4, 0)            | (4, 0)            | (4, 0)            | (7/2, 1/2)        | (3, 1)            | (4, 0)            | (7/2, 1/2)        | (4, 0)            | (3, 1)            | (3, 1)            | (3.5, 0.5)           | (7/2, 1/2)
bananas_cost       | (5/2, 1/2)        | (5/2, 1/2)        | (5/2, 1/2)        | (5/2, 1/2)        | (5/2, 1/2)        | (5/2, 1/2)        | (5/2, 1/2)        | (5/2, 1/2)        | (5/2, 1/2)        | (5/2, 1/2)        | (5/2, 1/2)        | (5/2, 1/2)        | (2.5, 0.5)           | (5/2, 1/2)
dictator_pref      | (1, 1)            | (1, 1)            | (1, 1)            | (1, 1)            | (1, 1)            | (1, 1)            | (1, 1)            | (1, 1)            | (1, 1)            | (1, 1)            | (1, 1)            | (1/2, 3/2)        | (1, 1)               | (1, 1)
"""

_WITHOUT_MONEY = """
game            | nash       | kalai-smorodinsky | egalitarian    | equal-loss     | raiffa     | perles-maschler
chicken         | (6, 6)     | (6, 6)            | (6, 6)         | (6, 6)         | (6, 6)     | (6, 6)
aumann_chicken  | (4, 4)     | (4, 4)            | (4, 4)         | (4, 4)         | (4, 4)     | (4, 4)
hot_dog         | (140, 70)  | (140, 70)         | (380/3, 230/3) | (460/3, 190/3) | (140, 70)  | (140, 70)
bos             | (3/2, 3/2) | (3/2, 3/2)        | (3/2, 3/2)     | (3/2, 3/2)     | (3/2, 3/2) | (3/2, 3/2)
pd              | (10, 10)   | (10, 10)          | (10, 10)       | (10, 10)       | (10, 10)   | (10, 10)
stag_hunt       | (4, 4)     | (4, 4)            | (4, 4)         | (4, 4)         | (4, 4)     | (4, 4)
cruciatus_free  | (0, 0)     | (0, 0)            | (0, 0)         | (0, 0)         | (0, 0)     | (0, 0)
cruciatus_gain1 | (1, -1000) | (1, -1000)        | (1, -1000)     | (1, -1000)     | (1, -1000) | (1, -1000)
bananas         | (4, 0)     | (4, 0)            | (4, 0)         | (4, 0)         | (4, 0)     | (4, 0)
"""

_THREE_PLAYERS = """
game              | total | security      | disagreement    | split
majority3         | 1     | (0, 0, 0)     | (1/3, 1/3, 1/3) | (1/3, 1/3, 1/3)
public_good3      | 3     | (0, 0, 0)     | (0, 0, 0)       | (1, 1, 1)
public_good3_asym | 21/10 | (0, 0, 0)     | (0, 0, 0)       | (7/10, 7/10, 7/10)
el_farol3         | 2     | (0, 0, 0)     | (2/3, 2/3, 2/3) | (2/3, 2/3, 2/3)
threat3_free      | 0     | (0, -1000, 0) | (0, 0, 0)       | (0, 0, 0)
threat3_cost1     | 0     | (0, -1000, 0) | (0, 0, 0)       | (0, 0, 0)
ir_violation3     | 2     | (1, 0, 0)     | (1, 1, 0)       | (1, 1, 0)
"""

_COALITIONS = """
game              | minimax-threat      | alpha             | bloc              | singletons          | mpw                 | myerson
majority3         | (1/3, 1/3, 1/3)     | (1/3, 1/3, 1/3)   | (1/3, 1/3, 1/3)   | (1/3, 1/3, 1/3)     | (1/3, 1/3, 1/3)     | (1/3, 1/3, 1/3)
public_good3      | (1, 1, 1)           | (1, 1, 1)         | (1, 1, 1)         | (1, 1, 1)           | (1, 1, 1)           | (1, 1, 1)
public_good3_asym | (7/10, 7/10, 7/10)  | (13/15, 2/3, 17/30) | (17/30, 13/15, 2/3) | (13/15, 2/3, 17/30) | (43/60, 23/30, 37/60) | (4/15, 16/15, 23/30)
el_farol3         | (2/3, 2/3, 2/3)     | (2/3, 2/3, 2/3)   | (2/3, 2/3, 2/3)   | (2/3, 2/3, 2/3)     | (2/3, 2/3, 2/3)     | (2/3, 2/3, 2/3)
threat3_free      | (500, -500, 0)      | (500, -500, 0)    | (0, 0, 0)         | (0, 0, 0)           | (0, 0, 0)           | (0, 0, 0)
threat3_cost1     | (999/2, -999/2, 0)  | (500, -500, 0)    | (0, 0, 0)         | (0, 0, 0)           | (0, 0, 0)           | (0, 0, 0)
ir_violation3     | (1, 1/2, 1/2)       | (1, 1/2, 1/2)     | (5/6, 5/6, 1/3)   | (11/12, 11/12, 1/6) | (7/8, 7/8, 1/4)     | (3/4, 3/4, 1/2)
"""

_WORTHS = """
game              | leads            | alpha                         | bloc                             | singletons
majority3         | (-1, -1, -1)     | (0, 0, 0, 1, 1, 1)            | (0, 0, 0, 1, 1, 1)               | (1/3, 1/3, 1/3, 1, 1, 1)
public_good3      | (0, 0, 0)        | (0, 0, 0, 2/3, 2/3, 2/3)      | (4/3, 4/3, 4/3, 2/3, 2/3, 2/3)   | (0, 0, 0, 2/3, 2/3, 2/3)
public_good3_asym | (0, 0, 0)        | (0, 0, 0, 3/5, 2/5, 0)        | (0, 1, 4/5, 3/5, 2/5, 0)         | (0, 0, 0, 3/5, 2/5, 0)
el_farol3         | (0, 0, 0)        | (0, 0, 0, 1, 1, 1)            | (1/2, 1/2, 1/2, 3/2, 3/2, 3/2)   | (2/3, 2/3, 2/3, 3/2, 3/2, 3/2)
threat3_free      | (1000, -1000, 0) | (0, -1000, 0, 0, 0, -1000)    | (0, 0, 0, 0, 0, 0)               | (0, 0, 0, 0, 0, 0)
threat3_cost1     | (999, -999, 0)   | (0, -1000, 0, 0, 0, -1000)    | (0, 0, 0, 0, 0, 0)               | (0, 0, 0, 0, 0, 0)
ir_violation3     | (0, -1, -1)      | (1, 0, 0, 1, 1, 1)            | (1, 1, 1/2, 3/2, 1, 1)           | (1, 1, 0, 3/2, 1, 1)
"""

_CURSED = """
reference, cost | max-welfare | egalitarian | kalai-smorodinsky | nash-product
pmm, none       | 23/4        | 5           | 359/64            | 23/4
pmm, 1          | 23/4        | 5           | 359/64            | 23/4
pmm, 0          | 23/4        | 5           | 359/64            | 23/4
nadir, 1        | 23/4        | 5           | 359/64            | 23/4
nadir, 0        | 2515/336    | 15/2        | 2515/336          | 15/2
security, 1     | 2515/336    | 15/2        | 2515/336          | 15/2
security, 0     | 2515/336    | 15/2        | 2515/336          | 15/2
"""


def _vectors(cell: str) -> list[Vector]:
    groups = re.findall(r"[(\[]([^)\]]*)[)\]]", cell) or [cell]
    return [tuple(Fraction(v.strip()) for v in group.split(",")) for group in groups]


def _parsed(table: str) -> dict[str, dict[str, Any]]:
    head, *rows = [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]
    return {row[0]: dict(zip(head[1:], row[1:], strict=True)) for row in rows}


def _points(table: str) -> dict[str, dict[str, Vector]]:
    return {game: {column: _vectors(cell)[0] for column, cell in row.items()} for game, row in _parsed(table).items()}


def _bimatrix(cell: str) -> Any:
    cells = [_vectors(row) for row in cell.split(";")]
    return np.array([[[pair[i] for pair in row] for row in cells] for i in (0, 1)], dtype=object)


GAMES: dict[str, dict[str, Any]] = {
    game: {column: _bimatrix(cell) if column == "payoffs" else _vectors(cell) for column, cell in row.items()}
    for game, row in _parsed(_GAMES).items()
}
DISAGREEMENT = _points(_DISAGREEMENT)
SPLIT = _points(_SPLIT)
WITHOUT_MONEY = _points(_WITHOUT_MONEY)
THREE_PLAYERS = _points(_THREE_PLAYERS)
COALITIONS = _points(_COALITIONS)
WORTHS = _points(_WORTHS)
CURSED = _points(_CURSED)


def cursed(cost: int) -> Any:
    """Return the asymmetric Chicken in which player 1 may, whatever else it does, curse player 2 at a cost to itself."""
    game = payoffs("chicken_asym")
    return np.concatenate([game, np.stack([game[0] - cost, game[1] - 1000])], axis=1)


def payoffs(game: str) -> Any:
    """Return the payoffs of a game as an object array of fractions, shape (2, A1, A2)."""
    if game == "chicken_asym":
        return _bimatrix("(0,0) (7,2) ; (2,5) (6,4)")
    return GAMES[game]["payoffs"]
