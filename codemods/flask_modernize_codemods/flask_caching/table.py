"""What Flask-Caching has otherwise than Flask-Cache and than its first versions; rows as in the upgrade matrix."""

from __future__ import annotations

from flask_modernize.rules.kinds import MovedModule, Rule
from flask_modernize_codemods.flask_caching import deleted_memos, fragments
from flask_modernize_codemods.flask_caching.configuration import CONFIG_RULES as CONFIG_RULES

RULES: tuple[Rule, ...] = (
    MovedModule("cache-flask-cache", "flask.ext.cache.*", "flask_caching"),
    MovedModule("cache-flask-cache", "flask_cache.*", "flask_caching"),
    *(
        MovedModule("cache-backends-modules", f"flask_caching.backends.{old}", f"flask_caching.backends.{old}cache")
        for old in ("simple", "filesystem", "null")
    ),
    MovedModule("cache-uwsgi", "flask_caching.backends.uwsgicache", "flask_caching.contrib.uwsgicache"),
)

MATCHERS = (deleted_memos.MATCHER, fragments.MATCHER)
