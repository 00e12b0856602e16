-- A sheet that freezes holds its places from the moment it is made until it is posted or cancelled: they take no move but its own.
-- The locations are locked while they are frozen: a move under way refers to them and is waited for; a later one waits, then finds them frozen.
CREATE FUNCTION counts_sheet_freezes() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    places uuid[];
    other record;
BEGIN
    WITH RECURSIVE tree AS (
        SELECT l.id FROM warehouses_location l
        WHERE l.company_id = NEW.company_id AND l.warehouse_id = NEW.warehouse_id AND (NEW.location_id IS NULL OR l.id = NEW.location_id)
        UNION
        SELECT c.id FROM warehouses_location c JOIN tree t ON c.parent_id = t.id WHERE c.company_id = NEW.company_id
    )
    SELECT array_agg(t.id ORDER BY t.id) INTO places FROM tree t;
    PERFORM FROM warehouses_location l WHERE l.id = ANY (places) ORDER BY l.id FOR UPDATE;
    SELECT s.name, l.code INTO other FROM counts_frozenplace f JOIN counts_countsheet s ON s.id = f.sheet_id
    JOIN warehouses_location l ON l.id = f.location_id WHERE f.company_id = NEW.company_id AND f.location_id = ANY (places) LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'To count here, finish count sheet % first; it froze the place.', other.name
            USING ERRCODE = 'check_violation', CONSTRAINT = 'place_frozen_by_one';
    END IF;
    INSERT INTO counts_frozenplace (id, company_id, sheet_id, location_id)
    SELECT gen_random_uuid(), NEW.company_id, NEW.id, p.id FROM unnest(places) AS p(id);
    RETURN NULL;
END $$;
CREATE TRIGGER sheet_freezes AFTER INSERT ON counts_countsheet FOR EACH ROW WHEN (NEW.freezes) EXECUTE FUNCTION counts_sheet_freezes();

CREATE FUNCTION counts_place_frozen() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    place record;
BEGIN
    IF NOT EXISTS (SELECT FROM counts_frozenplace) THEN
        RETURN NULL;
    END IF;
    SELECT s.name, l.code INTO place
    FROM counts_frozenplace f JOIN counts_countsheet s ON s.id = f.sheet_id JOIN warehouses_location l ON l.id = f.location_id
    WHERE EXISTS (
        SELECT FROM new_rows n JOIN stock_stockdocument d ON d.id = n.document_id
        WHERE n.company_id = f.company_id AND f.location_id IN (n.from_location_id, n.to_location_id)
          AND (d.origin_type, d.origin_id) IS DISTINCT FROM ('counts.countsheet', f.sheet_id))
    ORDER BY l.code LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'To move goods from or to %, finish count sheet % first; it froze the place.', place.code, place.name
            USING ERRCODE = 'check_violation', CONSTRAINT = 'place_not_frozen';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER place_frozen AFTER INSERT ON stock_move REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION counts_place_frozen();

CREATE FUNCTION counts_line_place_frozen() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    other text;
BEGIN
    SELECT s.name INTO other FROM new_rows n
    JOIN counts_frozenplace f ON f.company_id = n.company_id AND f.location_id = n.location_id AND f.sheet_id <> n.sheet_id
    JOIN counts_countsheet s ON s.id = f.sheet_id LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'To count here, finish count sheet % first; it froze the place.', other
            USING ERRCODE = 'check_violation', CONSTRAINT = 'place_frozen_by_one';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER line_place_frozen AFTER INSERT ON counts_countline REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION counts_line_place_frozen();
