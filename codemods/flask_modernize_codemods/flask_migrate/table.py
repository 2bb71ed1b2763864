"""What Flask-Migrate removed up to 4; rows by the id in the upgrade matrix."""

from __future__ import annotations

from flask_modernize_codemods.flask_migrate import environments, manager_commands

MATCHERS = (environments.MATCHER, manager_commands.MATCHER)
