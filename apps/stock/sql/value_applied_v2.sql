-- Every value line changes the pool of its product, the part of it that its warehouse or lot holds, and the layer it opens or draws
-- on; a pool keeps its method, scope and account while it holds stock.
CREATE FUNCTION stock_value_applied() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp SET enable_seqscan = off SET jit = off AS $$
DECLARE
    change record;
    pool record;
    method text;
    parts text;
    account uuid;
BEGIN
    IF EXISTS (SELECT FROM new_rows n, LATERAL (
            SELECT d.status, m.product_id FROM stock_move m JOIN stock_stockdocument d ON d.id = m.document_id
            WHERE m.id = n.move_id OFFSET 0) moved
        WHERE moved.status <> 'draft' OR moved.product_id <> n.product_id) THEN
        RAISE EXCEPTION 'The value of a move is written when its document is posted, for its product; adjust it with a new document.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'value_of_draft';
    END IF;
    IF EXISTS (SELECT FROM new_rows n, LATERAL (
            SELECT m.lot_id, l.warehouse_id FROM stock_move m
            JOIN warehouses_location l ON l.id = CASE WHEN n.quantity < 0 THEN m.from_location_id ELSE m.to_location_id END
            WHERE m.id = n.move_id OFFSET 0) moved
        WHERE n.lot_id <> moved.lot_id OR n.warehouse_id IS DISTINCT FROM moved.warehouse_id AND n.warehouse_id IS NOT NULL) THEN
        RAISE EXCEPTION 'A move changes the value of its own lot, where it takes and where it puts.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'value_where_moved';
    END IF;
    FOR change IN
        SELECT n.company_id, n.product_id, sum(n.quantity) AS quantity, sum(n.value) AS value,
               min(n.account_id::text)::uuid AS account_id, count(DISTINCT n.account_id) AS accounts,
               bool_or(n.layer_id IS NOT NULL) AS some_layered, bool_and(n.layer_id IS NOT NULL) AS all_layered,
               bool_or(n.lot_id IS NOT NULL) AS some_lots, bool_and(n.lot_id IS NOT NULL) AS all_lots,
               bool_or(n.warehouse_id IS NOT NULL) AS some_warehouses, bool_and(n.warehouse_id IS NOT NULL) AS all_warehouses
        FROM new_rows n GROUP BY n.company_id, n.product_id ORDER BY n.product_id
    LOOP
        INSERT INTO stock_costpool (id, company_id, product_id, quantity, value, costing_method)
        SELECT gen_random_uuid(), change.company_id, change.product_id, 0, 0, ''
        WHERE NOT EXISTS (SELECT FROM stock_costpool c WHERE c.product_id = change.product_id)
        ON CONFLICT (product_id) DO NOTHING;
        SELECT c.* INTO pool FROM stock_costpool c WHERE c.product_id = change.product_id FOR NO KEY UPDATE;
        IF pool.quantity > 0 THEN
            method := pool.costing_method;
            parts := pool.scope;
            account := pool.account_id;
        ELSE
            SELECT g.costing_method, CASE WHEN g.costing_method = 'lot' THEN 'lot' ELSE g.cost_scope END INTO method, parts
            FROM products_product p JOIN products_category g ON g.id = p.category_id WHERE p.id = change.product_id;
            account := change.account_id;
        END IF;
        IF change.accounts > 1 OR change.account_id <> account
           OR change.some_layered <> (method = 'fifo') OR change.all_layered <> (method = 'fifo')
           OR change.some_lots <> (parts = 'lot') OR change.all_lots <> (parts = 'lot')
           OR change.some_warehouses AND parts <> 'warehouse'
           OR parts = 'warehouse' AND NOT change.all_warehouses AND EXISTS (
               SELECT FROM new_rows n, LATERAL (  -- no warehouse is for goods on their way alone
                   SELECT l.warehouse_id FROM stock_move m
                   JOIN warehouses_location l ON l.id = CASE WHEN n.quantity < 0 THEN m.from_location_id ELSE m.to_location_id END
                   WHERE m.id = n.move_id OFFSET 0) moved
               WHERE n.product_id = change.product_id AND n.warehouse_id IS NULL AND moved.warehouse_id IS NOT NULL) THEN
            RAISE EXCEPTION 'Stock of product % is kept by % on account %; book its value there.', change.product_id, method, account
                USING ERRCODE = 'check_violation', CONSTRAINT = 'pool_keeps_method_and_account';
        END IF;
        UPDATE stock_costpool c SET quantity = c.quantity + change.quantity, value = c.value + change.value,
                                    costing_method = method, scope = parts, account_id = account
        WHERE c.id = pool.id;
        CONTINUE WHEN parts = 'company';
        INSERT INTO stock_costpart AS t (id, company_id, product_id, warehouse_id, lot_id, quantity, value)
        SELECT gen_random_uuid(), n.company_id, n.product_id, n.warehouse_id, n.lot_id, 0, 0
        FROM new_rows n WHERE n.product_id = change.product_id
        GROUP BY n.company_id, n.product_id, n.warehouse_id, n.lot_id
        ON CONFLICT (company_id, product_id, warehouse_id, lot_id) DO NOTHING;
        UPDATE stock_costpart t SET quantity = t.quantity + x.quantity, value = t.value + x.value
        FROM (SELECT n.warehouse_id, n.lot_id, sum(n.quantity) AS quantity, sum(n.value) AS value
              FROM new_rows n WHERE n.product_id = change.product_id GROUP BY n.warehouse_id, n.lot_id) x
        WHERE t.company_id = change.company_id AND t.product_id = change.product_id
          AND t.warehouse_id IS NOT DISTINCT FROM x.warehouse_id AND t.lot_id IS NOT DISTINCT FROM x.lot_id;
        DELETE FROM stock_costpart t USING new_rows n
        WHERE n.product_id = change.product_id AND t.company_id = n.company_id AND t.product_id = n.product_id
          AND t.warehouse_id IS NOT DISTINCT FROM n.warehouse_id AND t.lot_id IS NOT DISTINCT FROM n.lot_id AND t.quantity = 0;
    END LOOP;
    FOR change IN
        SELECT n.company_id, n.product_id, n.layer_id, min(n.date) AS date, bool_or(n.layer_id = n.id) AS opens,
               min(n.warehouse_id::text)::uuid AS warehouse_id, count(DISTINCT n.warehouse_id) AS warehouses,
               sum(n.quantity) AS quantity, sum(n.value) AS value,
               sum(n.quantity) FILTER (WHERE n.layer_id = n.id) AS received_quantity,
               sum(n.value) FILTER (WHERE n.layer_id = n.id) AS received_value
        FROM new_rows n WHERE n.layer_id IS NOT NULL
        GROUP BY n.company_id, n.product_id, n.layer_id ORDER BY n.product_id, n.layer_id
    LOOP
        IF change.opens THEN
            INSERT INTO stock_costlayer
                (id, company_id, product_id, warehouse_id, date, received_quantity, received_value, quantity, value)
            VALUES (change.layer_id, change.company_id, change.product_id, change.warehouse_id, change.date,
                    change.received_quantity, change.received_value, change.quantity, change.value);
        ELSE
            UPDATE stock_costlayer y SET quantity = y.quantity + change.quantity, value = y.value + change.value
            WHERE y.id = change.layer_id AND y.product_id = change.product_id
              AND y.warehouse_id IS NOT DISTINCT FROM change.warehouse_id AND change.warehouses <= 1;
            IF NOT FOUND THEN
                RAISE EXCEPTION 'Product % has no cost layer %.', change.product_id, change.layer_id
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'layer_of_product';
            END IF;
        END IF;
    END LOOP;
    RETURN NULL;
END $$;
CREATE TRIGGER value_applied AFTER INSERT ON stock_valueline REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION stock_value_applied();
