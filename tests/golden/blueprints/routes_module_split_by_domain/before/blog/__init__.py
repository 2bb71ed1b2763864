from flask import Flask

app = Flask(__name__)
app.config['POSTS'] = 2
app.secret_key = 'blog'

from blog import routes
