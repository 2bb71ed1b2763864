def report_day():
    return "day"


def report_week():
    return "week"


def register_routes(app):
    app.add_url_rule("/report/day", view_func=report_day)
    app.add_url_rule("/report/week", view_func=report_week)
