"""Flask apps: which there are, what is done with them, and in which order."""

from __future__ import annotations

from flask_modernize.project.application_objects import (
    Application,
    Factory,
    applications,
    factories,
    is_flask_class,
    made_applications,
)
from flask_modernize.project.application_uses import Use, uses
from flask_modernize.project.conditions import is_main_guard
from flask_modernize.project.start_up import FailedImport, Step, failed_imports, import_of, start_up
from flask_modernize.project.test_paths import is_test_path

__all__ = [
    "Application",
    "Factory",
    "FailedImport",
    "Step",
    "Use",
    "applications",
    "factories",
    "failed_imports",
    "import_of",
    "is_flask_class",
    "is_main_guard",
    "is_test_path",
    "made_applications",
    "start_up",
    "uses",
]
