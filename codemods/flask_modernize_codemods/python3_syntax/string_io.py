"""StringIO and cStringIO: io.BytesIO where bytes go in or come out, io.StringIO where text does."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flask_modernize.planning.contract import Edit, ImportDrop
from flask_modernize.project.objects import External
from flask_modernize_codemods.python3_syntax.legacy_file import Answers, Codemod, LegacyFile
from flask_modernize_codemods.python3_syntax.moved_modules import names_bound
from flask_modernize_codemods.python3_syntax.value_kinds import BYTES, TEXT, kind_of

_CLASSES = frozenset({"StringIO.StringIO", "cStringIO.StringIO"})
_NEW = {TEXT: "StringIO", BYTES: "BytesIO"}
_WITH_BYTES = frozenset(
    {
        *("flask.send_file", "werkzeug.FileStorage", "werkzeug.datastructures.FileStorage", "werkzeug.wrap_file"),
        *("zipfile.ZipFile", "gzip.GzipFile", "tarfile.open", "tarfile.TarFile", "PIL.Image.open", "Image.open"),
        *("xlrd.open_workbook", "xlsxwriter.Workbook", "openpyxl.load_workbook", "openpyxl.Workbook", "docx.Document"),
        *("reportlab.pdfgen.canvas.Canvas", "reportlab.platypus.SimpleDocTemplate", "xhtml2pdf.pisa.CreatePDF"),
        *("xhtml2pdf.pisa.pisaDocument", "matplotlib.pyplot.savefig", "pylab.savefig", "pickle.dump", "pickle.load"),
        *("cPickle.dump", "cPickle.load", "PyPDF2.PdfFileReader", "numpy.save", "numpy.load"),
    }
)
"""Functions and classes that read or write bytes."""
_WITH_TEXT = frozenset(
    {
        *("csv.writer", "csv.DictWriter", "csv.reader", "csv.DictReader", "logging.StreamHandler"),
        *("unittest.TextTestRunner", "traceback.print_exc", "traceback.print_exception", "json.dump", "json.load"),
        *("ConfigParser.readfp", "pprint.pprint"),
    }
)
_SAVING = frozenset({"save", "savefig", "output", "print_png", "write_png"})
"""Methods of images, figures and workbooks that write bytes to a file."""
_SAVERS = frozenset(
    {
        *(
            "PIL",
            "Image",
            "ImageDraw",
            "xlwt",
            "docx",
            "openpyxl",
            "matplotlib",
            "pylab",
            "qrcode",
            "reportlab",
            "captcha",
        ),
        *("xlsxwriter", "PyPDF2", "pyPdf", "pptx", "svgwrite", "wand"),
    }
)
"""Libraries whose objects are saved as bytes."""
_ASSIGNED_STREAMS = frozenset({"sys.stdout", "sys.stderr", "sys.stdin"})


def answers(file: LegacyFile) -> Answers:
    """A group for each import of the module or class with all that it is used for, or a finding."""
    for node in file.nodes():
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name in ("StringIO", "cStringIO") and _is_outside(file, alias.name):
                    yield from _import(file, node, alias, alias.name)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module in ("StringIO", "cStringIO"):
            for alias in node.names:
                if alias.name == "StringIO" and _is_outside(file, node.module):
                    yield from _import(file, node, alias, node.module)


def _is_outside(file: LegacyFile, module: str) -> bool:
    return isinstance(file.project.imported(file.path, module, None, 0), External)


def _import(file: LegacyFile, node: ast.Import | ast.ImportFrom, alias: ast.alias, module: str) -> Answers:
    bound = alias.asname or alias.name
    named = list(names_bound(file, bound, file.scope(node)))
    calls: list[tuple[ast.expr, str]] = []
    for use in named:
        made = _made(file, use, whole_module=isinstance(node, ast.Import))
        kind = _kind(file, made) if made is not None else None
        if kind is None or made is None:
            place = use if made is None else made
            yield file.finding(place, "P-STRINGIO", "It cannot be told whether this StringIO holds text or bytes.")
            return
        calls.append((made.func, _NEW[kind]))
    needs = sorted({("io", new) for _, new in calls}) or [("io", "StringIO")]
    edits: list[Edit] = [file.rewrite(function, new) for function, new in calls if file.text(function) != new]
    drop = ImportDrop(file.path, node.lineno, bound)
    taken = [name for _, name in needs if name != bound and not file.is_free(name, node)]
    if taken or (len(needs) == 2 and alias.asname):
        yield file.finding(node, "P-STRINGIO", f"{' and '.join(taken) or bound} is something else here.")
        return
    if len(node.names) == 1 and "\n" not in file.text(node):
        names = ", ".join(name for _, name in needs)
        yield file.group(f"Import {names} from io", node, [*edits, file.rewrite(node, f"from io import {names}")])
    else:
        yield file.group("Import from io", node, edits, needs, [drop])


def _made(file: LegacyFile, use: ast.Name, *, whole_module: bool) -> ast.Call | None:
    """The call that makes an object, ``StringIO()`` or ``StringIO.StringIO()``."""
    outer = file.syntax.scopes.parent(use)
    function: ast.AST | None = use
    if whole_module:
        if not isinstance(outer, ast.Attribute) or outer.attr != "StringIO":
            return None
        function, outer = outer, file.syntax.scopes.parent(outer)
    return outer if isinstance(outer, ast.Call) and outer.func is function else None


# -- what goes in and comes out ----------------------------------------------------------------------------------------


def _kind(file: LegacyFile, made: ast.Call) -> str | None:
    """Text or bytes, where everything that can be told agrees."""
    found = {_given(file, made.args[0])} if made.args else set()
    holder = file.syntax.scopes.parent(made)
    found |= {_used_as(file, made)}
    if isinstance(holder, ast.Assign) and len(holder.targets) == 1 and holder.value is made:
        target = holder.targets[0]
        if file.external(target) in _ASSIGNED_STREAMS:
            found.add(TEXT)
        text = ast.unparse(target)
        for node in _nodes_of_function(file, made):
            if isinstance(node, ast.Name | ast.Attribute) and ast.unparse(node) == text and node is not target:
                found.add(_used_as(file, node))
                stored = file.syntax.scopes.parent(node)
                if isinstance(stored, ast.Assign) and file.external(stored.targets[0]) in _ASSIGNED_STREAMS:
                    found.add(TEXT)
    found.discard(None)
    return found.pop() if len(found) == 1 else None


def _nodes_of_function(file: LegacyFile, node: ast.AST) -> Iterator[ast.AST]:
    around = file.syntax.scopes.enclosing_function(node)
    yield from ast.walk(around if around is not None else file.syntax.module)


def _given(file: LegacyFile, node: ast.expr) -> str | None:
    """What an argument holds; a literal with escapes above ASCII was meant as bytes."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return TEXT
    kind = kind_of(file, node)
    if kind in (TEXT, BYTES):
        return kind
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        inner = node.func.value
        opened = isinstance(inner, ast.Call) and file.is_builtin(inner.func, "open")
        if node.func.attr == "read" and (_is_response(file, inner) or opened):
            return BYTES if not opened or _opens_bytes(inner) else TEXT
    if isinstance(node, ast.Attribute) and node.attr == "content" and _maker(file, node.value).startswith("requests."):
        return BYTES
    return None


def _maker(file: LegacyFile, node: ast.expr) -> str:
    """The full name of what makes an object: of the call itself, or of all that are bound to a name."""
    if isinstance(node, ast.Call):
        return file.external(node.func) or (
            _maker(file, node.func.value) if isinstance(node.func, ast.Attribute) else ""
        )
    owner = file.scope(node).lookup(node.id) if isinstance(node, ast.Name) else None
    bindings = owner.bindings.get(node.id, []) if owner is not None and isinstance(node, ast.Name) else []
    made = {
        _maker(file, each.value) if isinstance(each.value, ast.Call) else ""
        for each in bindings
        if each.value is not None
    }
    return min(made) if made and len(bindings) < 9 else ""


def _opens_bytes(node: ast.expr) -> bool:
    mode = node.args[1] if isinstance(node, ast.Call) and len(node.args) > 1 else None
    return isinstance(mode, ast.Constant) and "b" in str(mode.value)


def _is_response(file: LegacyFile, node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and file.external(node.func) in (
        "urllib2.urlopen",
        "urllib.urlopen",
        "urllib.request.urlopen",
    )


def _used_as(file: LegacyFile, node: ast.expr) -> str | None:
    """What one use of the object says: it is written to, handed to somebody, or asked for its value."""
    outer = file.syntax.scopes.parent(node)
    if isinstance(outer, ast.keyword):
        outer = file.syntax.scopes.parent(outer)
    if isinstance(outer, ast.Call) and outer.func is not node:
        return _taken_by(file, outer)
    if not isinstance(outer, ast.Attribute):
        return None
    call = file.syntax.scopes.parent(outer)
    if not isinstance(call, ast.Call) or call.func is not outer:
        return None
    if outer.attr in ("write", "writelines") and call.args:
        return _given(file, call.args[0])
    return None


def _taken_by(file: LegacyFile, call: ast.Call) -> str | None:
    name = file.external(call.func)
    if name in _WITH_BYTES:
        return BYTES
    if name in _WITH_TEXT:
        return TEXT
    if isinstance(call.func, ast.Attribute) and call.func.attr in _SAVING:
        return BYTES if _maker(file, call.func.value).partition(".")[0] in _SAVERS else None
    if any(each.arg == "file" for each in call.keywords) and file.is_builtin(call.func, "print"):
        return TEXT
    return None


CODEMOD = Codemod((b"StringIO",), answers, certain=False)
