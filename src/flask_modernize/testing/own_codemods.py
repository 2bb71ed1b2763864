"""The codemods that a project declares, for its own tests."""

from __future__ import annotations

import os
from pathlib import Path

from flask_modernize.planning.configuration import disk_reader, read_document
from flask_modernize.planning.contract import Migration
from flask_modernize.planning.registry import installed
from flask_modernize.plugins.codemods import with_codemods
from flask_modernize.plugins.declarations import declared
from flask_modernize.plugins.host.modules import load_file


def project_migration(id: str, root: str | Path = ".") -> Migration:
    """The codemod of that id which the settings of the project at ``root`` declare.

    It is trusted: a test runs its project's code anyway. A Python file with a ``MIGRATION`` is imported here, so that
    debuggers and coverage see it. Raises UnknownMigration, ConfigurationError.
    """
    place = os.path.abspath(root)
    document = read_document(disk_reader(place))
    for native in declared(place, document).natives:
        if native.id == id:
            loaded = load_file(native.path, place).MIGRATION
            assert isinstance(loaded, Migration), f"MIGRATION of {native.path} is no Migration"
            return loaded
    return with_codemods(installed(), place, document, trusted=True).migration(id)
