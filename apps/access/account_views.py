"""Signing in and out, one's own profile, the company one works in."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import views as auth
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views import i18n
from django.views.decorators.http import require_http_methods, require_POST

from apps.access import services
from apps.access.forms import WORKDAY, LoginForm, ProfileForm, ResetForm
from apps.access.middleware import SESSION_KEY
from apps.access.models import Theme
from apps.core.permissions import ANY_USER, PUBLIC, right


class Login(auth.LoginView):
    """Sign in; the session key is new afterwards and ends after a working day unless it is to be kept."""

    authentication_form = LoginForm
    redirect_authenticated_user = True

    def form_valid(self, form: Any) -> HttpResponse:
        """Log the user in and say how long for."""
        response = super().form_valid(form)
        if not form.cleaned_data["remember"]:
            self.request.session.set_expiry(WORKDAY)
        return response


login = right(PUBLIC)(Login.as_view())
logout = right(PUBLIC)(auth.LogoutView.as_view())
password_change = right(ANY_USER)(auth.PasswordChangeView.as_view())
password_change_done = right(ANY_USER)(auth.PasswordChangeDoneView.as_view())
password_reset = right(PUBLIC)(auth.PasswordResetView.as_view(form_class=ResetForm))
password_reset_done = right(PUBLIC)(auth.PasswordResetDoneView.as_view())
password_reset_confirm = right(PUBLIC)(auth.PasswordResetConfirmView.as_view())
password_reset_complete = right(PUBLIC)(auth.PasswordResetCompleteView.as_view())


@right(ANY_USER)
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: Any) -> HttpResponse:
    """Show and save what the user may change about themselves."""
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        services.save_preferences(actor=request.user, **form.cleaned_data)
        messages.success(request, _("Saved your profile."))
        return redirect("profile")
    return render(
        request, "access/profile.html", {"form": form}, status=422 if form.errors else 200
    )


@right(ANY_USER)
@require_POST
def set_theme(request: Any) -> HttpResponse:
    """Remember light, dark or as the system; nothing is shown."""
    theme = request.POST.get("theme", "")
    if theme not in Theme.values:
        return HttpResponse(_("Choose light, dark or neither."), status=422)
    services.save_preferences(actor=request.user, theme=theme)
    return HttpResponse(status=204)


@right(PUBLIC)
@require_POST
def set_language(request: Any) -> HttpResponse:
    """Change the language: in the browser, and on the user when one is logged in."""
    response = i18n.set_language(request)
    chosen = response.cookies.get(settings.LANGUAGE_COOKIE_NAME)
    if request.user.is_authenticated and chosen:
        services.save_preferences(actor=request.user, language=chosen.value)
    return response


@right(ANY_USER)
@require_POST
def switch_company(request: Any) -> HttpResponse:
    """Work in another company; the page of one document leads home, for that document is not there."""
    by_id = {str(company.pk): company for company in request.companies}
    company = by_id.get(request.POST.get("company", ""))
    if company is None:
        raise Http404
    request.session[SESSION_KEY] = str(company.pk)
    messages.success(request, _("You now work in %s.") % company)
    return redirect(_list_or_home(request))


def _list_or_home(request: HttpRequest) -> str:
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(
        target, {request.get_host()}, require_https=request.is_secure()
    ):
        return "/"
    path = urlsplit(target).path
    try:
        match = resolve(path)
    except Resolver404:
        return "/"
    return "/" if match.kwargs or path == reverse("login") else path
