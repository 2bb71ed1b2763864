def search(*queries):
    return str([each.count() for each in queries if hasattr(each, "count")])
