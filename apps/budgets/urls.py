"""Addresses of budgets."""

from django.urls import path

from apps.budgets import views

app_name = "budgets"
urlpatterns = [
    path("", views.BudgetList.as_view(), name="budget_list"),
    path("new/", views.BudgetCreate.as_view(), name="budget_create"),
    path("<uuid:pk>/", views.BudgetDetail.as_view(), name="budget_detail"),
    path("<uuid:pk>/edit/", views.BudgetEdit.as_view(), name="budget_edit"),
]
