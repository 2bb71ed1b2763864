"""What Flask moved, renamed or removed up to 3.1; rows by the id in the upgrade matrix."""

from __future__ import annotations

from flask_modernize.rules.kinds import Moved, RenamedKeyword, ReplacedAttribute, Rule

RULES: tuple[Rule, ...] = (
    Moved("flask-markup-escape-import", "flask.Markup", "markupsafe.Markup"),
    RenamedKeyword("flask-send-file-attachment-filename", "flask.send_file", "attachment_filename", "download_name"),
    ReplacedAttribute(
        "flask-request-is-xhr",
        "werkzeug.Request",
        "is_xhr",
        '{self}.headers.get("X-Requested-With", "").lower() == "xmlhttprequest"',
    ),
)
