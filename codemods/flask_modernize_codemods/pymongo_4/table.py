"""What PyMongo renamed or removed up to 4.0; rows by the id in the upgrade matrix."""

from __future__ import annotations

from flask_modernize.rules.kinds import Moved, Rule
from flask_modernize_codemods.pymongo_4 import collection_methods

RULES: tuple[Rule, ...] = tuple(
    Moved("pymongo-3", f"pymongo.{old}", "pymongo.MongoClient")
    for old in ("Connection", "connection.Connection", "MongoReplicaSetClient", "ReplicaSetConnection")
)

MATCHERS = (collection_methods.MATCHER,)
