-- Drop what is promised to lines of an order, but for what the draft shipments in keeping take; the levels are locked in key order first,
-- as everybody does. What a draft takes is matched as it will be used up: first where and of which lot it takes it itself, then elsewhere.
CREATE FUNCTION stock_release(lines uuid[], keeping uuid[]) RETURNS numeric
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off SET jit = off AS $$
DECLARE
    released numeric;
BEGIN
    PERFORM FROM stock_level v
    WHERE (v.product_id, v.location_id) IN (
        SELECT r.product_id, r.location_id FROM stock_reservation r WHERE r.origin_line_id = ANY (lines))
      AND (v.lot_id IS NULL OR v.lot_id IN (
        SELECT r.lot_id FROM stock_reservation r WHERE r.origin_line_id = ANY (lines)))
    ORDER BY v.product_id, v.location_id, v.lot_id NULLS FIRST FOR NO KEY UPDATE;
    IF cardinality(keeping) = 0 THEN
        WITH dropped AS (DELETE FROM stock_reservation r WHERE r.origin_line_id = ANY (lines) RETURNING r.quantity)
        SELECT coalesce(sum(quantity), 0) INTO released FROM dropped;
        RETURN released;
    END IF;
    WITH drafted AS (
        SELECT l.origin_line_id, l.product_id, l.from_location_id AS location_id, l.lot_id, sum(l.stock_quantity) AS quantity
        FROM stock_stockdocumentline l
        WHERE l.document_id = ANY (keeping) AND l.origin_line_id = ANY (lines)
        GROUP BY l.origin_line_id, l.product_id, l.from_location_id, l.lot_id
    ), own AS (
        SELECT r.id, r.origin_line_id, r.product_id, r.quantity AS had, least(r.quantity, coalesce(s.quantity, 0)) AS exact
        FROM stock_reservation r LEFT JOIN drafted s
          ON s.origin_line_id = r.origin_line_id AND s.product_id = r.product_id AND s.location_id = r.location_id
             AND s.lot_id IS NOT DISTINCT FROM r.lot_id
        WHERE r.origin_line_id = ANY (lines)
    ), elsewhere AS (
        SELECT s.origin_line_id, s.product_id, sum(s.quantity) - coalesce((
            SELECT sum(o.exact) FROM own o
            WHERE o.origin_line_id = s.origin_line_id AND o.product_id = s.product_id), 0) AS quantity
        FROM drafted s GROUP BY s.origin_line_id, s.product_id
    ), kept AS (
        SELECT o.id, o.had,
               o.exact + greatest(0, least(o.had - o.exact, coalesce(e.quantity, 0) - (
                   sum(o.had - o.exact) OVER (PARTITION BY o.origin_line_id, o.product_id ORDER BY o.id) - (o.had - o.exact)))) AS quantity
        FROM own o LEFT JOIN elsewhere e ON e.origin_line_id = o.origin_line_id AND e.product_id = o.product_id
    ), dropped AS (
        DELETE FROM stock_reservation r USING kept k WHERE r.id = k.id AND k.quantity = 0 RETURNING k.had AS quantity
    ), lessened AS (
        UPDATE stock_reservation r SET quantity = k.quantity FROM kept k WHERE r.id = k.id AND k.quantity > 0 AND k.had > k.quantity
        RETURNING k.had - k.quantity AS quantity
    )
    SELECT coalesce(sum(x.quantity), 0) INTO released FROM (TABLE dropped UNION ALL TABLE lessened) x;
    RETURN released;
END $$;
