from flask_restful import Resource


class Late(Resource):
    pass
