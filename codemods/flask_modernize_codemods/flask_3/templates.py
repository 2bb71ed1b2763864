"""What templates use of Flask; rows as in the table."""

from __future__ import annotations

from flask_modernize.rules.template_kinds import TemplateReplacedAttribute, TemplateRule

TEMPLATE_RULES: tuple[TemplateRule, ...] = (
    TemplateReplacedAttribute(
        "flask-request-is-xhr",
        "flask.Request",
        "is_xhr",
        "{self}.headers.get('X-Requested-With', '').lower() == 'xmlhttprequest'",
    ),
)
