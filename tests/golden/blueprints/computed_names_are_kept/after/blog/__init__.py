from flask import Flask

app = Flask(__name__)
app.secret_key = "k"

from blog import admin, views

admin.register_routes(app)
app.register_blueprint(views.bp)
views.register_routes(app)
