-- A unit keeps its dimension and ratio: quantities already written would mean something else.
CREATE FUNCTION products_unit_ratio_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Unit % keeps its ratio; make a new unit.', OLD.code
        USING ERRCODE = 'check_violation', CONSTRAINT = 'unit_ratio_fixed';
END $$;
CREATE TRIGGER unit_ratio_fixed BEFORE UPDATE ON products_unit FOR EACH ROW
    WHEN ((NEW.dimension, NEW.numerator, NEW.denominator) IS DISTINCT FROM (OLD.dimension, OLD.numerator, OLD.denominator))
    EXECUTE FUNCTION products_unit_ratio_fixed();
