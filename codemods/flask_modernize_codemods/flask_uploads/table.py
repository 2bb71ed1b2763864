"""What Flask-Reuploaded does otherwise than Flask-Uploads; rows by the id in the upgrade matrix."""

from __future__ import annotations

from flask_modernize.rules.config_key_kinds import ConfigRule, ProvidedConfigKey
from flask_modernize.rules.kinds import Rule
from flask_modernize_codemods.flask_uploads import limits

RULES: tuple[Rule, ...] = ()

CONFIG_RULES: tuple[ConfigRule, ...] = (
    ProvidedConfigKey("uploads-reuploaded", "UPLOADS_AUTOSERVE", "True", used=("flask_uploads.configure_uploads",)),
)

MATCHERS = (limits.MATCHER,)
