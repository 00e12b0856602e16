-- A product that has moved keeps the unit it is counted in and stays a good; one in stock keeps how its goods are told apart.
-- The pool is held while we look, as everybody does who moves goods.
CREATE FUNCTION stock_product_counted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.unit_id, NEW.kind) IS DISTINCT FROM (OLD.unit_id, OLD.kind)
       AND EXISTS (SELECT FROM stock_move m WHERE m.company_id = OLD.company_id AND m.product_id = OLD.id) THEN
        RAISE EXCEPTION 'Product % keeps its unit and kind, for its moves are written in them; make a new product.', OLD.sku
            USING ERRCODE = 'check_violation', CONSTRAINT = 'product_counted';
    END IF;
    IF NEW.tracking <> OLD.tracking THEN
        PERFORM stock_lock(ARRAY[OLD.id], '{}', '{}', '{}');
        IF EXISTS (SELECT FROM stock_level v WHERE v.product_id = OLD.id AND v.on_hand > 0) THEN
            RAISE EXCEPTION 'Product % is in stock as it is told apart now; change that when none is left.', OLD.sku
                USING ERRCODE = 'check_violation', CONSTRAINT = 'product_traced_as_it_came';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER product_counted BEFORE UPDATE ON products_product FOR EACH ROW
    WHEN ((NEW.unit_id, NEW.kind, NEW.tracking) IS DISTINCT FROM (OLD.unit_id, OLD.kind, OLD.tracking))
    EXECUTE FUNCTION stock_product_counted();
