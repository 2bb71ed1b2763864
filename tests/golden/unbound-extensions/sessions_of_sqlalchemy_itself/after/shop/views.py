from shop import app
from shop.database import Log, Thing, db_session, init_db


@app.route("/")
def things():
    init_db()
    db_session.add(Thing(name="chair"))
    db_session.commit()
    with Log() as log:
        return f"{Thing.query.count()} {log.query(Thing).count()}"
