from flask import Flask
from flask.json.provider import DefaultJSONProvider


class Provider(DefaultJSONProvider):
    sort_keys = False


class Site(Flask):
    json_provider_class = Provider

    def setup(self):
        self.config['READY'] = True
