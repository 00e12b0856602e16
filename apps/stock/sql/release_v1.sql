-- Drop what is promised to lines of an order; the levels are locked in key order first, as everybody does.
CREATE FUNCTION stock_release(lines uuid[]) RETURNS numeric
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
    WITH dropped AS (DELETE FROM stock_reservation r WHERE r.origin_line_id = ANY (lines) RETURNING r.quantity)
    SELECT coalesce(sum(quantity), 0) INTO released FROM dropped;
    RETURN released;
END $$;
