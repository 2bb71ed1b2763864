import blog
from blog import create_app

create_app().app_context().push()

print(sorted(blog.db.metadata.tables))
