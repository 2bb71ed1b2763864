"""What an interpreter has installed, asked of itself."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping

from flask_modernize.project.dependencies import normalised
from flask_modernize.verify.runs import child_environment

SECONDS = 60
# Python 3.7 has no importlib.metadata. The first one found on the path is the one that is imported.
_QUESTION = """
import json
found = {}
try:
    from importlib import metadata
    for each in metadata.distributions():
        found.setdefault(str(each.metadata["Name"]), str(each.version))
except ImportError:
    import pkg_resources
    for each in pkg_resources.working_set:
        found.setdefault(each.project_name, each.version)
print("\\n" + json.dumps(found))
"""


def installed_versions(python: str) -> Mapping[str, str]:
    """Versions by normalised name of what ``python`` can import; empty where Flask is not among them, since that is not
    the application's interpreter, and where it cannot be asked."""
    try:
        done = subprocess.run(
            [python, "-I", "-c", _QUESTION],
            cwd=os.path.dirname(python) or None,
            env=child_environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            check=False,
        )
        answer = json.loads(done.stdout.decode().strip().splitlines()[-1])
    except (OSError, ValueError, IndexError, subprocess.TimeoutExpired):
        return {}
    found = {normalised(name): version for name, version in answer.items()}
    return found if "flask" in found else {}
