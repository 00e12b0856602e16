-- A place with a capacity never holds more: all goods together, in their stock units.
-- Whoever brings goods locks such places in key order, after the levels (the trigger's name comes after move_applied), then adds up.
-- Whoever gives a place a capacity waits for those who bring goods there (their moves hold its key), and adds up too.
CREATE FUNCTION picking_move_capacity() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp SET enable_seqscan = off SET enable_hashjoin = off SET jit = off AS $$
DECLARE
    place record;
    lying numeric;
BEGIN
    FOR place IN
        SELECT l.id, l.code, l.capacity FROM warehouses_location l
        WHERE l.id IN (SELECT n.to_location_id FROM new_rows n) AND l.capacity IS NOT NULL
        ORDER BY l.id FOR NO KEY UPDATE
    LOOP
        SELECT sum(v.on_hand) INTO lying FROM stock_level v WHERE v.location_id = place.id;
        IF lying > place.capacity THEN
            RAISE EXCEPTION 'Place % holds at most %; % would lie there.', place.code, trim_scale(place.capacity), trim_scale(lying)
                USING ERRCODE = 'check_violation', CONSTRAINT = 'location_capacity';
        END IF;
    END LOOP;
    RETURN NULL;
END $$;
CREATE TRIGGER move_capacity AFTER INSERT ON stock_move REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION picking_move_capacity();

CREATE FUNCTION picking_location_capacity() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
DECLARE
    lying numeric;
BEGIN
    PERFORM FROM warehouses_location l WHERE l.id = NEW.id FOR UPDATE;
    SELECT sum(v.on_hand) INTO lying FROM stock_level v WHERE v.location_id = NEW.id;
    IF lying > NEW.capacity THEN
        RAISE EXCEPTION 'Place % cannot hold only %; % lie there.', NEW.code, trim_scale(NEW.capacity), trim_scale(lying)
            USING ERRCODE = 'check_violation', CONSTRAINT = 'location_capacity';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER location_capacity BEFORE UPDATE OF capacity ON warehouses_location FOR EACH ROW
    WHEN (NEW.capacity IS NOT NULL AND NEW.capacity IS DISTINCT FROM OLD.capacity)
    EXECUTE FUNCTION picking_location_capacity();
