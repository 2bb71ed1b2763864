from flask import Flask
from flask_migrate import Migrate
from flask_moment import Moment
from flask_restful import Api

app = Flask(__name__)
options = ['/api']
more = {'render_as_batch': True}
api = Api(app, *options)
migrate = Migrate(app, **more)
moment = Moment(app, 'extra')
