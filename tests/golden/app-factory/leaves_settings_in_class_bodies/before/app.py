from flask import Flask
from flask.views import MethodView

app = Flask(__name__)
app.config['LIMIT'] = 3


class Items(MethodView):
    limit = app.config['LIMIT']

    def get(self):
        return str(self.limit)


app.add_url_rule('/', view_func=Items.as_view('items'))
