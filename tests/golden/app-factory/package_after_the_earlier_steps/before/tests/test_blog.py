import unittest

from blog import app
from blog.extensions import db


class BlogTest(unittest.TestCase):
    def setUp(self):
        app.config["TESTING"] = True
        with app.app_context():
            db.create_all()
        self.client = app.test_client()

    def test_index(self):
        self.assertIn(b"A blog", self.client.get("/").data)
