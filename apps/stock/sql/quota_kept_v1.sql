-- A quota begins with what its channel has promised already, keeps product, warehouse and channel, and its sum is moved by reservations alone.
-- Whoever changes reservations of a channel holds the channel shared before looking for quotas, so none is made between their look and
-- their commit: the sum a quota begins with misses nothing. Whoever makes a quota does not queue for the channel: those who hold levels
-- would stand behind it, and behind them those who hold the channel.
CREATE FUNCTION stock_quota_begins() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp SET enable_seqscan = off SET jit = off AS $$
BEGIN
    FOR attempt IN 1..100 LOOP
        BEGIN
            PERFORM FROM stock_saleschannel h WHERE h.company_id = NEW.company_id AND h.id = NEW.channel_id FOR UPDATE NOWAIT;
            EXIT;
        EXCEPTION WHEN lock_not_available THEN
            IF attempt = 100 THEN
                RAISE EXCEPTION 'Orders of the channel are being promised goods; make its quota in a moment.'
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'quota_begins_alone';
            END IF;
            PERFORM pg_sleep(0.02);
        END;
    END LOOP;
    SELECT coalesce(sum(r.quantity), 0) INTO NEW.promised
    FROM stock_reservation r JOIN warehouses_location l ON l.id = r.location_id
    WHERE r.company_id = NEW.company_id AND r.channel_id = NEW.channel_id AND r.product_id = NEW.product_id
      AND l.warehouse_id = NEW.warehouse_id;
    IF NEW.promised > NEW.quantity THEN
        RAISE EXCEPTION 'The channel has % promised already; give a quota of at least as much.', trim_scale(NEW.promised)
            USING ERRCODE = 'check_violation', CONSTRAINT = 'quota_covers_promised';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER quota_begins BEFORE INSERT ON stock_channelquota FOR EACH ROW EXECUTE FUNCTION stock_quota_begins();

CREATE FUNCTION stock_quota_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A quota keeps its product, warehouse and channel; make another one.'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'quota_stays';
END $$;
CREATE TRIGGER quota_stays BEFORE UPDATE ON stock_channelquota FOR EACH ROW
    WHEN ((OLD.company_id, OLD.product_id, OLD.warehouse_id, OLD.channel_id)
          IS DISTINCT FROM (NEW.company_id, NEW.product_id, NEW.warehouse_id, NEW.channel_id))
    EXECUTE FUNCTION stock_quota_stays();

CREATE FUNCTION stock_promised_by_reservations() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'What a channel has promised is the sum of its reservations; reserve or release.'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'promised_by_reservations';
END $$;
CREATE TRIGGER promised_by_reservations BEFORE UPDATE OF promised ON stock_channelquota FOR EACH ROW
    WHEN (OLD.promised <> NEW.promised AND pg_trigger_depth() = 0) EXECUTE FUNCTION stock_promised_by_reservations();
