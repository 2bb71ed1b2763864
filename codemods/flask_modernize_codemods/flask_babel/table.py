"""What Flask-Babel has otherwise than Flask-BabelEx and than its first versions; rows as in the upgrade matrix."""

from __future__ import annotations

from flask_modernize.rules.kinds import (
    Moved,
    MovedModule,
    RenamedAttribute,
    RenamedKeyword,
    ReplacedCall,
    Reported,
    Rule,
)
from flask_modernize_codemods.flask_babel import selectors

RULES: tuple[Rule, ...] = (
    MovedModule("babel-localeselector", "flask.ext.babel.*", "flask_babel"),
    MovedModule("babel-babelex", "flask.ext.babelex.*", "flask_babel"),
    MovedModule("babel-babelex", "flask_babelex.*", "flask_babel"),
    *(
        RenamedKeyword("babel-babelex", f"{module}.Domain", "dirname", "translation_directories")
        for module in ("flask_babelex", "flask_babel")
    ),
    RenamedAttribute("babel-date-formats-private", "flask_babel.Babel", "_date_formats", "date_formats"),
    *(
        Reported(
            "babel-locale-selector-func-attr",
            f"flask_babel.Babel.{kind}_selector_func",
            "Flask-Babel does not look at this any more: the selector is given to `init_app`",
            f"Call `babel.init_app(app, {kind}_selector=...)`.",
        )
        for kind in ("locale", "timezone")
    ),
    ReplacedCall(
        "babel-speaklater",
        "speaklater.is_lazy_string",
        "isinstance({0}, {:LazyString})",
        ("flask_babel.speaklater.LazyString",),
        (1, 1),
    ),
    Moved("babel-speaklater", "speaklater.make_lazy_string", "flask_babel.speaklater.LazyString"),
    Moved("babel-speaklater", "speaklater._LazyString", "flask_babel.speaklater.LazyString"),
)

MATCHERS = (selectors.MATCHER,)
