"""Audits: what a choice of rules does on a game, measured."""

from accord.audit.ambiguity import AmbiguityAudit, AmbiguityRow, audit_ambiguity
from accord.audit.commitment import CommitmentAudit, audit_commitment
from accord.audit.desiderata import audit_desiderata
from accord.audit.desiderata_found import Budget, Counterexample, DesiderataAudit, DesideratumRow
from accord.audit.everything import AuditedPipeline, EverythingAudit, audit_everything
from accord.audit.misreport import MisreportAudit, audit_misreport
from accord.audit.threats import ThreatAudit, audit_threats

__all__ = [
    "AmbiguityAudit",
    "AmbiguityRow",
    "AuditedPipeline",
    "Budget",
    "CommitmentAudit",
    "Counterexample",
    "DesiderataAudit",
    "DesideratumRow",
    "EverythingAudit",
    "MisreportAudit",
    "ThreatAudit",
    "audit_ambiguity",
    "audit_commitment",
    "audit_desiderata",
    "audit_everything",
    "audit_misreport",
    "audit_threats",
]
