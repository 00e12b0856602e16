"""What moved, when, and what it was worth: drawn from a seed, and valued product by product in the order of time.

Each move is a slot in time, the slots spread evenly over the working days. A slot draws a product by Zipf's law
(exponent 0.8) and a quantity; the first slot of a product on a day is a receipt instead when stock would not last for
that day, of about a month's demand, so stock is never below nothing. Values are counted in cents: moving average and
layers are carried on exactly as the services do, rounded half up, the last piece taking all.
"""

from typing import Any, LiteralString

import psycopg

LINES_PER_DOCUMENT = 8
SKEW = 0.8
_CATEGORIES = 5


def uniform(salt: int, of: str = "n") -> str:
    """Return SQL of a number in [0, 1) that the seed and ``of`` decide."""
    return (
        f"(((hashint8extended(({of})::bigint, %(seed)s + {salt}) >> 12) & 4503599627370495)"
        " / 4503599627370496.0::float8)"
    )


FUNCTIONS: LiteralString = """
CREATE FUNCTION pg_temp.id_at(ms bigint, key text) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
    SELECT overlay(overlay(md5(key) PLACING lpad(to_hex(ms), 12, '0') || '7' FROM 1) PLACING '80' FROM 17)::uuid
$$;
CREATE FUNCTION pg_temp.kin(id uuid, letter text) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
    SELECT overlay(id::text PLACING letter FROM 21)::uuid
$$;
CREATE FUNCTION pg_temp.share(value bigint, quantity bigint, whole bigint) RETURNS bigint LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN quantity = whole THEN value ELSE (2 * value * quantity + whole) / (2 * whole) END
$$;
CREATE FUNCTION pg_temp.valued(slots text)
RETURNS TABLE (n bigint, day int, product int, part int, moved bigint, move_value bigint, quantity bigint, value bigint,
               unit_cost bigint, layer bigint, began boolean) LANGUAGE plpgsql AS $$
DECLARE
    slot record;
    held bigint;
    worth bigint;
    wanted bigint;
    layers bigint[];
    layer_held bigint[];
    layer_worth bigint[];
    taken bigint[];
    taken_worth bigint[];
BEGIN
    FOR slot IN EXECUTE slots LOOP
        IF slot.product IS DISTINCT FROM product THEN
            product := slot.product; held := 0; worth := 0; layers := '{}'; layer_held := '{}'; layer_worth := '{}';
        END IF;
        n := slot.n; day := slot.day; part := 1; began := held = 0; unit_cost := NULL; layer := NULL;
        IF slot.is_first AND held < slot.needed THEN
            unit_cost := slot.unit_cost;
            quantity := (slot.needed - held + slot.cover + 9) / 10 * 10;
            value := quantity * unit_cost; moved := quantity; move_value := value;
            held := held + quantity; worth := worth + value;
            IF slot.is_fifo THEN
                layer := n; layers := layers || n;
                layer_held := layer_held || quantity; layer_worth := layer_worth || value;
            END IF;
            RETURN NEXT;
        ELSIF NOT slot.is_fifo THEN
            move_value := pg_temp.share(worth, slot.wanted, held);
            moved := slot.wanted; quantity := -moved; value := -move_value;
            held := held + quantity; worth := worth + value;
            RETURN NEXT;
        ELSE
            moved := slot.wanted; wanted := moved; move_value := 0; taken := '{}'; taken_worth := '{}';
            WHILE wanted > 0 LOOP
                part := 1 + cardinality(taken);
                quantity := least(wanted, layer_held[part]);
                value := pg_temp.share(layer_worth[part], quantity, layer_held[part]);
                taken := taken || quantity; taken_worth := taken_worth || value;
                wanted := wanted - quantity; move_value := move_value + value;
            END LOOP;
            held := held - moved; worth := worth - move_value;
            FOR i IN 1 .. cardinality(taken) LOOP
                part := i; quantity := -taken[i]; value := -taken_worth[i]; layer := layers[1];
                IF layer_held[1] = taken[i] THEN
                    layers := layers[2:]; layer_held := layer_held[2:]; layer_worth := layer_worth[2:];
                ELSE
                    layer_held[1] := layer_held[1] - taken[i]; layer_worth[1] := layer_worth[1] - taken_worth[i];
                END IF;
                RETURN NEXT;
            END LOOP;
        END IF;
    END LOOP;
END $$
"""
_DAYS = """
CREATE TEMPORARY TABLE volume_day ON COMMIT DROP AS
SELECT row_number() OVER (ORDER BY d) - 1 AS day, d::date AS date, extract(year FROM d)::int AS year, p.id AS period,
       extract(epoch FROM d)::bigint * 1000 + 28800000 AS ms
FROM generate_series(%(first)s::date, %(last)s::date, '1 day') d
JOIN ledger_period p ON d::date BETWEEN p.start AND p."end"
WHERE extract(isodow FROM d) < 6 OR %(first)s::date = %(last)s::date
"""
_PRODUCTS = f"""
CREATE TEMPORARY TABLE volume_product ON COMMIT DROP AS
SELECT n::int AS product, category,
       pg_temp.id_at(extract(epoch FROM %(first)s::date)::bigint * 1000 + n, %(company)s || 'p' || n) AS id,
       category = {_CATEGORIES} AS is_fifo, (200 + {uniform(1)} ^ 2 * 15000)::bigint AS cost,
       (10 + 100.0 * %(moves)s / %(months)s * (power(n + 1, {1 - SKEW:.1f}) - power(n, {1 - SKEW:.1f}))
             / (power(%(products)s + 1, {1 - SKEW:.1f}) - 1) / 20)::bigint AS cover
FROM generate_series(1, %(products)s) n, LATERAL (SELECT 1 + floor({_CATEGORIES} * {uniform(2)})::int AS category) c
"""
_SLOTS = f"""
SELECT s.*, p.cover, p.is_fifo, sum(wanted) OVER (PARTITION BY s.product, s.day) AS needed,
       row_number() OVER (PARTITION BY s.product, s.day ORDER BY s.n) = 1 AS is_first,
       (p.cost * (950 + 200 * s.day / %(days)s + s.haggled) + 500) / 1000 AS unit_cost
FROM (SELECT n, (n * %(days)s / %(moves)s)::int AS day,
             least(%(products)s, floor(power(1 + {uniform(3)} * (power(%(products)s + 1, {1 - SKEW:.1f}) - 1),
                                             {1 / (1 - SKEW):.1f})))::int AS product,
             1 + floor(12 * {uniform(4)} ^ 2)::bigint AS wanted, floor(100 * {uniform(5)})::bigint AS haggled
      FROM generate_series(0, %(moves)s::bigint - 1) n OFFSET 0) s
JOIN volume_product p ON p.product = s.product
ORDER BY s.product, s.day, s.n
"""
# Of a day the receipts come first. A document begins with the first receipt or shipment of a day, and by chance.
_WORK = f"""
CREATE TEMPORARY TABLE volume_work ON COMMIT DROP AS
SELECT w.*, sum(opens::int) OVER (ORDER BY day, is_out, n, part) AS document
FROM (SELECT v.*, d.ms + k * %(step)s AS ms, pg_temp.id_at(d.ms + (k - part + 1) * %(step)s, %(company)s || v.n) AS id,
             part = 1 AND (place = 1 OR floor({LINES_PER_DOCUMENT} * {uniform(6)}) = 0) AS opens
      FROM (SELECT x.*, quantity < 0 AS is_out,
                   row_number() OVER (PARTITION BY day, quantity < 0 ORDER BY n, part) AS place,
                   row_number() OVER (PARTITION BY day ORDER BY quantity < 0, n, part) AS k
            FROM pg_temp.valued(%(slots)s) x) v
      JOIN volume_day d ON d.day = v.day) w
"""
_LAYERS = """
CREATE TEMPORARY TABLE volume_layer ON COMMIT DROP AS
SELECT o.layer, o.id, o.product, o.day, o.quantity AS received_quantity, o.value AS received_value, t.quantity, t.value
FROM volume_work o JOIN (SELECT layer, sum(quantity) AS quantity, sum(value) AS value FROM volume_work
                         WHERE layer IS NOT NULL GROUP BY layer) t ON t.layer = o.layer
WHERE o.quantity > 0
"""
_DOCUMENTS = f"""
CREATE TEMPORARY TABLE volume_document ON COMMIT DROP AS
SELECT o.document, o.id, o.k, o.is_out, d.date, d.period, d.year, t.value, to_timestamp(o.ms / 1000.0) AS at,
       row_number() OVER (PARTITION BY o.is_out, d.year ORDER BY o.document) AS number,
       CASE WHEN o.is_out THEN %(customers)s[1 + floor({uniform(7, "o.n")} * cardinality(%(customers)s))]
            ELSE %(suppliers)s[1 + floor({uniform(7, "o.n")} * cardinality(%(suppliers)s))] END AS party
FROM volume_work o
JOIN volume_day d ON d.day = o.day
JOIN (SELECT document, abs(sum(value)) AS value FROM volume_work GROUP BY document) t ON t.document = o.document
WHERE o.opens ORDER BY o.document
"""


def draw(owner: psycopg.Connection[Any], values: dict[str, Any]) -> None:
    """Make the temporary tables that say all: days, products, moves with their values, layers and documents."""
    owner.execute(FUNCTIONS)
    owner.execute(_DAYS, values)
    days = owner.execute("SELECT count(*) FROM volume_day").fetchone()
    values["days"] = days[0] if days else 0
    values["step"] = max(1, 36_000_000 * values["days"] // (2 * values["moves"] + 2))
    owner.execute(_PRODUCTS, values)
    owner.execute("ANALYZE volume_day, volume_product")
    cursor = psycopg.ClientCursor(owner)
    slots = cursor.mogrify(_SLOTS, values)
    owner.execute(_WORK, values | {"slots": slots})
    owner.execute("ANALYZE volume_work")
    owner.execute(_LAYERS, values)
    owner.execute(_DOCUMENTS, values)
    owner.execute("ANALYZE volume_layer, volume_document")
