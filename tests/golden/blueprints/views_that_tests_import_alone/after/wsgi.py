from core import app
import views
