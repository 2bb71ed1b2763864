from flask_cors import CORS
from flask_wtf.csrf import CSRFProtect

cors = CORS(resources={r'/api/*': {'origins': '*'}})
csrf = CSRFProtect()
