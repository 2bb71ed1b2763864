#!venv/bin/python
from blog import create_app, db
import os.path

create_app().app_context().push()
db.create_all()
if os.path.exists('blog.db'):
    print('there already')
