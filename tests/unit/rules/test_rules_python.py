"""Every kind of rule on small files: what it changes, what it reports, and what it must not touch."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

import pytest

from flask_modernize.planning import planner
from flask_modernize.planning.configuration import CommandLine, configure, read_document
from flask_modernize.planning.contract import Behaviour, Migration, Options, Plan
from flask_modernize.project import Project
from flask_modernize.rules.expression_templates import shown
from flask_modernize.rules.findings import RULE_CODES
from flask_modernize.rules.kinds import (
    AddedKeyword,
    AttributeToCall,
    CallToAttribute,
    ChangedValue,
    Moved,
    MovedModule,
    PositionalToKeyword,
    RemovedKeyword,
    RenamedAttribute,
    RenamedKeyword,
    ReplacedAssignment,
    ReplacedAttribute,
    ReplacedCall,
    ReplacedName,
    Reported,
    Rule,
)
from flask_modernize.rules.python_rules import plan_python_rules
from flask_modernize.sources import memory_tree

DOCUMENTATION = "Rules.\n\n" + "\n\n".join(
    f"{name}\n    x = 1" for name in ("What it does", "Why", "Example before", "Example after", "Safety", "References")
)


def applied(rules: Sequence[Rule], **files: str) -> tuple[dict[str, str], list[tuple[str, int]]]:
    """The files after the rules, and (code, line) of the findings. ``a__b=...`` is the file ``a/b.py``."""

    def plan(project: Project, options: Options, paths: frozenset[str] | None) -> Plan:
        groups, findings = plan_python_rules(project, rules, "Technology Stack")
        return Plan(tuple(groups), tuple(findings))

    migration = Migration(
        "rules", 1, "x", Behaviour.SAME, "Technology Stack", DOCUMENTATION, plan, codes=RULE_CODES, whole_program=True
    )
    tree = memory_tree(
        {f"{name.replace('__', '/')}.py": textwrap.dedent(text).encode() for name, text in files.items()}
    )
    configuration = configure(read_document(lambda _: None), (migration,), CommandLine())
    run = planner.run(tree, (migration,), configuration)
    changed = tree.with_changes(run.changes)
    texts = {path.removesuffix(".py"): changed.read(path).decode() for path in changed.paths}
    return texts, [(each.code, each.line) for outcome in run.outcomes for each in outcome.findings]


def check(rule: Rule | Sequence[Rule], before: str, after: str) -> None:
    rules = rule if isinstance(rule, Sequence) else (rule,)
    texts, findings = applied(rules, app=before)
    assert texts["app"] == textwrap.dedent(after)
    assert findings == []


def check_left(rule: Rule, text: str, *findings: tuple[str, int]) -> None:
    texts, found = applied((rule,), app=text)
    assert texts["app"] == textwrap.dedent(text)
    assert found == list(findings)


MARKUP = Moved("row", "flask.Markup", "markupsafe.Markup")


class TestMoved:
    def test_one_of_several_names(self) -> None:
        check(
            MARKUP,
            "from flask import Flask, Markup\nMarkup(Flask)\n",
            "from flask import Flask\nfrom markupsafe import Markup\n\nMarkup(Flask)\n".replace("\n\n", "\n"),
        )

    def test_the_only_name_keeps_the_statement(self) -> None:
        check(
            MARKUP,
            "from flask import Markup as M  # html\nM(1)\n",
            "from markupsafe import Markup as M  # html\nM(1)\n",
        )

    def test_through_the_module(self) -> None:
        check(
            MARKUP,
            "import flask\nflask.Markup(flask.request)\n",
            "import flask\nfrom markupsafe import Markup\nMarkup(flask.request)\n",
        )

    def test_the_new_name_stands_where_the_old_one_stood(self) -> None:
        check(
            Moved("row", "sqlalchemy.Binary", "sqlalchemy.LargeBinary"),
            "from sqlalchemy import ForeignKey\nfrom sqlalchemy import Column, Binary\nColumn(Binary)\n",
            "from sqlalchemy import ForeignKey\nfrom sqlalchemy import Column, LargeBinary\nColumn(LargeBinary)\n",
        )

    def test_through_a_module_that_has_the_new_name(self) -> None:
        check(
            [Moved("r", "wtforms.validators.Required", "wtforms.validators.DataRequired")],
            "import wtforms\nfrom wtforms import validators\n[validators.Required(), wtforms.validators.Required()]\n",
            "import wtforms\nfrom wtforms import validators\n"
            "[validators.DataRequired(), wtforms.validators.DataRequired()]\n",
        )

    def test_a_taken_name_gets_another(self) -> None:
        check(
            MARKUP,
            "import flask\nMarkup = 1\nflask.Markup(Markup)\n",
            "from markupsafe import Markup as markupsafe_Markup\nMarkup = 1\nmarkupsafe_Markup(Markup)\n",
        )

    def test_in_a_function(self) -> None:
        check(
            MARKUP,
            "def f():\n    from flask import Markup, g\n    return Markup(g)\n",
            "def f():\n    from flask import g\n    from markupsafe import Markup\n    return Markup(g)\n",
        )

    def test_an_import_with_a_working_fallback_stays(self) -> None:
        check_left(
            MARKUP, "try:\n    from flask import Markup\nexcept ImportError:\n    from markupsafe import Markup\n"
        )

    def test_an_import_with_a_dead_fallback_is_reported(self) -> None:
        check_left(
            MARKUP,
            "try:\n    from flask import Markup\nexcept ImportError:\n    Markup = str\n",
            ("L-FALLBACK", 2),
        )

    def test_what_only_has_the_name_stays(self) -> None:
        check_left(MARKUP, "from mine import flask\nfrom other import Markup\nflask.Markup(Markup)\n")


class TestMovedModule:
    RULE = MovedModule("row", "flask.ext.login.*", "flask_login")

    def test_from(self) -> None:
        check(
            self.RULE,
            "from flask.ext.login import (\n    a,  # one\n    b,\n)\nfrom flask.ext.login.utils import c\n",
            "from flask_login import (\n    a,  # one\n    b,\n)\nfrom flask_login.utils import c\n",
        )

    def test_plain_import_and_its_uses(self) -> None:
        check(
            self.RULE,
            "import flask.ext.login\nflask.ext.login.x(flask.ext.login.y)\n",
            "import flask_login\nflask_login.x(flask_login.y)\n",
        )

    def test_plain_import_that_gives_the_parent_too(self) -> None:
        check_left(self.RULE, "import flask.ext.login\nflask.Flask(flask.ext.login.y)\n", ("L-NAME-TAKEN", 1))

    def test_as(self) -> None:
        check(self.RULE, "import flask.ext.login as login\nlogin.x\n", "import flask_login as login\nlogin.x\n")

    def test_from_the_parent(self) -> None:
        check(
            MovedModule("row", "werkzeug.contrib.cache", "cachelib.simple"),
            "from werkzeug.contrib import cache\ncache.x\n",
            "from cachelib import simple\nsimple.x\n",
        )

    def test_a_new_name_that_is_taken(self) -> None:
        check(
            MovedModule("row", "werkzeug.contrib.cache", "cachelib.simple"),
            "from werkzeug.contrib import cache\nsimple = cache.x\n",
            "from cachelib import simple as cache\nsimple = cache.x\n",
        )


REQUEST = "from flask import Flask, request\napp = Flask(__name__)\n"
XHR = ReplacedAttribute("row", "werkzeug.Request", "is_xhr", '{self}.headers.get("X") == "Y"')


class TestMembers:
    def test_replaced(self) -> None:
        check(
            XHR,
            REQUEST + "a = not request.is_xhr\nb = request.is_xhr + 1\n",
            REQUEST + 'a = request.headers.get("X") != "Y"\nb = (request.headers.get("X") == "Y") + 1\n',
        )

    def test_a_template_that_would_evaluate_twice(self) -> None:
        rule = ReplacedAttribute("row", "werkzeug.Response", "both", "({self}.a, {self}.b)")
        text = "from flask import make_response\nmake_response(1).both\nr = make_response(2)\nr.both\n"
        texts, findings = applied((rule,), app=text)
        assert texts["app"] == text.replace("\nr.both", "\n(r.a, r.b)")
        assert findings == [("L-ARGUMENTS", 2)]

    def test_a_store_is_reported(self) -> None:
        check_left(XHR, REQUEST + "request.is_xhr = True\n", ("L-ASSIGNED", 3))

    @pytest.mark.parametrize(
        "text",
        [
            "class R:\n    is_xhr = 1\nrequest = R()\nrequest.is_xhr\n",
            "import other\nother.is_xhr\n",
            "'text'.is_xhr\n",
            "from flask import Request\nclass R(Request):\n    is_xhr = True\nR({}).is_xhr\n",
            "from flask import make_response\nmake_response(1).is_xhr\n",
        ],
    )
    def test_of_something_else(self, text: str) -> None:
        check_left(XHR, text)

    def test_what_cannot_be_told_is_reported(self) -> None:
        check_left(XHR, "def f(request):\n    return request.is_xhr\n", ("L-RECEIVER", 2))

    def test_through_parameters_and_results(self) -> None:
        check(
            XHR,
            REQUEST + "def f(r):\n    return r.is_xhr\ndef g():\n    return request\nf(g())\n",
            REQUEST + 'def f(r):\n    return r.headers.get("X") == "Y"\ndef g():\n    return request\nf(g())\n',
        )

    def test_renamed_with_what_overrides_it(self) -> None:
        check(
            RenamedAttribute("row", "flask.Request", "old_name", "new_name", overrides=True),
            "from flask import Request\nclass R(Request):\n    def old_name(self):\n        super().old_name()\n",
            "from flask import Request\nclass R(Request):\n    def new_name(self):\n        super().new_name()\n",
        )

    def test_call_to_attribute(self) -> None:
        check(
            CallToAttribute("row", "flask_login.UserMixin", "is_active"),
            "from flask_login import UserMixin\nclass U(UserMixin): pass\nU().is_active( ), U().is_active\n",
            "from flask_login import UserMixin\nclass U(UserMixin): pass\nU().is_active, U().is_active\n",
        )

    def test_attribute_to_call(self) -> None:
        check(
            AttributeToCall("row", "flask.Request", "json_data"),
            REQUEST + "request.json_data, request.json_data()\n",
            REQUEST + "request.json_data(), request.json_data()\n",
        )

    def test_assignment(self) -> None:
        check(
            ReplacedAssignment(
                "row", "flask.Flask", "encoder", "{self}.json = {:Provider}({value})", ("lib.Provider",)
            ),
            REQUEST + "app.encoder = dict\n",
            REQUEST.replace("\napp", "\nfrom lib import Provider\napp") + "app.json = Provider(dict)\n",
        )


class TestCalls:
    def test_renamed_keyword(self) -> None:
        check(
            RenamedKeyword("row", "flask.send_file", "old", "new"),
            "import flask as f\nf.send_file(1, old=f.send_file(2, old = 3))\n",
            "import flask as f\nf.send_file(1, new=f.send_file(2, new = 3))\n",
        )

    def test_both_keywords(self) -> None:
        rule = RenamedKeyword("row", "flask.send_file", "old", "new")
        check_left(rule, "import flask\nflask.send_file(1, old=2, new=3)\n", ("L-ARGUMENTS", 2))

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ("(1, gone=True)", "(1)"),
            ("(gone=True)", "()"),
            ("(gone=True,)", "()"),
            ("(1, gone=True, b=2)", "(1, b=2)"),
            ("(gone=True, **k)", "(**k)"),
            ("(\n    1,\n    gone=True,  # why\n    b=2,\n)", "(\n    1,\n      # why\n    b=2,\n)"),
        ],
    )
    def test_removed_keyword(self, before: str, after: str) -> None:
        rule = RemovedKeyword("row", "flask.send_file", "gone", only=(True,))
        check(rule, f"import flask\nflask.send_file{before}\n", f"import flask\nflask.send_file{after}\n")

    def test_removed_keyword_that_made_a_difference(self) -> None:
        rule = RemovedKeyword("row", "flask.send_file", "gone", only=(True,), advice="do")
        check_left(
            rule, "import flask\nflask.send_file(gone=1)\nflask.send_file(gone=x)\n", ("L-VALUE", 2), ("L-VALUE", 3)
        )

    def test_added_keyword(self) -> None:
        check(
            AddedKeyword("row", "jwt.decode", "algorithms", '["HS256"]', index=2),
            "import jwt\njwt.decode(t, (k))\njwt.decode(t, k, a)\njwt.decode(t, algorithms=a)\njwt.decode()\n",
            'import jwt\njwt.decode(t, (k), algorithms=["HS256"])\njwt.decode(t, k, a)\njwt.decode(t, algorithms=a)\n'
            'jwt.decode(algorithms=["HS256"])\n',
        )

    def test_added_keyword_that_may_be_there(self) -> None:
        rule = AddedKeyword("row", "jwt.decode", "algorithms", "[]", index=2)
        check_left(rule, "import jwt\njwt.decode(t, k, **o)\n", ("L-ARGUMENTS", 2))

    def test_changed_value(self) -> None:
        check(
            (ChangedValue("row", "lib.make", "kind", "a", '"b"'), ChangedValue("row", "lib.make", 1, 1, "2")),
            "from lib import make\nmake(1, 1, kind='a')\nmake(1, True, kind=a)\n",
            'from lib import make\nmake(1, 2, kind="b")\nmake(1, True, kind=a)\n',
        )

    def test_positional_to_keyword(self) -> None:
        check(
            PositionalToKeyword("row", "lib.page", ("first", "second"), kept=1),
            "from lib import page\npage(1)\npage(1, (2))\npage(1, ((a, b)))\n",
            "from lib import page\npage(1)\npage(1, second=(2))\npage(1, second=((a, b)))\n",
        )

    def test_positional_that_cannot_be_named(self) -> None:
        rule = PositionalToKeyword("row", "lib.page", ("first", "second"))
        text = "from lib import page\npage(*a)\npage(1, 2, 3)\npage(1, first=2)\n"
        check_left(rule, text, *[("L-ARGUMENTS", line) for line in (2, 3, 4)])

    def test_replaced_call_takes_its_import_along(self) -> None:
        rule = ReplacedCall("row", "lib.same", "{:equal}({1}, {0})", ("hmac.equal",), (2, 2))
        check(
            rule,
            "from lib import same\nx = same(a or b, same(1, 2))\n",
            "from hmac import equal\nx = equal(equal(2, 1), a or b)\n",
        )

    def test_replaced_call_keeps_an_import_that_others_need(self) -> None:
        rule = ReplacedCall("row", "lib.same", "{0} == {1}", arguments=(2, 2))
        text = "from lib import same\n__all__ = ['same']\nsame(1, a if b else c)\n"
        check(rule, text, text.replace("same(1, a if b else c)", "1 == (a if b else c)"))

    def test_replaced_call_with_other_arguments(self) -> None:
        rule = ReplacedCall("row", "lib.same", "{0} == {1}", arguments=(2, 2))
        text = "from lib import same\nsame(1)\nsame(*x)\nsame(1, 2, key=3)\n"
        check_left(rule, text, *[("L-ARGUMENTS", line) for line in (2, 3, 4)])

    def test_replaced_call_that_is_of_today(self) -> None:
        rule = ReplacedCall("row", "lib.same", "{0} == {1}", arguments=(2, 2), today=1)
        check_left(rule, "from lib import same\nsame(1)\nsame(1, key=3)\nsame(1, 2, 3)\n", ("L-ARGUMENTS", 4))

    def test_the_form_of_today_is_shown_with_the_arguments_of_the_call(self) -> None:
        template = "{self}.put({1}, domain={0}, {:MultiDict}={value=}, x={{}})"
        assert shown(template, {"self": "client", "1": "a\n + b"}) == (
            "client.put(a + b, domain=..., MultiDict=..., x={})"
        )

    def test_constructor_of_a_subclass(self) -> None:
        rule = RenamedKeyword("row", "wtforms.Form", "old", "new")
        before = """\
            from flask_wtf import FlaskForm
            class F(FlaskForm): pass
            class G(FlaskForm):
                def __init__(self, old):
                    super().__init__(old=old)
            F(old=1), G(old=1)
        """
        check(
            rule, before, before.replace("F(old=1), G", "F(new=1), G").replace("__init__(old=old)", "__init__(new=old)")
        )


class TestNames:
    def test_replaced_name(self) -> None:
        check(
            ReplacedName("row", "flask.signals_available", "True"),
            "from flask import Flask, signals_available\nif signals_available: Flask\n",
            "from flask import Flask\nif True: Flask\n",
        )

    def test_reported(self) -> None:
        rule = Reported("row", "flask.gone", "was removed", "do that")
        check_left(rule, "import flask\nflask.gone\n", ("L-REMOVED", 2))
        check_left(rule, "from flask import gone\n", ("L-REMOVED", 1))

    def test_reported_call_with_a_keyword(self) -> None:
        rule = Reported("row", "flask.send_file", "was removed", "do that", keyword="k")
        check_left(rule, "import flask\nflask.send_file(k=1)\nflask.send_file(j=1)\n", ("L-REMOVED", 2))


def test_names_that_another_module_gives_on() -> None:
    texts, findings = applied(
        (MARKUP, XHR),
        web="from flask import Markup, request\n",
        app="from web import Markup, request\nMarkup(request.is_xhr)\n",
    )
    assert texts["web"] == "from flask import request\nfrom markupsafe import Markup\n"
    assert texts["app"] == 'from web import Markup, request\nMarkup(request.headers.get("X") == "Y")\n'
    assert findings == []


def test_an_import_only_goes_with_all_of_its_uses() -> None:
    rules = (ReplacedName("row", "lib.text", "str"), RenamedKeyword("row", "lib.make", "old", "new"))
    text = """\
        from lib import make, text
        make(old=1)
        text(1)
        text(2)  # flask-modernize: ignore[rules]
    """
    texts, findings = applied(rules, app=text)
    assert texts["app"] == textwrap.dedent(text).replace("old", "new")
    assert findings == []
