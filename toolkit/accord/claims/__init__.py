"""The closed vocabulary of promises and the independent checker of each."""

from accord.claims.checker import ABOUT_AGREEMENT, ABOUT_DISAGREEMENT, check
from accord.claims.evidence import Admitted, Evidence
from accord.claims.vocabulary import Certificate, Claim

__all__ = ["ABOUT_AGREEMENT", "ABOUT_DISAGREEMENT", "Admitted", "Certificate", "Claim", "Evidence", "check"]
