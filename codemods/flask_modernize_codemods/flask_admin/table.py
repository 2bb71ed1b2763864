"""What Flask-Admin moved, renamed or removed up to 2.0; rows by the id in the upgrade matrix."""

from __future__ import annotations

from flask_modernize.rules.kinds import MovedModule, Rule
from flask_modernize_codemods.flask_admin import model_views, themes, translations
from flask_modernize_codemods.flask_admin.configuration import CONFIG_RULES as CONFIG_RULES

RULES: tuple[Rule, ...] = (
    MovedModule("admin-old-modules", "flask_admin.contrib.sqlamodel.*", "flask_admin.contrib.sqla"),
)

MATCHERS = (model_views.MATCHER, themes.MATCHER, translations.MATCHER)

STILL_WORKS = frozenset(
    {
        "flask_admin.contrib.sqlamodel.*",
    }
)
"""Old names that today's version has, too: their use does not tell for which one the code was written."""
