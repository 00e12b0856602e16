"""Addresses of credit control."""

from django.urls import path

from apps.credit.views import ageing, dunning

app_name = "credit"
urlpatterns = [
    path("receivables/", ageing.receivables, name="receivables"),
    path("receivables/<uuid:pk>/", ageing.party_receivables, name="party_receivables"),
    path("payables/", ageing.payables, name="payables"),
    path("payables/<uuid:pk>/", ageing.party_payables, name="party_payables"),
    path("reports/pdf/", ageing.ask_for_pdf, name="report_ask"),
    path("reports/", ageing.report_pdf, name="report_pdf"),
    path("statements/<uuid:pk>/", ageing.statement, name="statement"),
    path("statements/<uuid:pk>/pdf/", ageing.ask_for_statement, name="statement_ask"),
    path("statements/<uuid:pk>/send/", ageing.send_statement, name="statement_send"),
    path("statements/send/", ageing.send_statements, name="statements_send"),
    path("worklist/", dunning.worklist, name="worklist"),
    path("parties/<uuid:pk>/panel/", dunning.party_panel, name="party_panel"),
    path("reminders/", dunning.RunList.as_view(), name="dunningrun_list"),
    path("reminders/new/", dunning.propose_run, name="dunningrun_create"),
    path("reminders/<uuid:pk>/", dunning.RunDetail.as_view(), name="dunningrun_detail"),
    path("reminders/<uuid:pk>/send/", dunning.send_run, name="dunningrun_send"),
    path("reminders/<uuid:pk>/cancel/", dunning.cancel_run, name="dunningrun_cancel"),
    path("reminders/letters/<uuid:pk>/", dunning.letter_pdf, name="letter_pdf"),
    path("levels/", dunning.LevelList.as_view(), name="dunninglevel_list"),
    path("levels/new/", dunning.LevelCreate.as_view(), name="dunninglevel_create"),
    path("levels/start/", dunning.start_levels, name="dunninglevel_start"),
    path("levels/<uuid:pk>/edit/", dunning.LevelEdit.as_view(), name="dunninglevel_edit"),
    path("disputes/", dunning.DisputeList.as_view(), name="dispute_list"),
    path("disputes/new/", dunning.DisputeCreate.as_view(), name="dispute_create"),
    path("disputes/<uuid:pk>/", dunning.DisputeDetail.as_view(), name="dispute_detail"),
    path("disputes/<uuid:pk>/end/", dunning.end_dispute, name="dispute_end"),
]
