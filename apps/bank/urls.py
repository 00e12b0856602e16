"""Addresses of the bank."""

from django.urls import path

from apps.bank.views import columns, statements

app_name = "bank"
urlpatterns = [
    path("accounts/", statements.BankAccountList.as_view(), name="bankaccount_list"),
    path("accounts/new/", statements.BankAccountCreate.as_view(), name="bankaccount_create"),
    path("accounts/<uuid:pk>/", statements.BankAccountDetail.as_view(), name="bankaccount_detail"),
    path("accounts/<uuid:pk>/edit/", statements.BankAccountEdit.as_view(), name="bankaccount_edit"),
    path("accounts/<uuid:pk>/csv/", columns.csv_columns, name="bankaccount_columns"),
    path("import/", statements.import_file, name="import_file"),
    path("statements/", statements.BankStatementList.as_view(), name="bankstatement_list"),
    path(
        "statements/<uuid:pk>/",
        statements.BankStatementDetail.as_view(),
        name="bankstatement_detail",
    ),
    path("movements/", statements.BankStatementLineList.as_view(), name="bankstatementline_list"),
    path("files/", statements.StatementFileList.as_view(), name="statementfile_list"),
    path("files/<uuid:pk>/", statements.StatementFileDetail.as_view(), name="statementfile_detail"),
]
