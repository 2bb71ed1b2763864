from site_pkg import app as application
