-- Lock the pools of products, then their levels, each in key order, and return both as they then are: in the given locations those
-- without a lot and of the given lots, and wherever goods are promised to the given lines of orders.
-- Pools come with a null location. Whoever moves goods calls this first; the application's role cannot lock what it may only read.
-- The parts and layers of a pool change under its lock alone.
CREATE FUNCTION stock_lock(products uuid[], locations uuid[], lots uuid[], origin_lines uuid[])
    RETURNS TABLE (product_id uuid, location_id uuid, lot_id uuid, quantity numeric, reserved numeric, value numeric,
                   costing_method text, scope text, account_id uuid)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off SET jit = off AS $$
BEGIN
    INSERT INTO stock_costpool (id, company_id, product_id, quantity, value, costing_method)
    SELECT gen_random_uuid(), nullif(current_setting('erp.company_id', true), '')::uuid, p.id, 0, 0, ''
    FROM (SELECT DISTINCT u.id FROM unnest(products) AS u(id)) p
    WHERE NOT EXISTS (SELECT FROM stock_costpool c WHERE c.product_id = p.id)
    ORDER BY p.id
    ON CONFLICT ON CONSTRAINT stock_costpool_product_id_key DO NOTHING;
    RETURN QUERY
        SELECT c.product_id, NULL::uuid, NULL::uuid, c.quantity, NULL::numeric, c.value, c.costing_method::text, c.scope::text,
               c.account_id
        FROM stock_costpool c WHERE c.product_id = ANY (products) ORDER BY c.product_id FOR NO KEY UPDATE;
    RETURN QUERY
        SELECT v.product_id, v.location_id, v.lot_id, v.on_hand, v.reserved, NULL::numeric, NULL::text, NULL::text, NULL::uuid
        FROM stock_level v
        WHERE v.product_id = ANY (products)
          AND (v.location_id = ANY (locations) AND (v.lot_id IS NULL OR v.lot_id = ANY (lots))
               OR EXISTS (SELECT FROM stock_reservation r
                          WHERE r.origin_line_id = ANY (origin_lines) AND r.product_id = v.product_id
                            AND r.location_id = v.location_id AND r.lot_id IS NOT DISTINCT FROM v.lot_id))
        ORDER BY v.product_id, v.location_id, v.lot_id NULLS FIRST FOR NO KEY UPDATE;
END $$;
