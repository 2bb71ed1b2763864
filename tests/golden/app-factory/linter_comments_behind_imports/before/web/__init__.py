from flask import Flask

app = Flask(__name__)

from web import pages, users  # noqa: E402

app.register_blueprint(pages.bp)
app.register_blueprint(users.bp)

from web import late  # noqa
