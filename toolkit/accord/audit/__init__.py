"""Audits: what a choice of rules does on a game, measured."""

from accord.audit.ambiguity import AmbiguityAudit, AmbiguityRow, audit_ambiguity

__all__ = ["AmbiguityAudit", "AmbiguityRow", "audit_ambiguity"]
