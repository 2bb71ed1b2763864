"""What Werkzeug moved, renamed or removed up to 3.1; rows by the id in the upgrade matrix."""

from __future__ import annotations

from flask_modernize.rules.kinds import (
    Moved,
    MovedModule,
    RemovedKeyword,
    ReplacedAttribute,
    ReplacedCall,
    ReplacedName,
    Reported,
    Rule,
)

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

_GONE_UTILITIES = {
    "werkzeug-utils-htmlbuilder": (
        (
            "werkzeug.utils.HTMLBuilder werkzeug.utils.html werkzeug.utils.xhtml werkzeug.html werkzeug.xhtml"
            " werkzeug.HTMLBuilder"
        ),
        "Build the markup with `markupsafe.Markup(...).format()`, or in a Jinja template.",
    ),
    "werkzeug-utils-format-string": (
        "werkzeug.utils.format_string werkzeug.format_string",
        "Take `string.Template(text).safe_substitute(context)`.",
    ),
    "werkzeug-utils-bind-arguments": (
        (
            "werkzeug.utils.bind_arguments werkzeug.utils.validate_arguments werkzeug.bind_arguments"
            " werkzeug.validate_arguments"
        ),
        "Take `inspect.signature(function).bind(*args, **kwargs).arguments`.",
    ),
    "werkzeug-utils-detect-utf-encoding": (
        "werkzeug.utils.detect_utf_encoding",
        "`json.loads` takes bytes and finds out by itself.",
    ),
    "werkzeug-urls-url-fix": (
        "werkzeug.urls.url_fix werkzeug.url_fix",
        "Take `werkzeug.urls.iri_to_uri`, and look at URLs with spaces or `%`.",
    ),
    "werkzeug-urls-url-encode-stream": (
        (
            "werkzeug.urls.url_encode_stream werkzeug.urls.url_decode_stream werkzeug.url_encode_stream"
            " werkzeug.url_decode_stream"
        ),
        "Take `urllib.parse.urlencode` or `parse_qsl` on the whole text.",
    ),
    "werkzeug-urls-href": ("werkzeug.urls.Href werkzeug.Href", "Take `url_for`, or `urllib.parse.urljoin`."),
    "werkzeug-contrib-securecookie": (
        "werkzeug.contrib.securecookie.SecureCookie",
        "Sign with `itsdangerous.URLSafeTimedSerializer`; cookies that browsers hold are worth nothing then.",
    ),
    "werkzeug-contrib-sessions": (
        (
            "werkzeug.contrib.sessions.FilesystemSessionStore werkzeug.contrib.sessions.Session"
            " werkzeug.contrib.sessions.SessionMiddleware werkzeug.contrib.sessions.SessionStore"
        ),
        "Take Flask-Session with `SESSION_TYPE = 'cachelib'`.",
    ),
    "werkzeug-contrib-wrappers": (
        (
            "werkzeug.contrib.wrappers.JSONRequestMixin werkzeug.contrib.wrappers.ProtobufRequestMixin"
            " werkzeug.contrib.wrappers.RoutingArgsRequestMixin werkzeug.contrib.wrappers.ReverseSlashBehaviorRequestMixin"
            " werkzeug.contrib.wrappers.DynamicCharsetRequestMixin werkzeug.contrib.wrappers.DynamicCharsetResponseMixin"
        ),
        "JSON is a part of Request today; what the others did has to be written in the application.",
    ),
    "werkzeug-contrib-iterio": ("werkzeug.contrib.iterio.IterIO", "Write a generator, or take `io.BytesIO`."),
    "werkzeug-contrib-limiter": (
        "werkzeug.contrib.limiter.StreamLimitMiddleware",
        "Set `MAX_CONTENT_LENGTH`, or the limit of the server in front.",
    ),
    "werkzeug-contrib-testtools": (
        "werkzeug.contrib.testtools.ContentAccessors",
        "Responses of test clients have `json` and `text` today.",
    ),
    "werkzeug-contrib-jsrouting": (
        (
            "werkzeug.contrib.jsrouting.generate_map werkzeug.contrib.jsrouting.generate_adapter"
            " werkzeug.contrib.jsrouting.render_template"
        ),
        "Give pages their URLs with `url_for` when they are rendered.",
    ),
    "werkzeug-contrib-other-fixers": (
        (
            "werkzeug.contrib.fixers.CGIRootFix werkzeug.contrib.fixers.PathInfoFromRequestUriFix"
            " werkzeug.contrib.fixers.HeaderRewriterFix werkzeug.contrib.fixers.InternetExplorerFix"
            " werkzeug.contrib.fixers.LighttpdCGIRootFix"
        ),
        "Set the server in front so that it need not be mended here.",
    ),
    "werkzeug-script": (
        "werkzeug.script.run werkzeug.script.make_shell werkzeug.script.make_runserver",
        "Write the actions as commands of `flask` (click), with `app.cli.command`.",
    ),
    "werkzeug-templates": ("werkzeug.templates.Template", "Write the template for Jinja."),
    "werkzeug-useragents-module": (
        "werkzeug.useragents.UserAgent werkzeug.useragents.UserAgentParser",
        "Werkzeug no longer tells browsers apart; `werkzeug.user_agent.UserAgent` can be subclassed to.",
    ),
    "werkzeug-wsgi-path-info-helpers": (
        (
            "werkzeug.wsgi.get_script_name werkzeug.wsgi.get_query_string werkzeug.wsgi.peek_path_info"
            " werkzeug.wsgi.pop_path_info werkzeug.wsgi.extract_path_info werkzeug.wsgi.get_path_info"
            " werkzeug.peek_path_info werkzeug.pop_path_info werkzeug.extract_path_info"
        ),
        "Read `environ` (`PATH_INFO`, `SCRIPT_NAME`, `QUERY_STRING`) or a `werkzeug.Request` of it.",
    ),
    "werkzeug-wsgi-make-line-iter": (
        "werkzeug.wsgi.make_line_iter werkzeug.wsgi.make_chunk_iter werkzeug.make_line_iter werkzeug.make_chunk_iter",
        "Iterate the stream itself.",
    ),
    "werkzeug-filesystem-posixemulation": (
        "werkzeug.filesystem.get_filesystem_encoding werkzeug.posixemulation.rename",
        "Take `sys.getfilesystemencoding()`, or `os.replace`.",
    ),
    "werkzeug-serving-cli": (
        "werkzeug.serving.run_with_reloader",
        "Use `flask run`, whose reloader is the same.",
    ),
    "werkzeug-wrappers-plain-streamonly": (
        "werkzeug.wrappers.PlainRequest werkzeug.wrappers.StreamOnlyMixin werkzeug.PlainRequest",
        "Make the request with `Request(environ, shallow=True)` and read its stream.",
    ),
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
        for row, (names, advice) in _GONE_UTILITIES.items()
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
    ),
    ReplacedCall(
        "werkzeug-test-set-cookie",
        "werkzeug.test.Client.delete_cookie",
        "{self}.delete_cookie({1}, domain={0})",
        arguments=(2, 2),
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
)

RULES: tuple[Rule, ...] = (*_IMPORTS, *_URLS, *_COMPAT, *_CALLS)
