"""What a threat buys: the separable curse, its mirror image, and actions that users think of."""

from accord.audit.threats.audit import AddedAction, SwitchRow, ThreatAudit, audit_threats
from accord.audit.threats.games import Switch
from accord.audit.threats.growth import Growth

__all__ = ["AddedAction", "Growth", "Switch", "SwitchRow", "ThreatAudit", "audit_threats"]
