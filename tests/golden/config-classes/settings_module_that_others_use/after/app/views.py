import config
from app import app
from config import POSTS_PER_PAGE


@app.route("/")
def index():
    return str(POSTS_PER_PAGE) + config.ADMINS[0]
