from flask import Flask

from watchlist.config import get_config

app = Flask(__name__)
app.config.from_object(get_config())


@app.context_processor
def inject_user():
    return dict(user='ann')


from watchlist import views
