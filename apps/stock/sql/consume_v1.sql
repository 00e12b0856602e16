-- Use up what is promised to the lines of a shipment, as far as it ships them, and return how much where: first what it takes itself,
-- then, when goods were taken elsewhere or of another lot, what was promised in their stead.
-- Called after stock_lock, so the levels are held already.
CREATE FUNCTION stock_consume(shipment uuid) RETURNS TABLE (product_id uuid, location_id uuid, lot_id uuid, quantity numeric)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off SET jit = off AS $$
BEGIN
    RETURN QUERY
    WITH shipped AS (
        SELECT l.origin_line_id, l.product_id, l.from_location_id AS location_id, l.lot_id, sum(l.stock_quantity) AS quantity
        FROM stock_stockdocumentline l
        WHERE l.document_id = shipment AND l.origin_line_id IS NOT NULL
        GROUP BY l.origin_line_id, l.product_id, l.from_location_id, l.lot_id
    ), own AS (
        SELECT r.id, r.origin_line_id, r.product_id, r.location_id, r.lot_id, r.quantity AS had,
               least(r.quantity, coalesce(s.quantity, 0)) AS exact
        FROM stock_reservation r LEFT JOIN shipped s
          ON s.origin_line_id = r.origin_line_id AND s.product_id = r.product_id AND s.location_id = r.location_id
             AND s.lot_id IS NOT DISTINCT FROM r.lot_id
        WHERE r.origin_line_id IN (SELECT x.origin_line_id FROM shipped x)
    ), elsewhere AS (
        SELECT s.origin_line_id, s.product_id, sum(s.quantity) - coalesce((
            SELECT sum(o.exact) FROM own o
            WHERE o.origin_line_id = s.origin_line_id AND o.product_id = s.product_id), 0) AS quantity
        FROM shipped s GROUP BY s.origin_line_id, s.product_id
    ), used AS (
        SELECT o.id, o.product_id, o.location_id, o.lot_id, o.had,
               o.exact + greatest(0, least(o.had - o.exact, e.quantity - (
                   sum(o.had - o.exact) OVER (PARTITION BY o.origin_line_id, o.product_id ORDER BY o.id) - (o.had - o.exact)))) AS taken
        FROM own o JOIN elsewhere e ON e.origin_line_id = o.origin_line_id AND e.product_id = o.product_id
    ), dropped AS (
        DELETE FROM stock_reservation r USING used u WHERE r.id = u.id AND u.had <= u.taken
        RETURNING u.product_id, u.location_id, u.lot_id, u.had AS quantity
    ), lessened AS (
        UPDATE stock_reservation r SET quantity = u.had - u.taken FROM used u WHERE r.id = u.id AND u.taken > 0 AND u.had > u.taken
        RETURNING u.product_id, u.location_id, u.lot_id, u.taken AS quantity
    )
    SELECT x.product_id, x.location_id, x.lot_id, sum(x.quantity) FROM (TABLE dropped UNION ALL TABLE lessened) x
    GROUP BY x.product_id, x.location_id, x.lot_id;
END $$;
