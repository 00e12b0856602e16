"""``script/bench [--quick] [OP ...]``: print one JSON line per operation; see docs/performance.md."""

import argparse
import os

from script.ground import testing

WHOLE = ("load_demo", "memory", "warm_start")
"""What starts a server of its own takes minutes, and nothing of it could be smaller for ``--quick``."""
OPS = (
    "post6",
    "bulk_post",
    "reserve1",
    "reserve_hot16",
    "reserve_many16",
    "reserve_service",
    "order_to_cash5",
    "trial_balance_1m",
    "close_month_1m",
    "stock_list_50k",
    "pdf_invoice",
    "aged_receivables_200k",
    "bank_suggestions_1k",
    "replenish_50k",
    "stock_valuation_past",
    "history_1m",
    *WHOLE,
)
ONLY_WHEN_NAMED = ("history_12m",)  # takes half an hour and 25 GB


def main() -> None:
    """Measure the operations named, all of them by default, in a database of their own."""
    parser = argparse.ArgumentParser(prog="script/bench", description=__doc__)
    parser.add_argument(
        "--quick",
        action="store_true",
        help=f"Smaller numbers, under a minute in all, without {', '.join(WHOLE)}.",
    )
    parser.add_argument(
        "ops", nargs="*", metavar="OP", help=f"Of: {', '.join((*OPS, *ONLY_WHEN_NAMED))}."
    )
    options = parser.parse_args()
    if unknown := set(options.ops) - {*OPS, *ONLY_WHEN_NAMED}:
        parser.error(
            f"There is no operation {', '.join(sorted(unknown))}; choose of {', '.join(OPS)}."
        )
    with testing.slot(dict(os.environ)) as slot:
        os.environ |= {
            **slot.environ,
            "DJANGO_SETTINGS_MODULE": "erp.settings",
            "ERP_LOG_LEVEL": "WARNING",
        }
        import django  # noqa: PLC0415 - the settings are read from the environment made above

        django.setup()
        usual = [name for name in OPS if not (options.quick and name in WHOLE)]
        _measure(options.ops or usual, quick=options.quick)


def _measure(names: list[str], *, quick: bool) -> None:
    from django.db import connections  # noqa: PLC0415

    from apps.core.context import company_context  # noqa: PLC0415
    from benchmarks import (  # noqa: PLC0415
        banking,
        books,
        closing,
        contention,
        debts,
        documents,
        goods,
        history,
        replenishing,
        screens,
        serving,
        worth,
    )
    from benchmarks.scene import make_scene  # noqa: PLC0415

    operations = {
        "post6": books.post6,
        "bulk_post": books.bulk_post,
        "reserve1": goods.reserve1,
        "reserve_hot16": contention.reserve_hot16,
        "reserve_many16": contention.reserve_many16,
        "reserve_service": contention.reserve_service,
        "order_to_cash5": documents.order_to_cash5,
        "trial_balance_1m": books.trial_balance_1m,
        "close_month_1m": closing.close_month_1m,
        "stock_list_50k": screens.stock_list_50k,
        "pdf_invoice": documents.pdf_invoice,
        "aged_receivables_200k": debts.aged_receivables_200k,
        "bank_suggestions_1k": banking.bank_suggestions_1k,
        "replenish_50k": replenishing.replenish_50k,
        "stock_valuation_past": worth.stock_valuation_past,
        "history_1m": history.history_1m,
        "history_12m": history.history_12m,
        "load_demo": serving.load_demo,
        "memory": serving.memory,
        "warm_start": serving.warm_start,
    }
    scene = make_scene()
    with company_context(scene.company.pk):
        for name in names:
            operations[name](scene, quick=quick)
    connections.close_all()


if __name__ == "__main__":
    main()
