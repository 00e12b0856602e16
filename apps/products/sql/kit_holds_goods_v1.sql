-- A kit holds goods, and nothing but a kit holds anything; a product in a kit stays a good, and a kit with parts stays a kit.
CREATE FUNCTION products_kit_holds_goods() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    wrong text;
BEGIN
    IF TG_TABLE_NAME = 'products_kitpart' THEN
        SELECT p.sku INTO wrong FROM products_product p
        WHERE p.company_id = NEW.company_id
          AND (p.id = NEW.kit_id AND p.kind <> 'kit' OR p.id = NEW.product_id AND p.kind <> 'goods') LIMIT 1
        FOR NO KEY UPDATE;
    ELSE
        SELECT NEW.sku INTO wrong FROM products_kitpart k
        WHERE k.company_id = NEW.company_id
          AND (k.kit_id = NEW.id AND NEW.kind <> 'kit' OR k.product_id = NEW.id AND NEW.kind <> 'goods') LIMIT 1;
    END IF;
    IF wrong IS NOT NULL THEN
        RAISE EXCEPTION 'A kit holds goods; product % does not fit.', wrong
            USING ERRCODE = 'check_violation', CONSTRAINT = 'kit_holds_goods';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER kit_holds_goods BEFORE INSERT OR UPDATE ON products_kitpart
    FOR EACH ROW EXECUTE FUNCTION products_kit_holds_goods();
CREATE TRIGGER kit_holds_goods BEFORE UPDATE ON products_product
    FOR EACH ROW WHEN (NEW.kind <> OLD.kind) EXECUTE FUNCTION products_kit_holds_goods();
