"""``current_user.is_authenticated()`` and its like in templates, which follow the classes and calls in Python code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_modernize.planning.contract import Options, Plan
from flask_modernize.rules.template_kinds import TemplateCallToAttribute
from flask_modernize.rules.templates import plan_template_rules
from flask_modernize_codemods.flask_login.login_state import (
    states_elsewhere,
    states_of_users,
    states_that_stay,
    uses_flask_login,
)
from flask_modernize_codemods.flask_login.user_classes import STATES

if TYPE_CHECKING:
    from flask_modernize.project.project import Project


def plan_template_states(project: Project, options: Options) -> Plan:
    """The calls of states in templates: where the object is a user, or nothing else has such a method."""
    if not uses_flask_login(project):
        return Plan()
    rules = [_rule(project, state) for state in STATES if state not in states_that_stay(project)]
    groups, findings = plan_template_rules(project, rules)
    return Plan(tuple(groups), tuple(findings))


def _rule(project: Project, state: str) -> TemplateCallToAttribute:
    clear = state not in states_elsewhere(project) and (state != "is_active" or state in states_of_users(project))
    return TemplateCallToAttribute(
        "login-is-authenticated-call",
        "flask_login.UserMixin",
        state,
        unmistakable="no other class of the project has it" if clear else "",
        defined=True,
    )
