"""Who gains by lying about payoffs before bargaining begins, by which report."""

from accord.audit.misreport.audit import Misreport, MisreportAudit, audit_misreport
from accord.audit.misreport.families import FAMILIES
from accord.audit.misreport.mechanism import outcome
from accord.audit.misreport.search import Best

__all__ = ["FAMILIES", "Best", "Misreport", "MisreportAudit", "audit_misreport", "outcome"]
