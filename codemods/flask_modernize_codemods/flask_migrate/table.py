"""What Flask-Migrate removed up to 4; rows by the id in the upgrade matrix."""

from __future__ import annotations

from flask_modernize.rules.kinds import MovedModule, Rule
from flask_modernize_codemods.flask_migrate import environments, manager_commands

RULES: tuple[Rule, ...] = (MovedModule("migrate-migratecommand", "flask.ext.migrate.*", "flask_migrate"),)

MATCHERS = (environments.MATCHER, manager_commands.MATCHER)
