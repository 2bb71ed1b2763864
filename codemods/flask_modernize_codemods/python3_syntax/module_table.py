"""Where Python 3 keeps what Python 2 has in its standard library.

A line for each module, or for each name of one, by full names. What is ``<builtin>`` needs no import.
"""

from __future__ import annotations

from collections.abc import Mapping

MODULES: Mapping[str, str] = {
    "BaseHTTPServer": "http.server",
    "CGIHTTPServer": "http.server",
    "ConfigParser": "configparser",
    "Cookie": "http.cookies",
    "HTMLParser": "html.parser",
    "Queue": "queue",
    "SimpleHTTPServer": "http.server",
    "SimpleXMLRPCServer": "xmlrpc.server",
    "DocXMLRPCServer": "xmlrpc.server",
    "SocketServer": "socketserver",
    "Tkinter": "tkinter",
    "UserDict": "collections",
    "UserList": "collections",
    "UserString": "collections",
    "__builtin__": "builtins",
    "cPickle": "pickle",
    "commands": "subprocess",
    "cookielib": "http.cookiejar",
    "copy_reg": "copyreg",
    "dummy_thread": "_thread",
    "email.Encoders": "email.encoders",
    "email.Header": "email.header",
    "email.MIMEAudio": "email.mime.audio",
    "email.MIMEBase": "email.mime.base",
    "email.MIMEImage": "email.mime.image",
    "email.MIMEMultipart": "email.mime.multipart",
    "email.MIMEText": "email.mime.text",
    "email.Utils": "email.utils",
    "htmlentitydefs": "html.entities",
    "httplib": "http.client",
    "repr": "reprlib",
    "robotparser": "urllib.robotparser",
    "thread": "_thread",
    "urlparse": "urllib.parse",
    "xml.etree.cElementTree": "xml.etree.ElementTree",
    "xmlrpclib": "xmlrpc.client",
}
"""Modules that moved as they are."""

_PARSE = (
    "pathname2url",
    "quote",
    "quote_plus",
    "unquote",
    "unquote_plus",
    "urlencode",
    "splitquery",
    "splittype",
    "splithost",
)
_REQUEST = ("FancyURLopener", "URLopener", "getproxies", "urlcleanup", "urlopen", "urlretrieve")
_REQUEST2 = (
    *("AbstractBasicAuthHandler", "AbstractDigestAuthHandler", "BaseHandler", "CacheFTPHandler", "FTPHandler"),
    *("FileHandler", "HTTPBasicAuthHandler", "HTTPCookieProcessor", "HTTPDefaultErrorHandler"),
    *("HTTPDigestAuthHandler", "HTTPErrorProcessor", "HTTPHandler", "HTTPPasswordMgr"),
    *("HTTPPasswordMgrWithDefaultRealm", "HTTPRedirectHandler", "HTTPSHandler", "OpenerDirector"),
    *("ProxyBasicAuthHandler", "ProxyDigestAuthHandler", "ProxyHandler", "Request", "UnknownHandler", "build_opener"),
    *("install_opener", "parse_http_list", "parse_keqv_list", "urlopen"),
)
_ABSTRACT = (
    *("Callable", "Container", "Hashable", "ItemsView", "Iterable", "Iterator", "KeysView", "Mapping"),
    *("MappingView", "MutableMapping", "MutableSequence", "MutableSet", "Sequence", "Set", "Sized", "ValuesView"),
)

NAMES: Mapping[str, str] = {
    **{f"urllib.{name}": f"urllib.parse.{name}" for name in _PARSE},
    **{f"urllib.{name}": f"urllib.request.{name}" for name in _REQUEST},
    "urllib.pathname2url": "urllib.request.pathname2url",
    "urllib.url2pathname": "urllib.request.url2pathname",
    "urllib.ContentTooShortError": "urllib.error.ContentTooShortError",
    **{f"urllib2.{name}": f"urllib.request.{name}" for name in _REQUEST2},
    "urllib2.httplib": "http.client.",
    "urllib2.urlparse": "urllib.parse.",
    "urllib2.HTTPError": "urllib.error.HTTPError",
    "urllib2.URLError": "urllib.error.URLError",
    **{f"urllib2.{name}": f"urllib.parse.{name}" for name in ("quote", "unquote")},
    **{f"collections.{name}": f"collections.abc.{name}" for name in _ABSTRACT},
    "ConfigParser.SafeConfigParser": "configparser.ConfigParser",
    "configparser.SafeConfigParser": "configparser.ConfigParser",
    "UserDict.IterableUserDict": "collections.UserDict",
    "base64.decodestring": "base64.decodebytes",
    "base64.encodestring": "base64.encodebytes",
    "commands.getoutput": "subprocess.getoutput",
    "commands.getstatusoutput": "subprocess.getstatusoutput",
    "fractions.gcd": "math.gcd",
    "itertools.ifilterfalse": "itertools.filterfalse",
    "itertools.izip_longest": "itertools.zip_longest",
    "itertools.ifilter": "<builtin>.filter",
    "itertools.imap": "<builtin>.map",
    "itertools.izip": "<builtin>.zip",
    "os.errno": "errno",
    "os.getcwdu": "os.getcwd",
    "string.letters": "string.ascii_letters",
    "string.lowercase": "string.ascii_lowercase",
    "string.uppercase": "string.ascii_uppercase",
    "string.maketrans": "<builtin>.str.maketrans",
    "sys.maxint": "sys.maxsize",
    "time.clock": "time.perf_counter",
    "types.BooleanType": "<builtin>.bool",
    "types.ClassType": "<builtin>.type",
    "types.DictType": "<builtin>.dict",
    "types.DictionaryType": "<builtin>.dict",
    "types.FloatType": "<builtin>.float",
    "types.IntType": "<builtin>.int",
    "types.ListType": "<builtin>.list",
    "types.LongType": "<builtin>.int",
    "types.ObjectType": "<builtin>.object",
    "types.StringType": "<builtin>.str",
    "types.TupleType": "<builtin>.tuple",
    "types.TypeType": "<builtin>.type",
    "types.UnicodeType": "<builtin>.str",
    "exceptions.StandardError": "<builtin>.Exception",
}
"""Names that moved out of a module that is still there, or to another than its other names; ``a.b.`` is a module."""

GONE: Mapping[str, str] = {
    "asyncore": "asyncio does its work",
    "crypt": "the package bcrypt or passlib does its work",
    "distutils": "setuptools has it",
    "imghdr": "the package filetype or puremagic tells a file's kind by its first bytes",
    "imp": "importlib does its work",
    "md5": "hashlib.md5",
    "new": "types has its classes",
    "pipes": "shlex.quote() and subprocess do its work",
    "sets": "the builtin set",
    "sha": "hashlib.sha1",
    "smtpd": "the package aiosmtpd does its work",
    "telnetlib": "the package telnetlib3 does its work",
}
"""Modules without a counterpart, with what a person can use in their place."""
