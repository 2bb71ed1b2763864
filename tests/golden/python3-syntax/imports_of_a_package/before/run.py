from shop import app

print app
