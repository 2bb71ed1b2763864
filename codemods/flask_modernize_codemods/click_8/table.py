"""What Click moved, renamed or removed up to 8.2; rows by the id in the upgrade matrix."""

from __future__ import annotations

from flask_modernize.rules.kinds import (
    RemovedKeyword,
    RenamedAttribute,
    ReplacedCall,
    ReplacedName,
    Reported,
    Rule,
)
from flask_modernize_codemods.click_8 import command_names, completion

_STREAMS = ("stdin", "stdout", "stderr")

RULES: tuple[Rule, ...] = (
    RenamedAttribute("click-resultcallback", "click.MultiCommand", "resultcallback", "result_callback"),
    ReplacedCall(
        "click-get-terminal-size", "click.get_terminal_size", "{:shutil}.get_terminal_size()", ("shutil",), (0, 0)
    ),
    ReplacedCall("click-get-os-args", "click.get_os_args", "{:sys}.argv[1:]", ("sys",), (0, 0)),
    *(
        ReplacedName("click-multicommand", f"click.{module}{old}", f"{{:{new}}}", (f"click.{new}",))
        for module in ("", "core.")
        for old, new in (("MultiCommand", "Group"), ("BaseCommand", "Command"))
    ),
    Reported(
        "click-multicommand",
        "click.OptionParser",
        "the parser is not public any more",
        "Let a command parse: `command.make_context(name, arguments)`.",
    ),
    *(
        ReplacedCall(
            "click-get-text-stream",
            f"click.get_{kind}_stream",
            f"{{:sys}}.{stream}{attribute}",
            ("sys",),
            (1, 1),
            constants=(stream,),
        )
        for kind, attribute in (("text", ""), ("binary", ".buffer"))
        for stream in _STREAMS
    ),
    *(
        RemovedKeyword("click-mix-stderr", runner, "mix_stderr", (True, False))
        for runner in ("click.testing.CliRunner", "flask.Flask.test_cli_runner", "flask.testing.FlaskCliRunner")
    ),
    ReplacedName("click-version-attr", "click.__version__", '{:version}("click")', ("importlib.metadata.version",)),
)

MATCHERS = (command_names.MATCHER, completion.MATCHER)

STILL_WORKS = frozenset(
    {
        "click.get_binary_stream",
        "click.get_text_stream",
        "click.MultiCommand",
        "click.BaseCommand",
        "click.core.MultiCommand",
        "click.core.BaseCommand",
        "click.OptionParser",
        "click.__version__",
    }
)
"""Old names that today's version has, too: their use does not tell for which one the code was written."""
