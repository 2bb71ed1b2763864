from flask_restful import Api

# The API
api = Api(prefix='/api')
