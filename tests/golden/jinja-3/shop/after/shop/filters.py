"""What templates need."""
from jinja2 import pass_context, pass_eval_context
from markupsafe import Markup, escape, soft_str
# Python 2


@pass_eval_context
def price(eval_ctx, value, currency='€'):
    result = u'%s&nbsp;%s' % (escape(soft_str(value)), currency)
    if eval_ctx.autoescape:
        result = Markup(result)
    return result


@pass_context
def page(context):
    return context['request'].path
