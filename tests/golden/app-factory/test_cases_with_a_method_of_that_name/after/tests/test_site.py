import unittest

from site_app import create_app

app = create_app()


class SiteTest(unittest.TestCase):
    def create_app(self):
        app.config['TESTING'] = True
        return app

    def setUp(self):
        self.client = self.create_app().test_client()

    def test_index(self):
        self.assertEqual(self.client.get('/').data, b'hello')
