from flask_admin import Admin

admin = Admin(name='Example')
