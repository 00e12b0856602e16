-- A location stays in its warehouse and kind and with its owner, and lies within a location of the same warehouse, never within itself.
-- The warehouse is locked, so that two changes of one tree wait for each other.
CREATE FUNCTION warehouses_location_tree() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    above uuid := NEW.parent_id;
    house uuid;
BEGIN
    IF TG_OP = 'UPDATE' AND (NEW.warehouse_id, NEW.kind, NEW.owner_id)
            IS DISTINCT FROM (OLD.warehouse_id, OLD.kind, OLD.owner_id) THEN
        RAISE EXCEPTION 'Location % stays in its warehouse and kind and with its owner; make a new one.', OLD.code
            USING ERRCODE = 'check_violation', CONSTRAINT = 'location_stays';
    END IF;
    PERFORM FROM warehouses_warehouse w WHERE w.id = NEW.warehouse_id FOR NO KEY UPDATE;
    WHILE above IS NOT NULL LOOP
        IF above = NEW.id THEN
            RAISE EXCEPTION 'Location % lies within itself; choose a place outside it.', NEW.code
                USING ERRCODE = 'check_violation', CONSTRAINT = 'location_tree';
        END IF;
        SELECT l.parent_id, l.warehouse_id INTO above, house FROM warehouses_location l WHERE l.id = above;
        IF house IS DISTINCT FROM NEW.warehouse_id THEN
            RAISE EXCEPTION 'Location % lies in another warehouse than the place it is within.', NEW.code
                USING ERRCODE = 'check_violation', CONSTRAINT = 'location_tree';
        END IF;
    END LOOP;
    RETURN NEW;
END $$;
CREATE TRIGGER location_tree BEFORE INSERT OR UPDATE OF parent_id, warehouse_id, kind, owner_id ON warehouses_location
    FOR EACH ROW EXECUTE FUNCTION warehouses_location_tree();
