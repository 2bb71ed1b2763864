from shop.database import Log, Thing, db_session, init_db


def things():
    init_db()
    db_session.add(Thing(name="chair"))
    db_session.commit()
    with Log() as log:
        return f"{Thing.query.count()} {log.query(Thing).count()}"


def register(app):
    app.add_url_rule("/", view_func=things)
