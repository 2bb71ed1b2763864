#!venv/bin/python
from blog import db
import os.path
db.create_all()
if os.path.exists('blog.db'):
    print('there already')
