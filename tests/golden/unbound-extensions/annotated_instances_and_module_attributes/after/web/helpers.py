import web.main
from web import main as m


def count():
    m.db.create_all()
    return str(web.main.db.session.query(m.User).count())
