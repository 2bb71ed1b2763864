"""PyJWT 1 becomes PyJWT 2.

What it does
    Names the algorithm where tokens are decoded, says ``verify=False`` as an option, and no longer decodes what
    ``jwt.encode`` gives, which is text today. Where tokens are about the number of a user, reading them does not ask
    for text under ``sub``, as PyJWT 2.10 and later do.

Why
    ``jwt.decode`` without ``algorithms`` is an error since PyJWT 2, as is ``jwt.encode(...).decode()``.

Example before
        import jwt


        def make_token(user, key):
            return jwt.encode({"user": user}, key, algorithm="HS256").decode("utf-8")


        def read_token(token, key):
            return jwt.decode(token, key)["user"]

Example after
        import jwt


        def make_token(user, key):
            return jwt.encode({"user": user}, key, algorithm="HS256")


        def read_token(token, key):
            return jwt.decode(token, key, algorithms=["HS256"])["user"]

Safety
    The algorithm is the one that all ``jwt.encode`` of the project sign with. Where there is none, or more than one,
    the call is reported: a list that is too long is a way in.

References
    https://pyjwt.readthedocs.io/en/stable/changelog.html#v2-0-0
"""

from __future__ import annotations

from flask_modernize.rules.library_migration import library_migration

MIGRATION = library_migration(
    id="pyjwt-2",
    order=23,
    summary="PyJWT's tokens are text, and are read with the algorithm that they are signed with",
    documentation=__doc__ or "",
    tables="flask_modernize_codemods.pyjwt_2.table",
    guide="Technology Stack",
    library="PyJWT",
)
