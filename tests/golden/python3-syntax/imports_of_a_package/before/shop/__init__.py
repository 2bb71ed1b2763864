from app import app
import views
