"""What Flask-JWT-Extended renamed or removed up to 4; rows by the id in the upgrade matrix."""

from __future__ import annotations

from flask_modernize.rules.kinds import Moved, RenamedAttribute, RenamedKeyword, ReplacedCall, ReplacedName, Rule
from flask_modernize_codemods.flask_jwt_extended import claims, identities, loaders, required
from flask_modernize_codemods.flask_jwt_extended.configuration import CONFIG_RULES as CONFIG_RULES

_MANAGER = "flask_jwt_extended.JWTManager"

_DECORATORS = (
    ("jwtx-jwt-optional-decorator", "jwt_optional", "optional"),
    ("jwtx-fresh-jwt-required-decorator", "fresh_jwt_required", "fresh"),
    ("jwtx-jwt-refresh-token-required-decorator", "jwt_refresh_token_required", "refresh"),
)
_CHECKS = (
    ("jwtx-verify-jwt-in-request-optional", "verify_jwt_in_request_optional", "optional"),
    ("jwtx-verify-fresh-jwt-in-request", "verify_fresh_jwt_in_request", "fresh"),
    ("jwtx-verify-jwt-refresh-token-in-request", "verify_jwt_refresh_token_in_request", "refresh"),
)
_LOADERS = (
    ("jwtx-user-claims-loader", "user_claims_loader", "additional_claims_loader"),
    ("jwtx-token-in-blacklist-loader", "token_in_blacklist_loader", "token_in_blocklist_loader"),
    ("jwtx-claims-verification-loader", "claims_verification_loader", "token_verification_loader"),
    (
        "jwtx-claims-verification-failed-loader",
        "claims_verification_failed_loader",
        "token_verification_failed_loader",
    ),
    ("jwtx-user-loader-callback-loader", "user_loader_callback_loader", "user_lookup_loader"),
    ("jwtx-user-loader-error-loader", "user_loader_error_loader", "user_lookup_error_loader"),
)
_MODULES = ("flask_jwt_extended", "flask_jwt_extended.view_decorators")

RULES: tuple[Rule, ...] = (
    *(
        ReplacedName(row, f"{module}.{old}", f"{{:jwt_required}}({keyword}=True)", ("flask_jwt_extended.jwt_required",))
        for row, old, keyword in _DECORATORS
        for module in _MODULES
    ),
    *(
        ReplacedCall(
            row,
            f"{module}.{old}",
            f"{{:verify_jwt_in_request}}({keyword}=True)",
            ("flask_jwt_extended.verify_jwt_in_request",),
            (0, 0),
        )
        for row, old, keyword in _CHECKS
        for module in _MODULES
    ),
    *(RenamedAttribute(row, _MANAGER, old, new) for row, old, new in _LOADERS),
    *(
        Moved(row, f"{module}.{old}", f"flask_jwt_extended.{new}")
        for row, old, new in (
            ("jwtx-get-raw-jwt", "get_raw_jwt", "get_jwt"),
            ("jwtx-get-raw-jwt-header", "get_raw_jwt_header", "get_jwt_header"),
        )
        for module in ("flask_jwt_extended", "flask_jwt_extended.utils")
    ),
    *(
        RenamedKeyword("jwtx-user-claims-arg", f"flask_jwt_extended.{function}", old, new)
        for function in ("create_access_token", "create_refresh_token")
        for old, new in (("user_claims", "additional_claims"), ("headers", "additional_headers"))
    ),
    Moved(
        "jwtx-userloaderror",
        "flask_jwt_extended.exceptions.UserLoadError",
        "flask_jwt_extended.exceptions.UserLookupError",
    ),
)

MATCHERS = (required.MATCHER, loaders.MATCHER, claims.MATCHER, identities.MATCHER)
