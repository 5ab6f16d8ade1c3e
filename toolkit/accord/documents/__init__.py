"""TOML: read from files, with the line of every key, and every trouble in one line that says where it is."""

from accord.documents.files import open_document
from accord.documents.places import Path, Place
from accord.documents.reading import BEFORE_TABLES, Document, number, read_document

__all__ = ["BEFORE_TABLES", "Document", "Path", "Place", "number", "open_document", "read_document"]
