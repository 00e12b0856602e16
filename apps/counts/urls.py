"""Addresses of counts."""

from django.urls import path

from apps.counts.views import counting, files, plan, sheets

app_name = "counts"
urlpatterns = [
    path("", sheets.CountSheetList.as_view(), name="countsheet_list"),
    path("new/", sheets.CountSheetCreate.as_view(), name="countsheet_create"),
    path("differences/", sheets.DifferenceList.as_view(), name="difference_list"),
    path("pdf/", files.sheet_pdf, name="sheet_pdf"),
    path("plan/", plan.CountPlanEdit.as_view(), name="countplan_edit"),
    path("plan/run/", plan.run_plan, name="countplan_run"),
    path("<uuid:pk>/", sheets.CountSheetDetail.as_view(), name="countsheet_detail"),
    path("<uuid:pk>/count/", counting.count, name="countsheet_count"),
    path("<uuid:pk>/import/", files.import_counts, name="countsheet_import"),
    path("<uuid:pk>/pdf/", files.ask_for_pdf, name="countsheet_pdf"),
    path("<uuid:pk>/submit/", sheets.submit_sheet, name="countsheet_submit"),
    path("<uuid:pk>/approve/", sheets.approve_sheet, name="countsheet_approve"),
    path("<uuid:pk>/reopen/", sheets.reopen_sheet, name="countsheet_reopen"),
    path("<uuid:pk>/post/", sheets.post_sheet, name="countsheet_post"),
    path("<uuid:pk>/cancel/", sheets.cancel_sheet, name="countsheet_cancel"),
]
