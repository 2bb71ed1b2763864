from flask import Flask, render_template
from flask_mysqldb import MySQL
from flaskext.mysql import MySQL as OtherMySQL

app = Flask(__name__)

# Config MySQL
app.config['MYSQL_HOST'] = 'localhost'
app.config['MYSQL_CURSORCLASS'] = 'DictCursor'
# init MYSQL
mysql = MySQL(app)
archive = OtherMySQL(app, 'archive', autocommit=True)


@app.route('/')
def index():
    cur = mysql.connection.cursor()
    result = cur.execute('SELECT * FROM articles')
    articles = cur.fetchall()
    cur.close()
    return render_template('home.html', articles=articles if result > 0 else archive.get_db().query('x'))


if __name__ == '__main__':
    app.secret_key = 'secret123'
    app.run(debug=True)
