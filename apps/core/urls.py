"""Comments and files of any document."""

from django.urls import path

from apps.core import views

app_name = "core"
urlpatterns = [
    path("documents/<str:label>/<uuid:pk>/comment/", views.comment_create, name="comment_create"),
    path(
        "documents/<str:label>/<uuid:pk>/attach/", views.attachment_create, name="attachment_create"
    ),
    path("files/<uuid:pk>/", views.attachment_download, name="attachment_download"),
]
