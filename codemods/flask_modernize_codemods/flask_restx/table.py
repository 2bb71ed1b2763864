"""Flask-RESTPlus under its name of today; rows by the id in the upgrade matrix."""

from __future__ import annotations

from flask_modernize.rules.config_key_kinds import ConfigRule, RenamedConfigKey
from flask_modernize.rules.kinds import MovedModule, Rule

_ROW = "restplus-restx"

RULES: tuple[Rule, ...] = (MovedModule(_ROW, "flask_restplus.*", "flask_restx"),)

CONFIG_RULES: tuple[ConfigRule, ...] = (
    *(
        RenamedConfigKey(_ROW, f"RESTPLUS_{name}", f"RESTX_{name}")
        for name in ("JSON", "MASK_HEADER", "MASK_SWAGGER", "VALIDATE")
    ),
    RenamedConfigKey(_ROW, "ERROR_404_HELP", "RESTX_ERROR_404_HELP"),
    RenamedConfigKey(_ROW, "ERROR_INCLUDE_MESSAGE", "RESTX_ERROR_INCLUDE_MESSAGE"),
)
