from flask_mysqldb import MySQL
from flaskext.mysql import MySQL as OtherMySQL

mysql = MySQL()
archive = OtherMySQL(prefix='archive', autocommit=True)
