from flask_moment import Moment

moment = Moment()
