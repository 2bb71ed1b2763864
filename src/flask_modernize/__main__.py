"""``python -m flask_modernize``."""

from flask_modernize.cli import main

main()
