"""What templates use of Flask-Login; rows as in the table."""

from __future__ import annotations

from flask_modernize.rules.template_kinds import TemplateCallToAttribute, TemplateRule

TEMPLATE_RULES: tuple[TemplateRule, ...] = tuple(
    TemplateCallToAttribute("login-is-authenticated-call", "flask_login.UserMixin", name)
    for name in ("is_authenticated", "is_active", "is_anonymous")
)
