-- A place is put on hold when nothing that lies there is promised. Its levels are locked in key order first, then the place itself, so
-- that whoever reserves waits, and nothing comes in unseen; what was promised until then is read afterwards.
CREATE FUNCTION stock_location_hold() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp SET enable_seqscan = off SET jit = off AS $$
DECLARE
    promised numeric;
BEGIN
    PERFORM FROM stock_level v WHERE v.location_id = NEW.id
    ORDER BY v.product_id, v.location_id, v.lot_id NULLS FIRST FOR NO KEY UPDATE;
    PERFORM FROM warehouses_location l WHERE l.id = NEW.id FOR UPDATE;
    SELECT sum(v.reserved) INTO promised FROM stock_level v WHERE v.location_id = NEW.id;
    IF promised > 0 THEN
        RAISE EXCEPTION 'Of what lies in place %, % are promised; ship or release them before it is put on hold.',
            NEW.code, trim_scale(promised)
            USING ERRCODE = 'check_violation', CONSTRAINT = 'hold_nothing_promised';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER location_hold BEFORE UPDATE OF is_held ON warehouses_location FOR EACH ROW
    WHEN (NEW.is_held AND NOT OLD.is_held) EXECUTE FUNCTION stock_location_hold();
