"""The whole-program view over the facts of all files: what names mean, and how classes hang together."""

from __future__ import annotations

from flask_modernize.project.classes import Base
from flask_modernize.project.objects import (
    ClassObject,
    External,
    FunctionObject,
    Member,
    ModuleObject,
    Object,
    Variable,
)
from flask_modernize.project.project import Project
from flask_modernize.project.scopes import FileScopes, LocalBinding, Scope
from flask_modernize.project.syntax import Syntax

__all__ = [
    "Base",
    "ClassObject",
    "External",
    "FileScopes",
    "FunctionObject",
    "LocalBinding",
    "Member",
    "ModuleObject",
    "Object",
    "Project",
    "Scope",
    "Syntax",
    "Variable",
]
