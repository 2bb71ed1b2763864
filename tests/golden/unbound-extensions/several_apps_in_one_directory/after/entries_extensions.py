from flask_restful import Api

api = Api(default_mediatype='application/json')
