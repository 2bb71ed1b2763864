import os

from app import app

DEBUG = False
UPLOADS = os.path.join(app.root_path, 'uploads')
PAGE = 10
