-- A column "dimensions" holds value ids by dimension id, as text, of the row's own company. dimensions_of() puts the trigger on a table.
CREATE FUNCTION ledger_unknown_dimensions(company uuid, given jsonb) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT string_agg(d.key || ': ' || coalesce(d.value, 'null'), ', ')
    FROM jsonb_each_text(given) d
    WHERE NOT EXISTS (
        SELECT FROM ledger_dimensionvalue v
        WHERE v.company_id = company AND v.id::text = d.value AND v.dimension_id::text = d.key)
$$;

CREATE FUNCTION ledger_dimensions_known() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    unknown text;
BEGIN
    IF jsonb_typeof(NEW.dimensions) <> 'object' THEN
        unknown := NEW.dimensions::text;
    ELSE
        unknown := ledger_unknown_dimensions(NEW.company_id, NEW.dimensions);
    END IF;
    IF unknown IS NOT NULL THEN
        RAISE EXCEPTION 'Dimensions are values of the company, each under its own dimension; these are not: %.', unknown
            USING ERRCODE = 'check_violation', CONSTRAINT = 'dimensions_known', TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NEW;
END $$;
