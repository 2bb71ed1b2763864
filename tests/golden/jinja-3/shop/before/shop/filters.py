"""What templates need."""
from jinja2 import Markup, contextfunction, escape, evalcontextfilter
from jinja2.utils import soft_unicode  # Python 2


@evalcontextfilter
def price(eval_ctx, value, currency='€'):
    result = u'%s&nbsp;%s' % (escape(soft_unicode(value)), currency)
    if eval_ctx.autoescape:
        result = Markup(result)
    return result


@contextfunction
def page(context):
    return context['request'].path
