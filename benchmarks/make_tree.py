"""Unpacks pinned releases from the package index into one tree to measure on.

    python benchmarks/make_tree.py DIRECTORY

Twelve releases of Flask applications, extensions and their neighbours: about 3,400 Python files. Of each the wheel
is taken (an archive of what it installs), or the source distribution where there is no wheel. Nothing is built or
installed; pip may run the ``setup.py`` of a source distribution to learn its name.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

RELEASES = (
    "Flask==0.12.5",
    "Flask-Admin==1.6.1",
    "Flask-AppBuilder==3.4.5",
    "Flask-RESTful==0.3.9",
    "Flask-SQLAlchemy==2.4.4",
    "Flask-Security-Too==4.1.5",
    "FlaskBB==2.0.2",
    "apache-airflow==1.10.15",
    "apache-superset==2.1.3",
    "indico==3.2.9",
    "locustio==0.14.6",
    "mlflow==1.30.1",
)
PIP = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
WHEELS = ["--only-binary", ":all:", "--python-version", "3.9"]


def download(release: str, target: Path) -> Path:
    """The archive of one release. Raises CalledProcessError if the index has none that pip takes."""
    before = set(target.iterdir())
    command = [*PIP, "--dest", str(target), release]
    wheel = subprocess.run([*command, *WHEELS], check=False, capture_output=True)
    if wheel.returncode:
        subprocess.run([*command, "--no-binary", ":all:"], check=True)
    (archive,) = set(target.iterdir()) - before
    return archive


def unpack(archive: Path, target: Path) -> None:
    """Into a directory with the name and version of the release."""
    if archive.suffix == ".whl":
        name, version = archive.name.split("-")[:2]
        with zipfile.ZipFile(archive) as packed:
            packed.extractall(target / f"{name}-{version}")
    else:
        with tarfile.open(archive) as packed:
            packed.extractall(target, filter="data")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("directory", type=Path)
    directory: Path = parser.parse_args().directory
    directory.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as place:
        for release in RELEASES:
            print(release, file=sys.stderr, flush=True)
            unpack(download(release, Path(place)), directory)
    print(f"{sum(1 for _ in directory.rglob('*.py'))} Python files")
    return 0


if __name__ == "__main__":
    sys.exit(main())
