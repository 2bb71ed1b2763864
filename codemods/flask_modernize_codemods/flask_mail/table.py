"""What Flask-Mail renamed or removed up to 0.10; rows by the id in the upgrade matrix."""

from __future__ import annotations

from flask_modernize.rules.kinds import MovedModule, RenamedAttribute, ReplacedName, Rule
from flask_modernize_codemods.flask_mail import receivers
from flask_modernize_codemods.flask_mail.configuration import CONFIG_RULES as CONFIG_RULES

RULES: tuple[Rule, ...] = (
    MovedModule("mail-default-sender", "flask.ext.mail.*", "flask_mail"),
    RenamedAttribute("mail-is-bad-headers", "flask_mail.Message", "is_bad_headers", "has_bad_headers"),
    ReplacedName(
        "mail-version-attr", "flask_mail.__version__", '{:version}("flask-mail")', ("importlib.metadata.version",)
    ),
)

MATCHERS = (receivers.MATCHER,)

STILL_WORKS = frozenset(
    {
        "flask_mail.Message.is_bad_headers",
        "flask_mail.__version__",
    }
)
"""Old names that today's version has, too: their use does not tell for which one the code was written."""
