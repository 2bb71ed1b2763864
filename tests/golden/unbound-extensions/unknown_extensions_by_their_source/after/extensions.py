from flask_fancy import Fancy

fancy = Fancy()
