from flaskr import connect_db


def test_connection():
    assert connect_db().execute('select 1').fetchone()[0] == 1
