import unittest
from flask import url_for
from app import app
from app.models import USERS


class UserCase(unittest.TestCase):
    def setUp(self):
        self.client = app.test_client()

    def test_login(self):
        with app.test_request_context():
            url = url_for('main.login')
        self.assertEqual(self.client.get(url).status_code, 200)
