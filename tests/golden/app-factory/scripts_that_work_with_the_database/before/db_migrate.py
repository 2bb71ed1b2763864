import blog

print(sorted(blog.db.metadata.tables))
