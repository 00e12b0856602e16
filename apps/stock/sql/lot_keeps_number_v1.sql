-- A lot that has moved keeps its number: delivery notes, labels and recalls name it. A move holds the lot it names, so no move slips in between.
CREATE FUNCTION stock_lot_keeps_number() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM stock_move m WHERE m.company_id = OLD.company_id AND m.lot_id = OLD.id) THEN
        RAISE EXCEPTION 'Lot % has moved under its number and keeps it; move the goods to another lot.', OLD.number
            USING ERRCODE = 'check_violation', CONSTRAINT = 'lot_keeps_number';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER lot_keeps_number BEFORE UPDATE ON stock_lot FOR EACH ROW
    WHEN (NEW.number <> OLD.number) EXECUTE FUNCTION stock_lot_keeps_number();
