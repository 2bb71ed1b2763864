#!/usr/bin/env python
import unittest
from app import app
from app.extensions import db
from app.models import User


class UserModelCase(unittest.TestCase):
    def setUp(self):
        self.app_context = app.app_context()
        self.app_context.push()
        db.create_all()

    def tearDown(self):
        db.session.remove()
        db.drop_all()
        self.app_context.pop()

    def test_token(self):
        self.assertTrue(User.is_token(User(id=1).token()))


if __name__ == '__main__':
    unittest.main(verbosity=2)
