"""Draws what three fallbacks lead to in Chicken, with and without side payments, and three players' agreements in a triangle."""

import accord

FALLBACKS = ("correlated", "minimax-threat", "security")

chicken = accord.read("chicken_asym")
for name, side_payments in (("with", True), ("without", False)):
    solutions = [accord.solve(chicken, fallback=fallback, side_payments=side_payments) for fallback in FALLBACKS]
    figure = accord.plot.draw(solutions, title=f"Asymmetric Chicken, {name} side payments")
    accord.plot.save(figure, f"chicken-{name}.svg")
    print(f"chicken-{name}.svg: {', '.join(str(solution.agreement.payoffs[0]) for solution in solutions)} for Row")

fishery = accord.read("examples/games/fishery.json")
rules = [accord.solve(fishery, split=accord.splits.Weighted(weights)) for weights in ((1, 1, 1), (3, 2, 1))]
accord.plot.save(accord.plot.draw(rules), "fishery.pdf")
print("fishery.pdf:", *(round(float(payoff), 2) for payoff in rules[1].agreement.payoffs))
