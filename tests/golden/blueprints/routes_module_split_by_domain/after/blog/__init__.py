from flask import Flask

app = Flask(__name__)
app.config['POSTS'] = 2
app.secret_key = 'blog'

from blog import routes
from blog.post import bp as post_bp
from blog.account import bp as account_bp

app.register_blueprint(routes.bp)
app.register_blueprint(post_bp)
app.register_blueprint(account_bp)
