"""What PyJWT does otherwise since 2; rows by the id in the upgrade matrix."""

from __future__ import annotations

from flask_modernize.rules.kinds import ReplacedCall, Rule
from flask_modernize_codemods.pyjwt_2 import algorithms, handed_tokens

RULES: tuple[Rule, ...] = (
    # The class is not one of PyJWT: it stands for the text that `jwt.encode` gives, which was bytes.
    ReplacedCall("jwt-pyjwt2-encode-str", "jwt.Encoded.decode", "{self}", arguments=(0, 2), keywords=("encoding",)),
)

MATCHERS = (algorithms.MATCHER, handed_tokens.MATCHER)
