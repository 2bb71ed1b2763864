"""Starts the probe without its directory, or any other of this project, on the import path."""

import os
import sys
import types


def make_packages() -> None:
    """The packages around this one, empty: what they import stays out of the application's process."""
    here = os.path.dirname(os.path.abspath(__file__))
    for name in ("flask_modernize.verify.probe", "flask_modernize.verify", "flask_modernize"):
        package = types.ModuleType(name)
        package.__path__ = [here]
        sys.modules[name] = package
        here = os.path.dirname(here)


if __name__ == "__main__":
    sys.path.pop(0)
    make_packages()
    from flask_modernize.verify.probe.jobs import start

    start()
