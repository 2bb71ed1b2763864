"""The finding codes of flask-script."""

from __future__ import annotations

from flask_modernize.planning.contract import Code

COMMAND = "FS-COMMAND"
CODES = (
    Code(
        COMMAND,
        "Something that is done with a manager of Flask-Script has no counterpart in Click that is certain to do the"
        " same. Managers and their commands are all rewritten, or none of them.",
        "Write it for Click by hand, or simplify it; then run the migration again.",
    ),
)
