import unittest

from shop import create_app


class ViewsTest(unittest.TestCase):
    def setUp(self):
        self.client = create_app().test_client()

    def test_login(self):
        response = self.client.post('/login')
        self.assertEqual(response.status_code, 302)
        self.assertEqual(response.location, 'http://localhost/')

    def test_cookie(self):
        self.client.set_cookie('localhost', 'seen', '1')
        response = self.client.get('/search?q=a')
        self.assertTrue(response.headers['Location'].startswith('http://localhost/?'))
