-- Every value line changes the pool of its product and the layer it opens or draws on; a pool keeps its method and account while it holds stock.
CREATE FUNCTION stock_value_applied() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp SET enable_seqscan = off SET jit = off AS $$
DECLARE
    change record;
    pool record;
    method text;
    account uuid;
BEGIN
    IF EXISTS (SELECT FROM new_rows n, LATERAL (
            SELECT d.status, m.product_id FROM stock_move m JOIN stock_stockdocument d ON d.id = m.document_id
            WHERE m.id = n.move_id OFFSET 0) moved
        WHERE moved.status <> 'draft' OR moved.product_id <> n.product_id) THEN
        RAISE EXCEPTION 'The value of a move is written when its document is posted, for its product; adjust it with a new document.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'value_of_draft';
    END IF;
    FOR change IN
        SELECT n.company_id, n.product_id, sum(n.quantity) AS quantity, sum(n.value) AS value,
               min(n.account_id::text)::uuid AS account_id, count(DISTINCT n.account_id) AS accounts,
               bool_or(n.layer_id IS NOT NULL) AS some_layered, bool_and(n.layer_id IS NOT NULL) AS all_layered
        FROM new_rows n GROUP BY n.company_id, n.product_id ORDER BY n.product_id
    LOOP
        INSERT INTO stock_costpool (id, company_id, product_id, quantity, value, costing_method)
        SELECT gen_random_uuid(), change.company_id, change.product_id, 0, 0, ''
        WHERE NOT EXISTS (SELECT FROM stock_costpool c WHERE c.product_id = change.product_id)
        ON CONFLICT (product_id) DO NOTHING;
        SELECT c.* INTO pool FROM stock_costpool c WHERE c.product_id = change.product_id FOR NO KEY UPDATE;
        IF pool.quantity > 0 THEN
            method := pool.costing_method;
            account := pool.account_id;
        ELSE
            SELECT g.costing_method INTO method FROM products_product p JOIN products_category g ON g.id = p.category_id
            WHERE p.id = change.product_id;
            account := change.account_id;
        END IF;
        IF change.accounts > 1 OR change.account_id <> account
           OR change.some_layered <> (method = 'fifo') OR change.all_layered <> (method = 'fifo') THEN
            RAISE EXCEPTION 'Stock of product % is kept by % on account %; book its value there.', change.product_id, method, account
                USING ERRCODE = 'check_violation', CONSTRAINT = 'pool_keeps_method_and_account';
        END IF;
        UPDATE stock_costpool c SET quantity = c.quantity + change.quantity, value = c.value + change.value,
                                    costing_method = method, account_id = account
        WHERE c.id = pool.id;
    END LOOP;
    FOR change IN
        SELECT n.company_id, n.product_id, n.layer_id, min(n.date) AS date, bool_or(n.layer_id = n.id) AS opens,
               sum(n.quantity) AS quantity, sum(n.value) AS value,
               sum(n.quantity) FILTER (WHERE n.layer_id = n.id) AS received_quantity,
               sum(n.value) FILTER (WHERE n.layer_id = n.id) AS received_value
        FROM new_rows n WHERE n.layer_id IS NOT NULL
        GROUP BY n.company_id, n.product_id, n.layer_id ORDER BY n.product_id, n.layer_id
    LOOP
        IF change.opens THEN
            INSERT INTO stock_costlayer
                (id, company_id, product_id, date, received_quantity, received_value, quantity, value)
            VALUES (change.layer_id, change.company_id, change.product_id, change.date,
                    change.received_quantity, change.received_value, change.quantity, change.value);
        ELSE
            UPDATE stock_costlayer y SET quantity = y.quantity + change.quantity, value = y.value + change.value
            WHERE y.id = change.layer_id AND y.product_id = change.product_id;
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
