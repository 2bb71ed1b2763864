# coding=utf-8
"""Settings."""
from os.path import join

here = '.'

# the database
DATABASE = 'mysql://web:web@localhost:3306/r'
UPLOAD_FOLDER = join(here, 'permdir')
if UPLOAD_FOLDER.startswith('/'):
    TEMPORARY = False
else:
    TEMPORARY = True
MESSAGE = """Dear all,

    welcome.
"""
SECRET_KEY = 'a secret key'
DEBUG = False
