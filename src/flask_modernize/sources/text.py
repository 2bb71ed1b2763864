"""One source file: its exact bytes, and the ways between ast positions, byte offsets and text."""

from __future__ import annotations

import ast
import warnings
from array import array
from bisect import bisect_right
from itertools import accumulate

from flask_modernize.sources.encodings import BOM, source_encoding
from flask_modernize.sources.problems import BINARY, TOO_DEEP, UnreadableSource
from flask_modernize.sources.syntax_errors import unreadable_syntax


class UnencodableText(ValueError):
    """New text has a character that the file's encoding does not have."""


class SourceFile:
    """The bytes of one Python file, exact, and splice-able by byte offset.

    Lines end where Python's tokenizer ends them: at ``\\n``, ``\\r\\n`` and ``\\r`` and nowhere else (not at form
    feeds, NEL or U+2028). Line 1 starts after the byte order mark, if there is one.
    """

    __slots__ = ("_starts", "data", "encoding", "newline")

    data: bytes
    encoding: str
    newline: str
    """The file's dominant line end: ``"\\n"``, ``"\\r\\n"`` or ``"\\r"``; at a draw the first of these."""

    def __init__(self, data: bytes, encoding: str) -> None:
        """For callers that know that ``data`` is valid in ``encoding``; others use :meth:`from_bytes`."""
        self.data = data
        self.encoding = encoding
        self.newline = _dominant_newline(data)
        self._starts: array[int] | None = None

    @classmethod
    def from_bytes(cls, data: bytes) -> SourceFile:
        """Raises UnreadableSource (S-BINARY, S-ENCODING) if Python could not decode ``data``."""
        return cls(data, source_encoding(data))

    @classmethod
    def of_any_text(cls, data: bytes) -> SourceFile:
        """For files that are not Python (templates, settings): UTF-8 where that fits, else Latin-1, which always does.

        Bytes that are not to be changed come through either way.
        """
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            return cls(data, "latin-1")
        return cls(data, "utf-8")

    def __repr__(self) -> str:
        return f"<SourceFile: {len(self.data)} bytes, {self.encoding}, {self.newline!r}>"

    @property
    def line_count(self) -> int:
        """Lines of the file; a last line without a line end counts, the nothing after a final line end does not."""
        return len(self._line_starts()) - 1

    def line_span(self, line: int) -> tuple[int, int]:
        """The byte span of ``line`` (1-based), its line end included.

        The line after the last one is the empty span at the end of the file, so that text can be put there.
        Raises ValueError for a line that the file does not have.
        """
        starts = self._line_starts()
        if 1 <= line < len(starts):
            return starts[line - 1], starts[line]
        if line == len(starts):
            return starts[-1], starts[-1]
        raise ValueError(f"line {line} of a file of {len(starts) - 1} lines")

    def offset(self, line: int, column: int) -> int:
        """The byte offset of an ``ast`` position: 1-based line, 0-based column counted in UTF-8 bytes.

        Raises ValueError if the file has no such position.
        """
        start, end = self.line_span(line)
        if self.encoding != "utf-8":
            column = self._own_column(start, end, column)
        if not 0 <= column <= end - start:
            raise ValueError(f"no column {column} on line {line}")
        return start + column

    def _own_column(self, start: int, end: int, column: int) -> int:
        """A column of UTF-8 bytes, as the parser counts, in bytes of this file's encoding."""
        line = self.data[start:end]
        as_utf8 = line.decode(self.encoding).encode("utf-8", "surrogatepass")
        if as_utf8 == line:
            return column
        if not 0 <= column <= len(as_utf8):
            return -1
        return len(as_utf8[:column].decode("utf-8", "surrogatepass").encode(self.encoding))

    def position(self, offset: int) -> tuple[int, int]:
        """The place that a reader knows: 1-based line, 1-based column in characters, of a byte offset.

        Raises ValueError if the offset is outside of the file.
        """
        if not 0 <= offset <= len(self.data):
            raise ValueError(f"no byte {offset} in a file of {len(self.data)} bytes")
        starts = self._line_starts()
        line = max(bisect_right(starts, offset), 1)
        if line == len(starts) > 1 and self.data[-1] not in b"\r\n":
            line -= 1
        before = self.data[starts[line - 1] : offset]
        return line, len(before if before.isascii() else before.decode(self.encoding, "ignore")) + 1

    def text(self, start: int, end: int) -> str:
        """The decoded bytes ``start:end``; every line end as ``"\\n"``, a byte order mark left out."""
        if start == 0 and self.data.startswith(BOM):
            start = len(BOM)
        decoded = self.data[start:end].decode(self.encoding)
        if "\r" in decoded:
            decoded = decoded.replace("\r\n", "\n").replace("\r", "\n")
        return decoded

    def encode(self, text: str) -> bytes:
        """``text`` as bytes of this file: its encoding, its dominant line end.

        Raises UnencodableText if the encoding lacks a character.
        """
        if "\r" in text:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        if self.newline != "\n":
            text = text.replace("\n", self.newline)
        try:
            return text.encode(self.encoding)
        except UnicodeEncodeError as error:
            character = text[error.start]
            raise UnencodableText(
                f"{character!a} (U+{ord(character):04X}) cannot be written in {self.encoding}, the file's encoding"
            ) from None

    def parse(self) -> ast.Module:
        """The module's syntax tree; positions fit :meth:`offset`. Warnings about the file's code are not shown.

        Raises UnreadableSource: S-SYNTAX with the place, S-TOO-DEEP when Python's parser gives up.
        """
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                return ast.parse(self.data)
            except SyntaxError as error:
                raise unreadable_syntax(error, self._line_text) from None
            except (RecursionError, MemoryError):
                raise UnreadableSource(TOO_DEEP, "the code is nested too deeply for Python's parser") from None
            except ValueError as error:
                raise UnreadableSource(BINARY, f"Python cannot parse the file: {error}") from None

    def _line_text(self, line: int) -> str:
        return self.text(*self.line_span(line)).rstrip("\n") if 1 <= line <= self.line_count else ""

    def _line_starts(self) -> array[int]:
        """The offset of every line, and the end of the file as the last item; made when first asked for."""
        starts = self._starts
        if starts is None:
            # bytes.splitlines knows only the three line ends of Python's tokenizer, unlike str.splitlines.
            starts = array("Q", accumulate(map(len, self.data.splitlines(keepends=True)), initial=0))
            if self.data.startswith(BOM):
                if len(starts) == 2 and starts[1] == len(BOM):
                    starts.pop()
                starts[0] = len(BOM)
            self._starts = starts
        return starts


def _dominant_newline(data: bytes) -> str:
    carriage_returns = data.count(b"\r")
    if not carriage_returns:
        return "\n"
    both = data.count(b"\r\n")
    counts = {"\n": data.count(b"\n") - both, "\r\n": both, "\r": carriage_returns - both}
    return max(counts, key=lambda newline: counts[newline])
