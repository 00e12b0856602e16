-- A document that left its editable statuses keeps its values and stays; the triggers' conditions say which statuses those are.
-- Arguments: the status column, the columns that may still change.
CREATE FUNCTION core_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    status text := to_jsonb(OLD)->>TG_ARGV[0];
    free text[] := TG_ARGV[1]::text[] || TG_ARGV[0];
    changed text;
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'A row of % that is % stays; cancel or reverse it instead of deleting it.', TG_TABLE_NAME, status
            USING ERRCODE = 'check_violation', CONSTRAINT = 'frozen', TABLE = TG_TABLE_NAME;
    END IF;
    SELECT string_agg(field, ', ') INTO changed
    FROM jsonb_each(to_jsonb(OLD) - free) AS o(field, value) WHERE to_jsonb(NEW)->field IS DISTINCT FROM value;
    IF changed IS NOT NULL THEN
        RAISE EXCEPTION 'A row of % that is % keeps its %; correct it with a new document.', TG_TABLE_NAME, status, changed
            USING ERRCODE = 'check_violation', CONSTRAINT = 'frozen', TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NEW;
END $$;
