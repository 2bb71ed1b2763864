import os

from hello import app

DATABASE = os.path.join(os.path.dirname(app.root_path), 'data.db')
