"""What Flask-Cors renamed, or does otherwise up to 6; rows by the id in the upgrade matrix."""

from __future__ import annotations

from flask_modernize.rules.kinds import RenamedKeyword, Rule
from flask_modernize_codemods.flask_cors import path_patterns
from flask_modernize_codemods.flask_cors.configuration import CONFIG_RULES as CONFIG_RULES

RULES: tuple[Rule, ...] = tuple(
    RenamedKeyword("cors-headers-kw", f"flask_cors.{name}", "headers", "allow_headers", until=("Flask-Cors", "2.0"))
    for name in ("CORS", "cross_origin", "CORS.init_app")
)

MATCHERS = (path_patterns.MATCHER,)
