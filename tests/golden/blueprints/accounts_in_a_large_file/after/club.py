from flask import Flask

from auth import bp as auth_bp
from views import bp as main_bp

app = Flask(__name__)
app.secret_key = 'club'
auth = None

app.register_blueprint(main_bp)
app.register_blueprint(auth_bp)


if __name__ == '__main__':
    app.run()
