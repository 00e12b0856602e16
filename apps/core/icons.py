"""The icons of Plumb: names from Lucide that are built into the sprite, so that no page names one that is not there."""

from typing import Final

FALLBACK: Final = "circle"

ICONS: Final[frozenset[str]] = frozenset(
    """
    activity archive arrow-down arrow-down-left arrow-down-right arrow-left arrow-left-right
    arrow-right arrow-up arrow-up-down arrow-up-right badge-check badge-percent ban banknote
    banknote-arrow-down banknote-arrow-up barcode bell bell-dot book book-open book-open-check
    bookmark box boxes briefcase building building-2 calculator calendar calendar-check
    calendar-clock calendar-days chart-column chart-line chart-no-axes-combined chart-pie check
    check-check chevron-down chevron-left chevron-right chevron-up chevrons-left chevrons-right
    chevrons-up-down circle circle-alert circle-check circle-dashed circle-dot circle-minus
    circle-plus circle-question-mark circle-user circle-x clipboard clipboard-check
    clipboard-list clock clock-alert cloud-off code coins columns-3 contact copy
    corner-down-right credit-card database dollar-sign dot download ellipsis ellipsis-vertical
    equal euro external-link eye eye-off factory file file-badge file-check file-clock
    file-minus file-pen file-plus file-search file-spreadsheet file-text file-up file-x files
    flag folder folder-open folder-tree forklift funnel gauge gavel git-branch globe grid-3x3
    hand-coins handshake hash heart-pulse history hourglass house id-card image import inbox
    info key key-round keyboard landmark languages layers layout-dashboard layout-grid
    layout-list life-buoy link link-2 list list-checks list-filter list-ordered list-tree loader
    loader-circle lock lock-keyhole lock-open log-in log-out mail mail-check map map-pin menu
    message-square minus monitor moon move network notebook-pen package package-check
    package-minus package-open package-plus package-search package-x panel-left paperclip pause
    pencil pencil-line percent phone pin play plus power printer qr-code quote receipt
    receipt-text refresh-ccw refresh-cw repeat reply rotate-ccw rotate-cw route rows-3 save
    scale scan-barcode scan-line scroll-text search search-x send server settings settings-2
    share shield shield-alert shield-check shopping-bag shopping-basket shopping-cart sigma
    signature sliders-horizontal sparkles split square square-check square-pen stamp star
    sticky-note store sun sun-moon table table-2 tag tags target ticket timer trash trash-2
    trending-down trending-up triangle-alert truck undo undo-2 unlink upload user user-check
    user-cog user-plus user-round users users-round wallet wallet-cards warehouse weight
    workflow wrench x zap
    """.split()
)
