"""Replacements inside of replacements."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from flask_modernize.rules.replacing import Replacement, composed
from flask_modernize.sources import SourceFile


def after(text: str, *replacements: Replacement) -> str:
    source = SourceFile.from_bytes(text.encode())
    data = source.data
    for part in reversed(composed(source, replacements)):
        data = data[: part.start] + part.text + data[part.end :]
    return data.decode()


def test_what_is_kept_is_changed_too() -> None:
    text = "old(old(x), y)"
    outer = Replacement(0, 14, ("new(", (12, 13), ", ", (4, 10), ")"))
    inner = Replacement(4, 10, ("new(", (8, 9), ")"))
    assert after(text, outer, inner) == after(text, inner, outer) == "new(y, new(x))"


def test_a_change_in_text_that_goes_has_no_effect() -> None:
    source = SourceFile.from_bytes(b"old(x)")
    parts = composed(source, [Replacement(0, 6, ("True",)), Replacement(4, 5, ("y",))])
    assert [(part.text, part.numbers) for part in parts] == [(b"True", [0])]


def test_insertions_at_the_end_of_what_is_kept_belong_to_it() -> None:
    assert after("f(x)", Replacement(0, 4, ("g(", (2, 3), ")")), Replacement(3, 3, ("()",))) == "g(x())"


def test_insertions_behind_a_replacement_stand_on_their_own() -> None:
    assert after("ab", Replacement(0, 1, ("A",)), Replacement(1, 1, ("!",))) == "A!b"


def test_of_two_that_cross_the_first_counts() -> None:
    assert after("abcd", Replacement(0, 3, ("X",)), Replacement(2, 4, ("Y",))) == "Xd"


def test_deletions_that_cross_are_one() -> None:
    source = SourceFile.from_bytes(b"f(a=1, b=2)")
    (part,) = composed(source, [Replacement(2, 7, ()), Replacement(5, 10, ())])
    assert (part.start, part.end, part.text, part.numbers) == (2, 10, b"", [0, 1])


def test_gone_is_what_is_not_in_the_new_text() -> None:
    source = SourceFile.from_bytes(b"old(x, y)")
    (part,) = composed(source, [Replacement(0, 9, ("new(", (7, 8), ")"))])
    assert part.gone == [(0, 7), (8, 9)]


@st.composite
def nested(draw: st.DrawFn, start: int = 0, end: int = 24, depth: int = 0) -> list[Replacement]:
    """Replacements that mark their span with brackets and keep what is in it."""
    found: list[Replacement] = []
    position = start
    while position < end and draw(st.booleans()):
        first = draw(st.integers(position, end - 1))
        last = draw(st.integers(first + 1, end))
        found.append(Replacement(first, last, ("[", (first, last), "]")))
        if depth < 3 and last - first > 2:
            found += draw(nested(first + 1, last, depth + 1))
        position = last + 1
    return found


@given(nested(), st.randoms(use_true_random=False))
def test_brackets_stay_balanced_and_nothing_is_lost(replacements: list[Replacement], random: object) -> None:
    text = "abcdefghijklmnopqrstuvwx"
    shuffled = list(replacements)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    result = after(text, *shuffled)
    assert result.replace("[", "").replace("]", "") == text
    assert result.count("[") == result.count("]") == len(replacements)
    assert result == after(text, *replacements)
