-- A value stays in its dimension and stands below a value of the same dimension, never below itself; a rule's default is a value of its dimension.
CREATE FUNCTION ledger_dimension_value_placed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND (NEW.dimension_id, NEW.company_id, NEW.id) IS DISTINCT FROM (OLD.dimension_id, OLD.company_id, OLD.id) THEN
        RAISE EXCEPTION 'Value % stays in its dimension; to use it in another, make a new value there.', OLD.code
            USING ERRCODE = 'check_violation', CONSTRAINT = 'dimension_value_stays', TABLE = 'ledger_dimensionvalue';
    END IF;
    IF NEW.parent_id IS NOT NULL THEN
        PERFORM FROM ledger_dimension WHERE id = NEW.dimension_id FOR UPDATE;
        IF NOT EXISTS (SELECT FROM ledger_dimensionvalue WHERE id = NEW.parent_id AND dimension_id = NEW.dimension_id) OR EXISTS (
            WITH RECURSIVE above AS (
                SELECT id, parent_id FROM ledger_dimensionvalue WHERE id = NEW.parent_id
                UNION
                SELECT v.id, v.parent_id FROM ledger_dimensionvalue v JOIN above a ON v.id = a.parent_id)
            SELECT FROM above WHERE id = NEW.id
        ) THEN
            RAISE EXCEPTION 'Value % must stand below another value of its dimension, not below itself.', NEW.code
                USING ERRCODE = 'check_violation', CONSTRAINT = 'dimension_value_tree', TABLE = 'ledger_dimensionvalue';
        END IF;
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER dimension_value_placed BEFORE INSERT OR UPDATE ON ledger_dimensionvalue
    FOR EACH ROW EXECUTE FUNCTION ledger_dimension_value_placed();

CREATE FUNCTION ledger_dimension_rule_default() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM ledger_dimensionvalue WHERE id = NEW.default_id AND dimension_id = NEW.dimension_id) THEN
        RAISE EXCEPTION 'The default of a dimension rule must be a value of its dimension.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'dimension_rule_default_fits', TABLE = 'ledger_dimensionrule';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER dimension_rule_default BEFORE INSERT OR UPDATE ON ledger_dimensionrule
    FOR EACH ROW WHEN (NEW.default_id IS NOT NULL) EXECUTE FUNCTION ledger_dimension_rule_default();
