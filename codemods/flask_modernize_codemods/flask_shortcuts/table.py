"""What there is a shorter way for; rows by the id in the upgrade matrix."""

from __future__ import annotations

from flask_modernize_codemods.flask_shortcuts import returned_dictionaries, route_decorators

MATCHERS = (route_decorators.MATCHER, returned_dictionaries.MATCHER)
