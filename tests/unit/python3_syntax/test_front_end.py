"""Text of Python 2 as text of Python 3."""

from __future__ import annotations

import pytest
from flask_modernize_codemods.python3_syntax.front_end import NotConvertible, convert


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("print 'a', 1\n", "print('a', 1)\n"),
        ("print ('a' + b)\nprint c\n", "print ('a' + b)\nprint(c)\n"),
        ("print ('a', b)\n", "print(('a', b))\n"),
        ("x = 0777L\n", "x = 0o777\n"),
        ("print x, 0777L\n", "print(x, 0o777)\n"),
        (
            "from __future__ import print_function\nprint('a', 0777)\n",
            "from __future__ import print_function\nprint('a', 0o777)\n",
        ),
        ("except_ = 1\nx = ur'\\d\\u0041'\n", "except_ = 1\nx = '\\\\d\\u0041'\n"),
        ("x = ur'\\d'\n", "x = r'\\d'\n"),
        ("print 'C:\\Users'\n", "print('C:\\\\Users')\n"),
        ("print u'\\u0041'\n", "print(u'\\u0041')\n"),
        ("f = lambda (k, v): v\nprint f\n", "f = lambda k_v: k_v[1]\nprint(f)\n"),
        ("def f(x, (b, c)): return b\n", "def f(x, b_c): (b, c) = b_c; return b\n"),
        ("def f(async=1): return async\n", "def f(async_=1): return async_\n"),
        ("print 'no line end'", "print('no line end')"),
    ],
)
def test_syntax_of_python_2(before: str, after: str) -> None:
    assert convert(before).text == after


def test_an_exception_that_is_unpacked_is_called_error() -> None:
    text = convert("try:\n    pass\nexcept E, (a, b):\n    print a\n").text
    assert "except E as error:" in text
    assert "(a, b) = error.args" in text


def test_comments_of_a_body_with_tuple_parameters_stay() -> None:
    text = convert('def f(a, (b, c)):\n    """Doc."""\n    # what\n    return b\n').text
    assert text == 'def f(a, b_c):\n    """Doc."""\n    (b, c) = b_c\n    # what\n    return b\n'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("if x:\n        print 1\n\tprint 2\n", "if x:\n        print(1)\n        print(2)\n"),
        (
            "if x:\n\tif y:\n\t\tz = '''\n\tkept'''\n        print 2\n",
            "if x:\n\tif y:\n\t\tz = '''\n\tkept'''\n\tprint(2)\n",
        ),
    ],
)
def test_mixed_indentation_is_what_python_2_saw(text: str, expected: str) -> None:
    assert convert(text).text == expected


def test_what_no_python_reads_is_refused_with_its_line() -> None:
    with pytest.raises(NotConvertible) as refused:
        convert("print 1\ndef f(:\n    pass\n")
    assert refused.value.line == 2


def test_a_keyword_is_not_renamed_to_a_name_that_is_there() -> None:
    with pytest.raises(NotConvertible, match="async_ is taken"):
        convert("def f(async, async_): pass\n")
