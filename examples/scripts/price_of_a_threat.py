"""What a threat is worth, by what it costs to carry out: one player may curse the other, at some cost to itself."""

import accord

print("cost  by equilibrium   by threats")
for cost in (2, 1, 0, -1):
    curse = accord.Game.from_arrays([[0], [-cost]], [[0], [-1000]], actions=[["refrain", "curse"], ["wait"]])
    equilibrium = accord.solve(curse, fallback="correlated").agreement.payoffs
    threats = accord.solve(curse, fallback="minimax-threat").agreement.payoffs
    print(f"{cost:4}  {float(equilibrium[0]):7} {float(equilibrium[1]):7}  {float(threats[0]):7} {float(threats[1]):7}")
