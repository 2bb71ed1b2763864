"""ItsDangerous' removed API, as ItsDangerous 2.2 has it.

What it does
    Rewrites what ItsDangerous removed up to 2.2: the JSON Web Signatures become its own timed, URL-safe tokens, with
    the age that a token may have where it is read; ``itsdangerous.json`` is Python's ``json``; times of signatures are
    aware of their time zone.

Why
    ``TimedJSONWebSignatureSerializer``, with which most tutorials confirm addresses and reset passwords, is an import
    error today.

Example before
        from itsdangerous import TimedJSONWebSignatureSerializer as Serializer


        def make_token(key, user):
            s = Serializer(key, expires_in=600)
            return s.dumps({"reset": user}).decode("utf-8")


        def read_token(key, token):
            s = Serializer(key)
            return s.loads(token).get("reset")

Example after
        from itsdangerous import URLSafeTimedSerializer as Serializer


        def make_token(key, user):
            s = Serializer(key)
            return s.dumps({"reset": user})


        def read_token(key, token):
            s = Serializer(key)
            return s.loads(token, max_age=600).get("reset")

Safety
    A token's age is tested where it is read, so its lifetime moves there: only where it is the same for all tokens of
    a purpose, which is told from the keys of what is signed. If one place of the project does not fit, none is changed,
    because what one signs another must be able to read. Tokens that were issued before are no longer valid.

References
    https://itsdangerous.palletsprojects.com/en/stable/changes/
"""

from __future__ import annotations

from flask_modernize.rules.library_migration import library_migration
from flask_modernize_codemods.itsdangerous_2.codes import CODES, GUIDE

MIGRATION = library_migration(
    id="itsdangerous-2",
    order=12,
    summary="ItsDangerous' removed API, JSON Web Signatures above all, becomes that of ItsDangerous 2.2",
    documentation=__doc__ or "",
    tables="flask_modernize_codemods.itsdangerous_2.table",
    guide=GUIDE,
    library="itsdangerous",
    codes=CODES,
)
