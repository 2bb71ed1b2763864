WTF_CSRF_ENABLED = True
SECRET_KEY = "you-will-never-guess"
