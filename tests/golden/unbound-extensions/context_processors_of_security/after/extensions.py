from flask_security import Security

security = Security()
