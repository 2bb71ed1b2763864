from blog import db

print(db.__class__.__module__)
