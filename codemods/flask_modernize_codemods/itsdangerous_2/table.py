"""What ItsDangerous moved, renamed or removed up to 2.2; rows by the id in the upgrade matrix."""

from __future__ import annotations

from flask_modernize.rules.kinds import Moved, RenamedKeyword, ReplacedName, Rule
from flask_modernize_codemods.itsdangerous_2 import aware_times, decoded_tokens, error_messages, web_signatures

RULES: tuple[Rule, ...] = (
    Moved("itsdangerous-json", "itsdangerous.json", "json"),
    RenamedKeyword("itsdangerous-unsign-value-kw", "itsdangerous.TimestampSigner.unsign", "value", "signed_value"),
    ReplacedName(
        "itsdangerous-version",
        "itsdangerous.__version__",
        '{:version}("itsdangerous")',
        ("importlib.metadata.version",),
    ),
)

MATCHERS = (web_signatures.MATCHER, decoded_tokens.MATCHER, aware_times.MATCHER, error_messages.MATCHER)

CODEMODS = (web_signatures.plan_callers,)

STILL_WORKS = frozenset(
    {
        "itsdangerous.__version__",
    }
)
"""Old names that today's version has, too: their use does not tell for which one the code was written."""

OLD_NAMES = (
    "itsdangerous.JSONWebSignatureSerializer",
    "itsdangerous.TimedJSONWebSignatureSerializer",
    "itsdangerous.jws.JSONWebSignatureSerializer",
    "itsdangerous.jws.TimedJSONWebSignatureSerializer",
)
"""What today's version has not, and the codemods above look after."""
