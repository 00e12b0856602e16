-- A product that has moved keeps the unit it is counted in and stays a good.
CREATE FUNCTION stock_product_counted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM stock_move m WHERE m.company_id = OLD.company_id AND m.product_id = OLD.id) THEN
        RAISE EXCEPTION 'Product % keeps its unit and kind, for its moves are written in them; make a new product.', OLD.sku
            USING ERRCODE = 'check_violation', CONSTRAINT = 'product_counted';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER product_counted BEFORE UPDATE ON products_product FOR EACH ROW
    WHEN ((NEW.unit_id, NEW.kind) IS DISTINCT FROM (OLD.unit_id, OLD.kind))
    EXECUTE FUNCTION stock_product_counted();
