-- A document's status moves only along its life cycle. The triggers' conditions hold the allowed moves; whoever gets here is refused.
-- Argument: the status column.
CREATE FUNCTION core_lifecycle() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    was text := to_jsonb(OLD)->>TG_ARGV[0];
    wanted text := to_jsonb(NEW)->>TG_ARGV[0];
BEGIN
    IF TG_OP = 'INSERT' THEN
        RAISE EXCEPTION 'A row of % cannot begin as %; write it in its first status.', TG_TABLE_NAME, wanted
            USING ERRCODE = 'check_violation', CONSTRAINT = 'lifecycle', TABLE = TG_TABLE_NAME;
    END IF;
    RAISE EXCEPTION 'A row of % cannot go from % to %; read it again and take a step its life cycle allows.',
        TG_TABLE_NAME, was, wanted
        USING ERRCODE = 'check_violation', CONSTRAINT = 'lifecycle', TABLE = TG_TABLE_NAME;
END $$;
