"""Turns code of Python 2 into Python 3: what does not parse, and what Python 3 has under another name.

What it does
    A file that Python 3 does not parse goes through fissix's fixers, in memory, until it parses: print and exec
    statements, ``except X, e``, ``raise X, message``, backticks, ``<>``, ``0777`` and ``10L``, tuple parameters, mixed
    tabs, ``async`` as a name of the project's own. Comments, line ends and encoding stay. Then, in every file, what
    names mean on Python 2 is written for Python 3.

Why
    No other migration can read a file that does not parse, and Flask has needed Python 3 since version 2.0.

Example before
    ::

        # app/pages.py
        import urllib2


        def fetch(url, names):
            try:
                page = urllib2.urlopen(url).read()
            except urllib2.URLError, error:
                print "no answer:", error
                return u""
            for key, value in names.iteritems():
                page = page.replace(key, unicode(value))
            return page

Example after
    ::

        # app/pages.py
        import urllib.error
        import urllib.request


        def fetch(url, names):
            try:
                page = urllib.request.urlopen(url).read()
            except urllib.error.URLError as error:
                print("no answer:", error)
                return u""
            for key, value in names.items():
                page = page.replace(key, str(value))
            return page

Safety
    It runs only when it is asked for, and its result is to be read: what is text and what is bytes, and which integers
    are divided, can only be told from the code in part. Names are followed to what they mean; code that is written for
    both Pythons (``try: import``, ``if PY2``) stays as it is. What pyupgrade and ruff do well is left to them
    (``u""``, ``six``, ``class A(object)``, ``super(A, self)``, formats), with the command as a next step.

References
    https://docs.python.org/3/howto/pyporting.html
    https://docs.python.org/3.0/whatsnew/3.0.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_modernize.planning.contract import Behaviour, Migration, Options, Plan
from flask_modernize_codemods.python3_syntax.codes import CODES, GUIDE

if TYPE_CHECKING:
    from flask_modernize.project import Project


def plan(project: Project, options: Options, paths: frozenset[str] | None) -> Plan:
    """The edits and findings of ``paths``, or of every Python file."""
    from flask_modernize_codemods.python3_syntax.planning import plan_project

    return plan_project(project, options, paths)


MIGRATION = Migration(
    id="python3-syntax",
    order=5,
    summary="Python 2 becomes Python 3: syntax, names that moved, what is text and what is bytes",
    behaviour=Behaviour.REVIEW,
    guide=GUIDE,
    documentation=__doc__ or "",
    plan=plan,
    codes=CODES,
)
