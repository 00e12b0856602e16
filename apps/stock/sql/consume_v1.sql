-- Use up what is promised to the lines of a shipment, as far as it ships it, and return how much where.
-- Called after stock_lock, so the levels are held already.
CREATE FUNCTION stock_consume(shipment uuid) RETURNS TABLE (product_id uuid, location_id uuid, quantity numeric)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off SET jit = off AS $$
BEGIN
    RETURN QUERY
    WITH shipped AS (
        SELECT l.origin_line_id, l.product_id, l.from_location_id AS location_id, sum(l.stock_quantity) AS quantity
        FROM stock_stockdocumentline l
        WHERE l.document_id = shipment AND l.origin_line_id IS NOT NULL
        GROUP BY l.origin_line_id, l.product_id, l.from_location_id
    ), found AS (
        SELECT r.id, r.product_id, r.location_id, r.quantity AS had, s.quantity AS used
        FROM shipped s JOIN stock_reservation r
          ON r.origin_line_id = s.origin_line_id AND r.product_id = s.product_id AND r.location_id = s.location_id
    ), dropped AS (
        DELETE FROM stock_reservation r USING found f WHERE r.id = f.id AND f.had <= f.used
        RETURNING f.product_id, f.location_id, f.had AS quantity
    ), lessened AS (
        UPDATE stock_reservation r SET quantity = f.had - f.used FROM found f WHERE r.id = f.id AND f.had > f.used
        RETURNING f.product_id, f.location_id, f.used AS quantity
    )
    SELECT u.product_id, u.location_id, sum(u.quantity) FROM (TABLE dropped UNION ALL TABLE lessened) u
    GROUP BY u.product_id, u.location_id;
END $$;
