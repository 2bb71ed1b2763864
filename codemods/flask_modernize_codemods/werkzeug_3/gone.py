"""What is gone from Werkzeug without a successor in it: by row, the full names and what to do."""

from __future__ import annotations

GONE = {
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
            " werkzeug.contrib.wrappers.RoutingArgsRequestMixin"
            " werkzeug.contrib.wrappers.ReverseSlashBehaviorRequestMixin"
            " werkzeug.contrib.wrappers.DynamicCharsetRequestMixin"
            " werkzeug.contrib.wrappers.DynamicCharsetResponseMixin"
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
