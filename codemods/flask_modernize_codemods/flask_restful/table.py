"""What Flask-RESTful moved or removed up to 0.3.10; rows by the id in the upgrade matrix."""

from __future__ import annotations

from flask_modernize.rules.kinds import MovedModule, Reported, Rule
from flask_modernize_codemods.flask_restful import locations

RULES: tuple[Rule, ...] = (
    MovedModule("restful-types-inputs", "flask_restful.types", "flask_restful.inputs"),
    *(
        Reported(
            "restful-paging-crypto",
            f"flask_restful.{name}",
            "Flask-RESTful no longer has this",
            "Page with the database (`db.paginate()`), and sign with `itsdangerous`.",
        )
        for name in (
            "paging",
            "paging.retrieve_next_page",
            "utils.crypto",
            "utils.crypto.encrypt",
            "utils.crypto.decrypt",
        )
    ),
)

MATCHERS = (locations.MATCHER,)
