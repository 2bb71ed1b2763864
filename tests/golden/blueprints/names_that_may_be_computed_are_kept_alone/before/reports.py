from app import app


@app.route("/report/day")
def report_day():
    return "day"


@app.route("/report/week")
def report_week():
    return "week"
