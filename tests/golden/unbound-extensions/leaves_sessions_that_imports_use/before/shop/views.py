from shop import app
from shop.database import Thing, db_session, init_db

init_db()
NAMES = [each.name for each in db_session.query(Thing)]


@app.route("/")
def things():
    return str(NAMES)
