"""What Flask-Script has and Click does; rows by the id in the upgrade matrix."""

from __future__ import annotations

from flask_modernize.rules.kinds import ReplacedCall, Rule
from flask_modernize_codemods.flask_script import planning

_CLICK = ("click",)

RULES: tuple[Rule, ...] = tuple(
    ReplacedCall("script-prompt", f"flask_script.{module}{function}", template, _CLICK, arguments=arguments)
    for module in ("", "cli.")
    for function, template, arguments in (
        ("prompt_bool", "{:click}.confirm({0})", (1, 1)),
        ("prompt_bool", "{:click}.confirm({0}, default={default=})", (1, 1)),
        ("prompt_bool", "{:click}.confirm({0}, default={1})", (2, 2)),
        ("prompt", "{:click}.prompt({0})", (1, 1)),
        ("prompt", "{:click}.prompt({0}, default={default=})", (1, 1)),
        ("prompt", "{:click}.prompt({0}, default={1})", (2, 2)),
        ("prompt_pass", "{:click}.prompt({0}, hide_input=True)", (1, 1)),
        ("prompt_pass", "{:click}.prompt({0}, default={default=}, hide_input=True)", (1, 1)),
        ("prompt_choices", "{:click}.prompt({0}, type={:click}.Choice({1}))", (2, 2)),
        ("prompt_choices", "{:click}.prompt({0}, type={:click}.Choice({1}), default={default=})", (2, 2)),
        ("prompt_choices", "{:click}.prompt({0}, type={:click}.Choice({1}), default={2})", (3, 3)),
    )
)

MATCHERS = (planning.MATCHER,)

CODEMODS = (planning.plan,)
