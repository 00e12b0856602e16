"""Addresses of users, recorded changes and custom fields."""

from django.urls import path

from apps.access import views

app_name = "access"
urlpatterns = [
    path("users/", views.UserList.as_view(), name="user_list"),
    path("users/new/", views.UserCreate.as_view(), name="user_create"),
    path("users/<uuid:pk>/", views.UserDetail.as_view(), name="user_detail"),
    path("users/<uuid:pk>/edit/", views.UserEdit.as_view(), name="user_edit"),
    path("users/<uuid:pk>/invite/", views.invite_again, name="user_invite"),
    path("users/<uuid:pk>/deactivate/", views.deactivate_user, name="user_deactivate"),
    path("users/<uuid:pk>/activate/", views.activate_user, name="user_activate"),
    path("changes/", views.ChangeList.as_view(), name="auditrow_list"),
    path("changes/<int:pk>/", views.change_detail, name="auditrow_detail"),
    path("history/<str:label>/<uuid:pk>/", views.history, name="history"),
    path("fields/", views.FieldDefinitionList.as_view(), name="fielddefinition_list"),
    path("fields/new/", views.FieldDefinitionCreate.as_view(), name="fielddefinition_create"),
    path(
        "fields/<uuid:pk>/edit/", views.FieldDefinitionEdit.as_view(), name="fielddefinition_edit"
    ),
    path("fields/<uuid:pk>/delete/", views.delete_definition, name="fielddefinition_delete"),
]
