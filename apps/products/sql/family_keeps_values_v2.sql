-- A family with variants keeps its attributes and the values its variants have; a value stays in its attribute. The family is held
-- meanwhile, both of them where a value goes from one to another, so that nobody makes a variant of what is leaving.
CREATE FUNCTION products_family_keeps_values() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    had uuid; has uuid; owner uuid; family text;
BEGIN
    IF TG_TABLE_NAME = 'products_attributevalue' THEN
        RAISE EXCEPTION 'Value % stays in its attribute; make a new one in the other.', OLD.code
            USING ERRCODE = 'check_violation', CONSTRAINT = 'family_keeps_values';
    END IF;
    IF TG_OP <> 'INSERT' THEN
        had := OLD.value_id; owner := OLD.family_id;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        has := NEW.value_id; owner := NEW.family_id;
    END IF;
    PERFORM FROM products_family f
    WHERE f.company_id = coalesce(NEW.company_id, OLD.company_id) AND f.id IN (OLD.family_id, NEW.family_id)
    ORDER BY f.id FOR NO KEY UPDATE;
    SELECT f.code INTO family FROM products_family f
    WHERE f.company_id = coalesce(NEW.company_id, OLD.company_id) AND f.id = owner;
    IF had IS NOT NULL AND EXISTS (
        SELECT FROM products_variant t
        WHERE t.company_id = OLD.company_id AND t.family_id = OLD.family_id AND t.values @> ARRAY[had]) THEN
        RAISE EXCEPTION 'Family % keeps value %; a variant has it.', family,
            (SELECT v.code FROM products_attributevalue v WHERE v.company_id = OLD.company_id AND v.id = had)
            USING ERRCODE = 'check_violation', CONSTRAINT = 'family_keeps_values';
    END IF;
    IF has IS NOT NULL AND EXISTS (
        SELECT FROM products_variant t WHERE t.company_id = NEW.company_id AND t.family_id = NEW.family_id)
       AND NOT EXISTS (
        SELECT FROM products_familyvalue c
        JOIN products_attributevalue v ON v.company_id = c.company_id AND v.id = c.value_id
        JOIN products_attributevalue n ON n.company_id = c.company_id AND n.id = has
        WHERE c.company_id = NEW.company_id AND c.family_id = NEW.family_id AND v.attribute_id = n.attribute_id) THEN
        RAISE EXCEPTION 'Family % has variants; to vary it by another attribute, make a new family.', family
            USING ERRCODE = 'check_violation', CONSTRAINT = 'family_keeps_values';
    END IF;
    RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER family_keeps_values BEFORE INSERT OR DELETE ON products_familyvalue
    FOR EACH ROW EXECUTE FUNCTION products_family_keeps_values();
CREATE TRIGGER family_keeps_values_changed BEFORE UPDATE ON products_familyvalue
    FOR EACH ROW WHEN ((NEW.value_id, NEW.family_id) IS DISTINCT FROM (OLD.value_id, OLD.family_id))
    EXECUTE FUNCTION products_family_keeps_values();
CREATE TRIGGER family_keeps_values BEFORE UPDATE ON products_attributevalue
    FOR EACH ROW WHEN (NEW.attribute_id <> OLD.attribute_id)
    EXECUTE FUNCTION products_family_keeps_values();
