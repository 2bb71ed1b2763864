"""Werkzeug's removed and moved API, as Werkzeug 3.1 has it.

What it does
    Imports names from where they are today, and calls the standard library where Werkzeug had functions of its own.
    What would change without an error is written out: the method of password hashes where a column has no room for
    longer ones, the headers that ``ProxyFix`` believes, converters of URLs that match slashes, and the addresses of
    redirects that tests expect.

Why
    ``werkzeug.contrib``, the names at the top of the package and ``werkzeug.urls`` are gone: an application that
    imports them does not start.

Example before
    from werkzeug.contrib.cache import SimpleCache
    from werkzeug import secure_filename
    from werkzeug.urls import url_quote

    cache = SimpleCache()


    def path_of(name):
        return "/files/" + url_quote(secure_filename(name))

Example after
    from urllib.parse import quote

    from cachelib import SimpleCache
    from werkzeug.utils import secure_filename

    cache = SimpleCache()


    def path_of(name):
        return "/files/" + quote(secure_filename(name), safe="/:")

Safety
    Only what is proven to be Werkzeug's is touched: names through their imports, members through the class of the
    object. What the library did by itself and the standard library does not is written out. What asks for a decision
    is reported: browsers that are told apart by ``request.user_agent``, hashes of passwords that cannot be checked any
    more, servers that are shut down by a request.

References
    https://werkzeug.palletsprojects.com/en/stable/changes/
"""

from __future__ import annotations

from flask_modernize.rules.library_migration import library_migration

MIGRATION = library_migration(
    id="werkzeug-3",
    order=10,
    summary="Werkzeug's removed API becomes that of Werkzeug 3.1",
    documentation=__doc__ or "",
    tables="flask_modernize_codemods.werkzeug_3.table",
    guide="Technology Stack",
    library="Werkzeug",
)
