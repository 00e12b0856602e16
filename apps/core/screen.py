"""What every screen declares: whose rows it shows, and by which right."""

from inspect import isfunction
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.views.generic import View

from apps.core.buttons import names_of
from apps.core.permissions import require


class Screen(View):
    """What all screens declare: whose rows (``visible``) by which right (``permission``, else the model's).

    ``names`` is what the URL names of the document's screens begin with, else ``<app>:<model>``.
    """

    model: Any = None
    names: str = ""
    permission: str = ""
    verb_of_right = "view"
    visible: Any  # a selector: the rows a user may see
    template_name: str

    def __init_subclass__(cls) -> None:
        for name in ("visible", "service", "quote"):
            if isfunction(cls.__dict__.get(name)):
                setattr(cls, name, staticmethod(cls.__dict__[name]))
        described = getattr(cls, "form_class", None) or getattr(cls, "filterset_class", None)
        cls.model = cls.model or (described and described._meta.model)
        if cls.model and not cls.names:
            cls.names = names_of(cls.model)
        if cls.model and not cls.permission:
            cls.permission = (
                f"{cls.model._meta.app_label}.{cls.verb_of_right}_{cls.model._meta.model_name}"
            )

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Check the right, answer, and render inside the transaction that sees the company's rows."""
        require(request.user, self.permission)
        response: Any = super().dispatch(request, *args, **kwargs)
        patch_vary_headers(response, ["HX-Request", "Cookie"])
        return response.render() if hasattr(response, "render") else response
