"""The host: finds plugins one by one, checks what they register and keeps it in a registry."""

from accord.host.discovery import discover, load_registry
from accord.host.records import Broken, Fault, Plugin, Registration, Status
from accord.host.registry import Registry

__all__ = ["Broken", "Fault", "Plugin", "Registration", "Registry", "Status", "discover", "load_registry"]
