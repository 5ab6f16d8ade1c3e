# What somebody says the equilibria of Chicken are, as the command-line tools of Gambit print them.
NE,1,0,0,1
NE,0.333,0.667,0.333,0.667
NE,1/2,1/2,1/2,1/2
