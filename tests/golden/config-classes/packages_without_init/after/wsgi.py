import sys

sys.path.insert(0, "src")

from web.server import app
