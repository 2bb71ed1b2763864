from journal import Entry, User, app


def test_entries():
    with app.app_context():
        assert str(User.query.first()) == "ann"
        assert Entry.query.count() == 0
