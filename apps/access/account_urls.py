"""Signing in and out, one's own account; names without a prefix, because Django and the page frame use them."""

from django.urls import path

from apps.access import account_views as views

urlpatterns = [
    path("login/", views.login, name="login"),
    path("logout/", views.logout, name="logout"),
    path("profile/", views.profile, name="profile"),
    path("profile/theme/", views.set_theme, name="set_theme"),
    path("profile/password/", views.password_change, name="password_change"),
    path("profile/password/done/", views.password_change_done, name="password_change_done"),
    path("password/", views.password_reset, name="password_reset"),
    path("password/sent/", views.password_reset_done, name="password_reset_done"),
    path("password/<uidb64>/<token>/", views.password_reset_confirm, name="password_reset_confirm"),
    path("password/done/", views.password_reset_complete, name="password_reset_complete"),
    path("language/", views.set_language, name="set_language"),
    path("company/", views.switch_company, name="switch_company"),
]
