-- A code of several taxes has components; they are single taxes of its own use, and what is a component stays one.
CREATE FUNCTION ledger_tax_component() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM ledger_tax WHERE company_id = NEW.company_id AND id IN (NEW.group_id, NEW.tax_id) ORDER BY id FOR SHARE;
    IF NOT EXISTS (
        SELECT FROM ledger_tax g JOIN ledger_tax t ON t.company_id = g.company_id AND t.id = NEW.tax_id
        WHERE g.company_id = NEW.company_id AND g.id = NEW.group_id AND g.kind = 'group' AND t.kind <> 'group' AND g.use = t.use
    ) THEN
        RAISE EXCEPTION 'To put a tax into a code of several taxes, choose a single tax of the same use.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'tax_component_is_single', TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER tax_component_is_single BEFORE INSERT OR UPDATE ON ledger_taxcomponent
    FOR EACH ROW EXECUTE FUNCTION ledger_tax_component();

CREATE FUNCTION ledger_tax_keeps_kind() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM ledger_taxcomponent c
               WHERE c.company_id = NEW.company_id AND (c.group_id = NEW.id AND (NEW.kind <> 'group' OR OLD.use <> NEW.use)
                  OR c.tax_id = NEW.id AND (NEW.kind = 'group' OR OLD.use <> NEW.use))) THEN
        RAISE EXCEPTION 'To change what tax % is, take it out of the codes of several taxes first.', NEW.code
            USING ERRCODE = 'check_violation', CONSTRAINT = 'tax_component_is_single', TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER tax_keeps_kind BEFORE UPDATE ON ledger_tax FOR EACH ROW
    WHEN (OLD.kind <> NEW.kind OR OLD.use <> NEW.use) EXECUTE FUNCTION ledger_tax_keeps_kind();
