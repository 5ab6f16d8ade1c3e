"""Bargaining over games: what the players of a finite game should agree on, starting from what happens if talks fail."""
