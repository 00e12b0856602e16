-- A variant has one value of each attribute of its family, of those the family may have, named by id in order.
CREATE FUNCTION products_variant_fits_family() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    fits boolean;
BEGIN
    PERFORM FROM products_family f WHERE f.company_id = NEW.company_id AND f.id = NEW.family_id FOR NO KEY UPDATE;
    SELECT coalesce(array_agg(v.id ORDER BY v.id) FILTER (WHERE v.id = ANY (NEW.values)) = NEW.values, false)
           AND count(DISTINCT v.attribute_id) = cardinality(NEW.values)
           AND count(DISTINCT v.attribute_id) FILTER (WHERE v.id = ANY (NEW.values)) = cardinality(NEW.values)
    INTO fits
    FROM products_familyvalue c
    JOIN products_attributevalue v ON v.company_id = c.company_id AND v.id = c.value_id
    WHERE c.company_id = NEW.company_id AND c.family_id = NEW.family_id;
    IF NOT fits THEN
        RAISE EXCEPTION 'A variant has one value of each attribute of its family; product % does not.',
            (SELECT p.sku FROM products_product p WHERE p.company_id = NEW.company_id AND p.id = NEW.product_id)
            USING ERRCODE = 'check_violation', CONSTRAINT = 'variant_fits_family';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER variant_fits_family BEFORE INSERT ON products_variant
    FOR EACH ROW EXECUTE FUNCTION products_variant_fits_family();
