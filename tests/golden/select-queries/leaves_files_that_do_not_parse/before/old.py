from app import User

print "users:", User.query.count()
