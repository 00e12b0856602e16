-- A number series counts forward and stays what it is: numbers once given are never given again.
CREATE FUNCTION core_series_forward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Series % of % counts forward from %; its numbers are not given twice.', OLD.code, OLD.year, OLD.next_number
        USING ERRCODE = 'check_violation', CONSTRAINT = 'series_forward';
END $$;
CREATE TRIGGER series_forward BEFORE UPDATE ON core_numberseries FOR EACH ROW
    WHEN (NEW.next_number < OLD.next_number
          OR (NEW.id, NEW.company_id, NEW.code, NEW.year) IS DISTINCT FROM (OLD.id, OLD.company_id, OLD.code, OLD.year))
    EXECUTE FUNCTION core_series_forward();
