from flask import Flask

app = Flask(__name__)

# Import the views
from portal.views import main, user, error
app.register_blueprint(user.userbp, url_prefix='/user')


@app.route('/health')
def health():
    return 'fine'


from portal import admin
