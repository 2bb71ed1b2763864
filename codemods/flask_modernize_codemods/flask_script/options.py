"""Options of argparse, as Flask-Script passes them on, and those of Click that say the same."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence

from flask_modernize.rules.matches import File

_TYPES = frozenset({"int", "float", "bool"})
_TEXT = frozenset({"str", "unicode", "text_type", "six.text_type"})
_KNOWN = frozenset({"dest", "default", "help", "type", "action", "required", "choices", "metavar", "nargs"})
_CALLBACK = "callback=lambda context, parameter, value: "


class Problem(Exception):
    """Why something cannot be written for Click, and where."""

    def __init__(self, node: ast.AST, message: str) -> None:
        super().__init__(message)
        self.node = node
        self.message = message


def derived_options(file: File, function: ast.FunctionDef, click: str) -> list[str]:
    """The decorators for the parameters of a function, as Flask-Script derives options from them."""
    arguments = function.args
    if arguments.vararg or arguments.kwarg or arguments.kwonlyargs or arguments.posonlyargs:
        raise Problem(function, f"`{function.name}` takes arguments that no option is derived from")
    first_default = len(arguments.args) - len(arguments.defaults)
    found = []
    for index, parameter in enumerate(arguments.args):
        name = parameter.arg
        if index < first_default:
            found.append(_argument(parameter, name, click))
            continue
        default = arguments.defaults[index - first_default]
        found.append(f'@{click}.option("-{name[0]}", "--{name}"{_named(name)}{_default_of(file, default)})')
    return found


def _argument(node: ast.AST, name: str, click: str, more: str = "") -> str:
    if name != name.lower():
        raise Problem(node, f"the argument `{name}` has capitals, which Click does not keep")
    return f'@{click}.argument("{name}"{more})'


def _named(name: str) -> str:
    """The name of the parameter, where Click would call it otherwise."""
    return f', "{name}"' if name != name.lower() else ""


def _default_of(file: File, default: ast.expr) -> str:
    if isinstance(default, ast.Constant) and isinstance(default.value, bool):
        return ", is_flag=True" + (", default=True, flag_value=True" if default.value else "")
    if isinstance(default, ast.Constant) and default.value is None:
        return ""
    if _is_constant(default):
        return f", default={file.text(default)}"
    raise Problem(default, f"the default `{file.text(default)}` is not a constant")


def _is_constant(node: ast.expr) -> bool:
    if isinstance(node, ast.UnaryOp):
        node = node.operand
    return isinstance(node, ast.Constant)


def written_option(file: File, call: ast.Call, click: str) -> tuple[str, bool]:
    """The decorator for ``option("-n", "--name", dest="name", ...)``, and whether it is for a positional argument."""
    flags = [each.value for each in call.args if isinstance(each, ast.Constant) and isinstance(each.value, str)]
    given = {each.arg: each.value for each in call.keywords if each.arg is not None}
    if len(flags) != len(call.args) or not flags or len(given) != len(call.keywords):
        raise Problem(call, "the names of the option are not written out")
    unknown = sorted(set(given) - _KNOWN)
    if unknown:
        raise Problem(call, f"`{unknown[0]}=` of argparse has no counterpart that is certain to do the same")
    if not flags[0].startswith("-"):
        return _positional(file, call, flags[0], given, click), True
    names = ", ".join(file.text(each) for each in call.args)
    return f"@{click}.option({names}{_dest(call, flags, given)}{_settings(file, call, given, click)})", False


def _positional(file: File, call: ast.Call, name: str, given: Mapping[str, ast.expr], click: str) -> str:
    """``help`` of an argument is kept as a comment: Click has none."""
    left_out = ("help", "default", "dest", "required", "nargs")
    settings = {key: value for key, value in given.items() if key not in left_out}
    text = _argument(call, name, click, _settings(file, call, settings, click) + _many(call, given))
    about = given.get("help")
    if isinstance(about, ast.Constant) and isinstance(about.value, str) and "\n" not in about.value:
        text += f"  # {about.value}"
    return text


def _many(call: ast.Call, given: Mapping[str, ast.expr]) -> str:
    """``nargs`` of a positional argument: argparse gives lists, Click tuples."""
    wanted = ast.unparse(given["nargs"]).strip("'\"") if "nargs" in given else ""
    default = given.get("default")
    if default is not None and wanted:
        raise Problem(call, "`nargs=` with a default has no counterpart that is certain to do the same")
    if wanted == "?":
        return ", required=False"
    if wanted in ("*", "+"):
        return f", nargs=-1{', required=True' if wanted == '+' else ''}, {_CALLBACK}list(value)"
    if wanted.isdigit():
        return f", nargs={wanted}, {_CALLBACK}list(value)"
    if wanted:
        raise Problem(call, f"`nargs={wanted}` of argparse has no counterpart that is certain to do the same")
    return ""


def _dest(call: ast.Call, flags: Sequence[str], given: Mapping[str, ast.expr]) -> str:
    long = [flag for flag in flags if flag.startswith("--")]
    derived = (long or flags)[0].lstrip("-").replace("-", "_")
    dest = given.get("dest")
    if dest is not None and not (isinstance(dest, ast.Constant) and isinstance(dest.value, str)):
        raise Problem(call, "`dest=` is not written out")
    name = str(dest.value) if isinstance(dest, ast.Constant) else derived
    # Click takes the first of the longest names, in small letters.
    by_click = (long or flags)[0].lstrip("-").replace("-", "_").lower()
    return "" if name == by_click else f', "{name}"'


def _settings(file: File, call: ast.Call, given: Mapping[str, ast.expr], click: str) -> str:
    if "choices" in given and _type_name(given) == "int":
        return _whole_numbers(call, given, click) + _texts(file, given)
    found = _action(file, call, given)
    if "choices" in given:
        if _type_name(given) not in ("", *_TEXT):
            raise Problem(call, "choices that are not texts")
        found += f", type={click}.Choice({file.text(given['choices'])})"
    elif _type_name(given) and _type_name(given) not in _TEXT:
        if not isinstance(given["type"], ast.Name | ast.Attribute):
            raise Problem(call, "`type=` is computed")
        found += f", type={_type_name(given)}" if _type_name(given) != "bool" else _truth(given)
    return found + _texts(file, given)


def _truth(given: Mapping[str, ast.expr]) -> str:
    """``type=bool``: for argparse every text is true, also ``False``, which Click would read."""
    return ", type=lambda text: bool(text)" + ("" if "metavar" in given else ', metavar="TEXT"')


def _texts(file: File, given: Mapping[str, ast.expr]) -> str:
    required = "required" in given and ast.unparse(given["required"]) == "True"
    found = [f", {name}={file.text(given[name])}" for name in ("help", "metavar") if name in given]
    return "".join([", required=True" if required else "", *found])


def _whole_numbers(call: ast.Call, given: Mapping[str, ast.expr], click: str) -> str:
    """``type=int, choices=[1, 2]``: the choices of Click are texts, of which numbers are made afterwards."""
    choices, default = given["choices"], given.get("default")
    elements = choices.elts if isinstance(choices, ast.List | ast.Tuple) else []
    numbers = [each.value for each in elements if isinstance(each, ast.Constant) and type(each.value) is int]
    plain = default is None or (isinstance(default, ast.Constant) and default.value in (None, *numbers))
    if not numbers or len(numbers) != len(elements) or not plain or {"action", "nargs"} & given.keys():
        raise Problem(call, "choices that are not texts, and not numbers that are written out")
    texts = ", ".join(f'"{number}"' for number in numbers)
    default_number = default.value if isinstance(default, ast.Constant) and default.value is not None else None
    text = f', default="{default_number!r}"' if default_number is not None else ""
    return f"{text}, type={click}.Choice([{texts}]), {_CALLBACK}value and int(value)"


def _type_name(given: Mapping[str, ast.expr]) -> str:
    return ast.unparse(given["type"]) if "type" in given else ""


def _action(file: File, call: ast.Call, given: Mapping[str, ast.expr]) -> str:
    """What an option does, and its default."""
    action = ast.unparse(given["action"]).strip("'\"") if "action" in given else "store"
    default = given.get("default")
    if action == "store_true":
        plain = default is None or ast.unparse(default) in ("False", "None")
        return ", is_flag=True" + ("" if plain else ", default=True, flag_value=True")
    if action == "store_false":
        return ", is_flag=True, flag_value=False, default=True"
    if action in ("append", "count"):
        return _repeated(call, action, default, given)
    if action == "store" and "nargs" in given:
        return _several(call, default, given)
    if action != "store" or "nargs" in given:
        raise Problem(call, f"the action `{action}` of argparse has no counterpart that is certain to do the same")
    if default is None or ast.unparse(default) == "None":
        return ""
    if not _is_constant(default):
        raise Problem(call, f"the default `{file.text(default)}` is not a constant")
    return f", default={file.text(default)}"


def _repeated(call: ast.Call, action: str, default: ast.expr | None, given: Mapping[str, ast.expr]) -> str:
    """An option that may be given several times. Where it is not given, argparse has None or the default."""
    text = ast.unparse(default) if default is not None else "None"
    if action == "count" and text in ("0", "None") and "nargs" not in given:
        return ", count=True" + (f", {_CALLBACK}value or None" if text == "None" else "")
    if action == "append" and text in ("[]", "None") and "nargs" not in given:
        return f", multiple=True, {_CALLBACK}list(value)" + (" or None" if text == "None" else "")
    raise Problem(call, f"`{action}` with this default has no counterpart that is certain to do the same")


def _several(call: ast.Call, default: ast.expr | None, given: Mapping[str, ast.expr]) -> str:
    """``nargs=2`` of an option."""
    wanted = given["nargs"]
    number = wanted.value if isinstance(wanted, ast.Constant) else None
    if type(number) is not int or number < 2 or (default is not None and ast.unparse(default) != "None"):
        raise Problem(call, f"`nargs={ast.unparse(wanted)}` of an option is not of Click")
    return f", nargs={number}, {_CALLBACK}value and list(value)"
