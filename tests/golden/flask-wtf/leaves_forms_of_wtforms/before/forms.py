from wtforms import Form, StringField


class SearchForm(Form):
    words = StringField("Words")

    def validate(self):
        return Form.validate(self)


def search(csrf_enabled=True):
    return SearchForm()


search(csrf_enabled=False)
