# Statement for the development environment
DEBUG = True

# Where the application is
import os
BASE_DIR = os.path.abspath(os.path.dirname(__file__))

UPLOADS = os.path.join(BASE_DIR, "uploads")
POSTS_PER_PAGE = 20

from datetime import timedelta  # for the cookie
REMEMBER_COOKIE_DURATION = timedelta(days=30)
