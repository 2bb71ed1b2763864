import unittest

from watchlist import app, db
from watchlist.models import Movie


class WatchlistTestCase(unittest.TestCase):
    def setUp(self):
        app.config.update(TESTING=True)
        db.create_all()
        db.session.add(Movie())
        db.session.commit()

    def test_movies(self):
        self.assertEqual(Movie.query.count(), 1)
