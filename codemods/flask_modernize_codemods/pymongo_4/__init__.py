"""PyMongo 2 and 3 to PyMongo 4: clients, and the methods of collections.

What it does
    Renames what was renamed, writes ``insert_one()``, ``update_many()``, ``delete_many()`` and ``count_documents()``
    for the methods that did several things, and reports where their result is used, because that is another one.

Why
    PyMongo 4 no longer has these methods. A collection takes any attribute for a collection below it, so that they
    fail only when they are called.

Example before
        from pymongo import MongoClient

        users = MongoClient().shop.users


        def forget(name):
            users.remove({"name": name})

Example after
        from pymongo import MongoClient

        users = MongoClient().shop.users


        def forget(name):
            users.delete_many({"name": name})

Safety
    Only collections of a client that is made with PyMongo or Flask-PyMongo are touched. The pin stays as it is.

References
    https://pymongo.readthedocs.io/en/stable/migrate-to-pymongo4.html
"""

from __future__ import annotations

from flask_modernize.rules.library_migration import library_migration

MIGRATION = library_migration(
    id="pymongo-4",
    order=26,
    summary="PyMongo's clients and collections become those of PyMongo 4",
    documentation=__doc__ or "",
    tables="flask_modernize_codemods.pymongo_4.table",
    guide="Technology Stack",
)
