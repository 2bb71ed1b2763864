"""What Flask-Limiter moved, renamed or removed up to 4; rows by the id in the upgrade matrix."""

from __future__ import annotations

from flask_modernize.rules.kinds import Moved, RenamedKeyword, Reported, Rule
from flask_modernize_codemods.flask_limiter import addresses, constructors
from flask_modernize_codemods.flask_limiter.configuration import CONFIG_RULES as CONFIG_RULES

RULES: tuple[Rule, ...] = (
    RenamedKeyword("limiter-global-limits", "flask_limiter.Limiter", "global_limits", "default_limits"),
    Moved("limiter-headers", "flask_limiter.HEADERS", "flask_limiter.HeaderNames"),
    Moved("limiter-headers", "flask_limiter.extension.HEADERS", "flask_limiter.HeaderNames"),
    Reported(
        "limiter-headers",
        "flask_limiter.Limiter.header_mapping",
        "the names of the headers cannot be set afterwards",
        "Give them to the constructor: `Limiter(..., header_name_mapping={...})`.",
    ),
    Moved("limiter-extension-module", "flask_limiter.extension.Limiter", "flask_limiter.Limiter"),
    Moved("limiter-extension-module", "flask_limiter.errors.RateLimitExceeded", "flask_limiter.RateLimitExceeded"),
    Moved("limiter-extension-module", "flask_limiter.extension.RateLimitExceeded", "flask_limiter.RateLimitExceeded"),
    Moved("limiter-extension-module", "flask_limiter.wrappers.Limit", "flask_limiter.Limit"),
)

MATCHERS = (constructors.MATCHER, addresses.MATCHER)

STILL_WORKS = frozenset(
    {
        "flask_limiter.errors.RateLimitExceeded",
    }
)
"""Old names that today's version has, too: their use does not tell for which one the code was written."""

OLD_NAMES = ("flask_limiter.util.get_ipaddr",)
"""What today's version has not, and the codemods above look after."""
