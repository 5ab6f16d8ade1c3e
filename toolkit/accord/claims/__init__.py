"""The closed vocabulary of promises and the independent checker of each."""

from accord.claims.vocabulary import Certificate, Claim

__all__ = ["Certificate", "Claim"]
