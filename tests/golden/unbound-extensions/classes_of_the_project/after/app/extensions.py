from app.audit import Audit
from app.database import Database

db = Database()
audit = Audit(name='trail')
