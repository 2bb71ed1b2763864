{% if name %}
import {{ name }}
{% endif %}
