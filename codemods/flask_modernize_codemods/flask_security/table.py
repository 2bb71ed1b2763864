"""What Flask-Security moved, renamed or removed up to 5.5; rows by the id in the upgrade matrix."""

from __future__ import annotations

from flask_modernize.rules.kinds import Moved, Reported, Rule
from flask_modernize_codemods.flask_security import mail_tasks, unauthorized, uniquifiers

_SECURITY = "flask_security.Security"

RULES: tuple[Rule, ...] = (
    *(
        Moved("security-encrypt-password", f"flask_security{module}.encrypt_password", "flask_security.hash_password")
        for module in (".utils", "")
    ),
    Reported(
        "security-get-token-status",
        "flask_security.utils.get_token_status",
        "Flask-Security no longer has this",
        "Use `check_and_get_token_status()`; it takes the token, the name of its serializer, and a timedelta.",
    ),
    *(
        Reported(
            "security-anonymous-user",
            _SECURITY,
            f"`{keyword}=` is not taken any more",
            "Take it out; set it on `security.login_manager` after `init_app()` if it is still needed.",
            keyword=keyword,
        )
        for keyword in ("anonymous_user", "login_manager")
    ),
    Reported(
        "security-permissions-list",
        "flask_security.RoleMixin.permissions",
        "permissions are a list today, no longer a text with commas",
        "Give the column the type `AsaList()` of flask_security, and write lists.",
        overridden=True,
    ),
)

MATCHERS = (mail_tasks.MATCHER, unauthorized.MATCHER, uniquifiers.MATCHER)
