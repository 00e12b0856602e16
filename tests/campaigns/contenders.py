"""Contenders for few goods, through the web server: what there is is sold, to the piece, and everybody else is told so.

``python -m tests.campaigns.contenders [--contenders 1000] [--stock 100] [--threads 16]``, in the project's
environment. It runs its own PostgreSQL, Valkey and web server in a temporary folder. Each contender confirms an order
of one piece of the same product, drafts its shipment and posts it. After them orders of five lines each, in random
order, want the same ten products: none of them may deadlock. Prints one JSON object; exit code 1 when anything is
wrong.
"""

import argparse
import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psycopg

from tests.campaigns.faults import Campaign

ON = "2026-03-10"  # the day of benchmarks/scene.py, and the product that tests/campaigns/crowd.py sorts first
HOT = "P00000"
PORT = 18734
TOKEN = "c" * 32
COUNTS = """
SELECT p.sku, sum(CASE WHEN t.kind = 'customer' THEN m.quantity ELSE 0 END)::int AS sold,
       (SELECT coalesce(sum(v.on_hand), 0)::int FROM stock_level v WHERE v.product_id = p.id) AS left
FROM products_product p JOIN stock_move m ON m.product_id = p.id JOIN warehouses_location t ON t.id = m.to_location_id
GROUP BY p.id, p.sku
"""


class Buyer:
    """Somebody who presses the buttons of one order, one after another."""

    def __init__(self, address: tuple[str, int], session: str) -> None:
        self.connection = HTTPConnection(*address, timeout=120)
        self.headers = {
            "Cookie": f"sessionid={session}; csrftoken={TOKEN}",
            "X-CSRFToken": TOKEN,
            "HX-Request": "true",
            "Content-Type": "application/x-www-form-urlencoded",
        }

    def press(self, path: str, **fields: str) -> tuple[int, str, str]:
        """Press a button: the status, where it leads, and what is said."""
        self.connection.request("POST", path, urlencode(fields), self.headers)
        answer = self.connection.getresponse()
        text = answer.read().decode()
        return answer.status, answer.headers.get("HX-Redirect", ""), text

    def buy(self, order: str) -> str:
        """Confirm an order, ship it and post the shipment: ``sold``, ``told`` or what went wrong."""
        try:
            status, _to, text = self.press(f"/sales/orders/{order}/confirm/")
            if status != 204:
                return f"confirm {status}: {text[-200:]}"
            status, shipment, text = self.press(f"/sales/orders/{order}/ship/", on=ON)
            if status == 409 and "nothing is reserved" in text:
                return "told"
            if status != 204:
                return f"ship {status}: {text[-200:]}"
            status, _to, text = self.press(f"{shipment}post/")
            return "sold" if status == 204 else f"post {status}: {text[-200:]}"
        finally:
            self.connection.close()


def contend(
    address: tuple[str, int], session: str, orders: Sequence[str], threads: int
) -> Counter[str]:
    """Let every order be bought at once, by so many threads, and return how they ended."""
    with ThreadPoolExecutor(threads) as pool:
        return Counter(pool.map(lambda order: Buyer(address, session).buy(order), orders))


class Contest(Campaign):
    """The same servers, with a web server instead of workers."""

    def open(self, contenders: int, stock: int) -> dict[str, Any]:
        """Migrate, make the company with its drafts, start the web server; return session and orders."""
        self.run("manage.py", "migrate", "--verbosity", "0")
        made = self.run(
            "-c",
            "import django, json; django.setup(); from tests.campaigns.crowd import make;"
            f" print(json.dumps(make({contenders}, {stock})))",
        )
        self.start(
            "web",
            ["-m", "gunicorn", "erp.wsgi", "--config", "erp/gunicorn.py", "--bind", f"127.0.0.1:{PORT}"],
        )  # fmt: skip
        _wait_for_server()
        return dict(json.loads(made.splitlines()[-1]))

    def sold(self) -> tuple[dict[str, tuple[int, int]], int]:
        """Return (sold, left) by product, and how many deadlocks PostgreSQL has seen."""
        with psycopg.connect(self.owner) as connection:
            [company] = connection.execute("SELECT id FROM companies_company").fetchone() or [None]
            connection.execute("SELECT set_config('erp.company_id', %s, true)", [str(company)])
            rows = as_goods(connection.execute(COUNTS).fetchall())
            query = "SELECT sum(deadlocks)::int FROM pg_stat_database"
            return rows, (connection.execute(query).fetchone() or [0])[0]


def as_goods(rows: Iterable[tuple[str, int, int]]) -> dict[str, tuple[int, int]]:
    """Return the rows of ``COUNTS`` as (sold, left) by product."""
    return {sku: (sold, left) for sku, sold, left in rows}


def _wait_for_server() -> None:
    for _ in range(120):
        try:
            connection = HTTPConnection("127.0.0.1", PORT, timeout=5)
            connection.request("GET", "/healthz")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.5)
    raise TimeoutError("The web server does not answer.")


def contest(contenders: int, stock: int, threads: int) -> dict[str, Any]:
    """Run the campaign and return its findings; ``wrong`` lists what should not be."""
    with tempfile.TemporaryDirectory(prefix="plumb-contest-") as folder:
        Path(folder).chmod(0o755)
        running = Contest(Path(folder), 0)
        try:
            made = running.open(contenders, stock)
            orders = [*made["hot"], *made["mixed"]]
            began = time.monotonic()
            address = ("127.0.0.1", PORT)
            single = contend(address, made["session"], made["hot"], threads)
            mixed = contend(address, made["session"], made["mixed"], threads)
            seconds = time.monotonic() - began
            goods, deadlocks = running.sold()
            proof = json.loads(running.run("manage.py", "prove", "--json"))
            found = findings(single, mixed, goods, stock, deadlocks)
            return {"orders": len(orders), "seconds": round(seconds), **found, **_violations(proof)}
        finally:
            running.end()


def findings(
    single: Mapping[str, int],
    mixed: Mapping[str, int],
    goods: Mapping[str, tuple[int, int]],
    stock: int,
    deadlocks: int,
) -> dict[str, Any]:
    """Return what was sold and told, and under ``wrong`` whatever should not be."""
    said = {"sold", "told"}
    wrong = {
        "hot": goods[HOT] if goods[HOT] != (stock, 0) or single["sold"] != stock else None,
        "oversold": [sku for sku, (sold, left) in goods.items() if sold + left != stock],
        "answers": [text for text in [*single, *mixed] if text not in said],
        "deadlocks": deadlocks,
    }
    return {
        "single": {name: single.get(name, 0) for name in sorted(said)},
        "mixed": {name: mixed.get(name, 0) for name in sorted(said)},
        "deadlocks": deadlocks,
        "wrong": {name: value for name, value in wrong.items() if value},
    }


def _violations(proof: Mapping[str, Any]) -> dict[str, Any]:
    return {"checks": proof["checks"], "violations": proof["violations"]}


def main() -> None:
    """Run as a program."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--contenders", type=int, default=1000)
    parser.add_argument("--stock", type=int, default=100)
    parser.add_argument("--threads", type=int, default=16)
    options = parser.parse_args()
    found = contest(options.contenders, options.stock, options.threads)
    print(json.dumps(found))
    sys.exit(bool(found["wrong"] or found["violations"]))


if __name__ == "__main__":
    main()
