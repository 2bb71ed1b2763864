"""Finding codes of the migration."""

from __future__ import annotations

from flask_modernize.planning.contract import Code

GUIDE = "Technology Stack"
SIGNATURES = "I-SIGNATURES"
AWARE = "I-AWARE"

CODES = (
    Code(
        SIGNATURES,
        "JSON Web Signatures are gone from ItsDangerous, and how long tokens live, or what is done with them, does not"
        " let it be told how its own tokens would do the job.",
        "Sign with URLSafeTimedSerializer and give `loads` a `max_age`; for tokens that others read, use PyJWT.",
    ),
    Code(
        AWARE,
        "The time of a signature is aware of its time zone today, and cannot be compared with one that is not.",
        "Compare it with `datetime.now(timezone.utc)`.",
    ),
)
