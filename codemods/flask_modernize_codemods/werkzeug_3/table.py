"""What Werkzeug moved, renamed or removed up to 3.1; rows by the id in the upgrade matrix."""

from __future__ import annotations

from flask_modernize.rules.kinds import (
    Moved,
    MovedModule,
    RemovedKeyword,
    RenamedAttribute,
    ReplacedAttribute,
    ReplacedCall,
    ReplacedName,
    Reported,
    Rule,
)
from flask_modernize_codemods.werkzeug_3 import (
    aware_times,
    clients,
    converters,
    escaping,
    headers_in_bytes,
    locations,
    password_hashes,
    proxies,
    reports,
    request_classes,
    security_functions,
    split_off,
    tracebacks,
    url_functions,
)
from flask_modernize_codemods.werkzeug_3.gone import GONE

_DATA = "werkzeug.datastructures"
_UTF_8 = ("utf-8", "UTF-8", "utf8", "UTF8", "utf_8")

_TOP_LEVEL = {
    "werkzeug.datastructures": (
        "CombinedMultiDict EnvironHeaders FileStorage Headers ImmutableDict ImmutableMultiDict"
        " ImmutableTypeConversionDict MultiDict TypeConversionDict"
    ),
    "werkzeug.debug": "DebuggedApplication",
    "werkzeug.exceptions": "abort Aborter",
    "werkzeug.http": (
        "dump_cookie dump_header generate_etag http_date is_hop_by_hop_header parse_accept_header"
        " parse_cache_control_header parse_cookie parse_date parse_dict_header parse_etags parse_list_header"
        " parse_options_header parse_set_header quote_etag remove_entity_headers unquote_etag"
    ),
    "werkzeug.local": "Local LocalManager LocalProxy LocalStack release_local",
    "werkzeug.middleware.dispatcher": "DispatcherMiddleware",
    "werkzeug.middleware.shared_data": "SharedDataMiddleware",
    "werkzeug.security": "check_password_hash generate_password_hash",
    "werkzeug.test": "EnvironBuilder create_environ run_wsgi_app",
    "werkzeug.urls": "iri_to_uri uri_to_iri",
    "werkzeug.user_agent": "UserAgent",
    "werkzeug.utils": "ArgumentValidationError cached_property find_modules import_string redirect secure_filename",
    "werkzeug.wsgi": "ClosingIterator FileWrapper LimitedStream host_is_trusted responder wrap_file",
}
"""Where the names are today that ``werkzeug`` itself had up to 0.16."""

_NOT_FROM_ROW = {
    "secure_filename": "werkzeug-secure-filename-import",
}

_IMPORTS: tuple[Rule, ...] = (
    *(
        Moved(_NOT_FROM_ROW.get(name, "werkzeug-top-level-imports"), f"werkzeug.{name}", f"{module}.{name}")
        for module, names in _TOP_LEVEL.items()
        for name in names.split()
    ),
    *(
        Moved("werkzeug-wrappers-base", f"{module}.Base{name}", f"werkzeug.wrappers.{name}")
        for module in (
            "werkzeug",
            "werkzeug.wrappers",
            "werkzeug.wrappers.base_request",
            "werkzeug.wrappers.base_response",
        )
        for name in ("Request", "Response")
    ),
    MovedModule("werkzeug-contrib-cache", "werkzeug.contrib.cache", "cachelib"),
    MovedModule("werkzeug-contrib-atom", "werkzeug.contrib.atom", "feedwerk.atom"),
    MovedModule("werkzeug-contrib-profiler", "werkzeug.contrib.profiler", "werkzeug.middleware.profiler"),
    MovedModule("werkzeug-contrib-lint", "werkzeug.contrib.lint", "werkzeug.middleware.lint"),
    Moved(
        "werkzeug-contrib-proxyfix",
        "werkzeug.contrib.fixers.ProxyFix",
        "werkzeug.middleware.proxy_fix.ProxyFix",
    ),
    *(
        Moved("werkzeug-wsgi-middleware", f"werkzeug.wsgi.{name}", f"werkzeug.middleware.{module}.{name}")
        for name, module in (
            ("DispatcherMiddleware", "dispatcher"),
            ("SharedDataMiddleware", "shared_data"),
            ("ProxyMiddleware", "http_proxy"),
        )
    ),
    *(
        Moved("werkzeug-routing-reexports", f"werkzeug.routing.{name}", f"werkzeug.exceptions.{name}")
        for name in ("BadRequest", "HTTPException", "MethodNotAllowed", "NotFound")
    ),
    Moved("werkzeug-security-safe-join-kw", "werkzeug.security.safe_join", "werkzeug.utils.safe_join"),
    Moved("werkzeug-utils-unescape", "werkzeug.utils.unescape", "html.unescape"),
    Moved("werkzeug-utils-unescape", "werkzeug.unescape", "html.unescape"),
    *(
        Moved("werkzeug-ordered-multidict", f"{module}.{old}", f"werkzeug.datastructures.{new}")
        for module in ("werkzeug", "werkzeug.datastructures")
        for old, new in (
            ("OrderedMultiDict", "MultiDict"),
            ("ImmutableOrderedMultiDict", "ImmutableMultiDict"),
        )
    ),
    *(
        Moved("werkzeug-http-cookie-date", f"{module}.cookie_date", "werkzeug.http.http_date")
        for module in ("werkzeug", "werkzeug.http")
    ),
    ReplacedName(
        "werkzeug-version-attr", "werkzeug.__version__", '{:version}("werkzeug")', ("importlib.metadata.version",)
    ),
    *(
        Reported(row, name, f"{name.rpartition('.')[2]} was removed from Werkzeug", advice)
        for row, (names, advice) in GONE.items()
        for name in names.split()
    ),
)


def _urls(row: str, name: str, template: str, needs: tuple[str, ...], arguments: tuple[int, int]) -> list[Rule]:
    return [
        ReplacedCall(row, f"{module}.{name}", template, needs, arguments) for module in ("werkzeug.urls", "werkzeug")
    ]


_URLS: tuple[Rule, ...] = (
    *_urls("werkzeug-urls-url-quote", "url_quote", '{:quote}({0}, safe="/:")', ("urllib.parse.quote",), (1, 1)),
    *_urls(
        "werkzeug-urls-url-quote-plus", "url_quote_plus", "{:quote_plus}({0})", ("urllib.parse.quote_plus",), (1, 1)
    ),
    *_urls("werkzeug-urls-url-unquote", "url_unquote", "{:unquote}({0})", ("urllib.parse.unquote",), (1, 1)),
    *_urls(
        "werkzeug-urls-url-unquote-plus",
        "url_unquote_plus",
        "{:unquote_plus}({0})",
        ("urllib.parse.unquote_plus",),
        (1, 1),
    ),
    *_urls("werkzeug-urls-url-join", "url_join", "{:urljoin}({0}, {1})", ("urllib.parse.urljoin",), (2, 2)),
    *_urls("werkzeug-urls-url-unparse", "url_unparse", "{:urlunsplit}({0})", ("urllib.parse.urlunsplit",), (1, 1)),
    *_urls(
        "werkzeug-urls-url-decode",
        "url_decode",
        "{:MultiDict}({:parse_qsl}({0}, keep_blank_values=True))",
        ("werkzeug.datastructures.MultiDict", "urllib.parse.parse_qsl"),
        (1, 1),
    ),
)

_COMPAT: tuple[Rule, ...] = (
    ReplacedName("werkzeug-compat-module", "werkzeug._compat.text_type", "str"),
    ReplacedName("werkzeug-compat-module", "werkzeug._compat.string_types", "(str,)"),
    ReplacedName("werkzeug-compat-module", "werkzeug._compat.integer_types", "(int,)"),
    ReplacedName("werkzeug-compat-module", "werkzeug._compat.range_type", "range"),
    ReplacedName("werkzeug-compat-module", "werkzeug._compat.PY2", "False"),
    Moved("werkzeug-compat-module", "werkzeug._compat.BytesIO", "io.BytesIO"),
    Moved("werkzeug-compat-module", "werkzeug._compat.StringIO", "io.StringIO"),
    *(
        ReplacedCall("werkzeug-compat-module", f"werkzeug._compat.iter{each}", f"{{0}}.{each}()", arguments=(1, 1))
        for each in ("keys", "values", "items")
    ),
    Reported(
        "werkzeug-compat-module",
        "werkzeug._compat.to_unicode",
        "werkzeug._compat is gone",
        'Decode where it can be bytes: `x.decode("utf-8")`.',
    ),
)

_CALLS: tuple[Rule, ...] = (
    ReplacedCall(
        "werkzeug-http-parse-authorization",
        "werkzeug.http.parse_authorization_header",
        "{:Authorization}.from_header({0})",
        ("werkzeug.datastructures.Authorization",),
        (1, 1),
    ),
    ReplacedCall(
        "werkzeug-http-parse-authorization",
        "werkzeug.http.parse_www_authenticate_header",
        "{:WWWAuthenticate}.from_header({0})",
        ("werkzeug.datastructures.WWWAuthenticate",),
        (1, 1),
    ),
    *(
        ReplacedCall("werkzeug-has-key", f"{cls}.has_key", "{0} in {self}", arguments=(1, 1))
        for cls in (
            "werkzeug.datastructures.MultiDict",
            "werkzeug.datastructures.Headers",
            "werkzeug.datastructures.FileMultiDict",
        )
    ),
    ReplacedCall(
        "werkzeug-test-set-cookie",
        "werkzeug.test.Client.set_cookie",
        "{self}.set_cookie({1}, {2}, domain={0})",
        arguments=(3, 3),
        today=2,
    ),
    ReplacedCall(
        "werkzeug-test-set-cookie",
        "werkzeug.test.Client.delete_cookie",
        "{self}.delete_cookie({1}, domain={0})",
        arguments=(2, 2),
        today=1,
    ),
    *(
        RemovedKeyword("werkzeug-map-charset", "werkzeug.routing.Map", keyword, only, "Everything is UTF-8 today.")
        for keyword, only in (("charset", _UTF_8), ("encoding_errors", ("replace",)))
    ),
    *(
        RemovedKeyword(
            "werkzeug-http-dump-cookie-charset", f"werkzeug.http.{name}", keyword, only, "Everything is UTF-8 today."
        )
        for name in ("dump_cookie", "parse_cookie")
        for keyword, only in (("charset", _UTF_8), ("errors", ("replace",)))
    ),
    *(
        ReplacedAttribute("werkzeug-request-charset", f"werkzeug.{cls}", name, '"utf-8"')
        for cls, names in (("Request", ("charset", "url_charset")), ("Response", ("charset",)))
        for name in names
    ),
    Reported(
        "werkzeug-request-charset",
        "werkzeug.Request.encoding_errors",
        "requests have no such attribute any more: what is not UTF-8 is replaced",
        'Write "replace"; FormDataParser takes neither an encoding nor errors today.',
        everyday=True,
    ),
)

_MEMBERS: tuple[Rule, ...] = (
    *(
        RenamedAttribute("werkzeug-authorization-not-dict", f"{_DATA}.Authorization", name, f"parameters.{name}")
        for name in ("items", "keys", "values", "copy")
    ),
    *(
        Reported(
            "werkzeug-user-agent-parsing",
            f"werkzeug.UserAgent.{name}",
            "Werkzeug no longer tells browsers apart, and this is always None",
            "Give the application a `user_agent_class` that does, for instance on top of ua-parser.",
            everyday=True,
        )
        for name in ("browser", "platform", "version", "language")
    ),
    Reported(
        "werkzeug-www-authenticate-set-basic",
        f"{_DATA}.WWWAuthenticate.set_digest",
        "challenges are assigned today",
        'Assign `WWWAuthenticate("digest", {...})` to the attribute.',
    ),
    *(
        Reported(
            "werkzeug-httpexception-wrap",
            f"werkzeug.exceptions.{name}.wrap",
            "HTTP exceptions no longer wrap others",
            "Write a class that descends from both.",
        )
        for name in ("HTTPException", "BadRequest", "Forbidden", "InternalServerError", "NotFound", "Unauthorized")
    ),
    Moved("werkzeug-local-get-ident", "werkzeug.local.get_ident", "threading.get_ident"),
    RemovedKeyword(
        "werkzeug-local-get-ident",
        "werkzeug.local.LocalManager",
        "ident_func",
        (None,),
        "Locals are those of the context (contextvars); leave it out unless it did something else.",
    ),
    *(
        Reported(
            "werkzeug-formdataparser-args",
            f"werkzeug.formparser.FormDataParser{member}",
            "parsers of forms read UTF-8, and are changed by overriding `parse`",
            "Leave it out if it says UTF-8, else override `parse()`.",
            keyword=keyword,
        )
        for member, keyword in (("", "charset"), ("", "errors"), (".get_parse_func", ""), (".parse_functions", ""))
    ),
    Reported(
        "werkzeug-http-parse-options-multiple",
        "werkzeug.http.parse_options_header",
        "only one value is read, with its options",
        "Split the header first, with `werkzeug.http.parse_list_header`.",
        keyword="multiple",
    ),
    *(
        ReplacedCall(
            "werkzeug-utils-invalidate-cached-property",
            f"{module}.invalidate_cached_property",
            "{0}.__dict__.pop({1}, None)",
            arguments=(2, 2),
        )
        for module in ("werkzeug.utils", "werkzeug")
    ),
)

_TESTS: tuple[Rule, ...] = tuple(
    Reported(
        "testing-flask-testing",
        f"flask_testing.TestCase.{name}",
        "it expects an address with scheme and host, and redirects lead to paths today",
        "Compare `response.location` with the path.",
        everyday=True,
    )
    for name in ("assertRedirects", "assert_redirects")
)

RULES: tuple[Rule, ...] = (*_IMPORTS, *_URLS, *_COMPAT, *_CALLS, *_MEMBERS, *_TESTS)

MATCHERS = (
    aware_times.MATCHER,
    clients.MATCHER,
    converters.MATCHER,
    escaping.MATCHER,
    headers_in_bytes.MATCHER,
    locations.MATCHER,
    password_hashes.MATCHER,
    proxies.MATCHER,
    reports.MATCHER,
    request_classes.MATCHER,
    security_functions.MATCHER,
    tracebacks.MATCHER,
    url_functions.MATCHER,
)
CODEMODS = (split_off.plan,)

STILL_WORKS = frozenset(
    {
        "flask_testing.TestCase.assertRedirects",
        "flask_testing.TestCase.assert_redirects",
        "werkzeug.security.safe_join",
        "werkzeug.datastructures.OrderedMultiDict",
        "werkzeug.datastructures.ImmutableOrderedMultiDict",
        "werkzeug.wsgi.get_path_info",
        "werkzeug.UserAgent.browser",
        "werkzeug.UserAgent.platform",
        "werkzeug.UserAgent.version",
        "werkzeug.UserAgent.language",
    }
)
"""Old names that today's version has, too: their use does not tell for which one the code was written."""

OLD_NAMES = (
    "werkzeug.debug.tbtools.get_current_traceback",
    "werkzeug.security.pbkdf2_bin",
    "werkzeug.security.pbkdf2_hex",
    "werkzeug.security.safe_str_cmp",
    "werkzeug.urls.url_encode",
    "werkzeug.urls.url_parse",
    "werkzeug.url_encode",
    "werkzeug.url_parse",
)
"""What today's version has not, and the codemods above look after."""
