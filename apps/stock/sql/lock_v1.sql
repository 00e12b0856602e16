-- Lock the pools of products, then their levels in some locations, each in key order, and return both as they then are.
-- Pools come with a null location. Whoever moves goods calls this first; the application's role cannot lock what it may only read.
CREATE FUNCTION stock_lock(products uuid[], locations uuid[])
    RETURNS TABLE (product_id uuid, location_id uuid, quantity numeric, reserved numeric, value numeric,
                   costing_method text, account_id uuid)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off SET jit = off AS $$
BEGIN
    INSERT INTO stock_costpool (id, company_id, product_id, quantity, value, costing_method)
    SELECT gen_random_uuid(), nullif(current_setting('erp.company_id', true), '')::uuid, p.id, 0, 0, ''
    FROM (SELECT DISTINCT u.id FROM unnest(products) AS u(id)) p
    WHERE NOT EXISTS (SELECT FROM stock_costpool c WHERE c.product_id = p.id)
    ORDER BY p.id
    ON CONFLICT ON CONSTRAINT stock_costpool_product_id_key DO NOTHING;
    RETURN QUERY
        SELECT c.product_id, NULL::uuid, c.quantity, NULL::numeric, c.value, c.costing_method::text, c.account_id
        FROM stock_costpool c WHERE c.product_id = ANY (products) ORDER BY c.product_id FOR NO KEY UPDATE;
    RETURN QUERY
        SELECT v.product_id, v.location_id, v.on_hand, v.reserved, NULL::numeric, NULL::text, NULL::uuid
        FROM stock_level v WHERE v.product_id = ANY (products) AND v.location_id = ANY (locations)
        ORDER BY v.product_id, v.location_id FOR NO KEY UPDATE;
END $$;
