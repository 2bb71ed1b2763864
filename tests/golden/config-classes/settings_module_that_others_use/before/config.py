import os
basedir = os.path.abspath(os.path.dirname(__file__))

if os.environ.get("DATABASE_URL") is None:
    DATABASE = "sqlite:///" + os.path.join(basedir, "app.db")
else:
    DATABASE = os.environ["DATABASE_URL"]
ADMINS = ["you@example.com"]
POSTS_PER_PAGE = 50
