-- The lines of a document that left its editable statuses are neither added, changed nor removed.
-- Arguments: the document's table, the column of the line that names it, the document's status column,
-- its editable statuses, the line's columns that may still change.
-- The document is locked first: whoever changes its status waits for us, or we see the status it was given.
CREATE FUNCTION core_frozen_lines() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    key text := TG_ARGV[1];
    free text[] := TG_ARGV[4]::text[];
    touched uuid[];
    document uuid;
    status text;
BEGIN
    IF TG_OP = 'INSERT' THEN
        SELECT array_agg(DISTINCT (to_jsonb(n)->>key)::uuid) INTO touched FROM new_rows n;
    ELSIF TG_OP = 'DELETE' THEN
        SELECT array_agg(DISTINCT (to_jsonb(o)->>key)::uuid) INTO touched FROM old_rows o;
    ELSE
        SELECT array_agg(DISTINCT parent) INTO touched
        FROM (SELECT to_jsonb(o) - free AS a, to_jsonb(o)->>'id' AS a_id FROM old_rows o OFFSET 0) before
        FULL JOIN (SELECT to_jsonb(n) - free AS b, to_jsonb(n)->>'id' AS b_id FROM new_rows n OFFSET 0) after ON a_id = b_id,
        LATERAL (VALUES ((a->>key)::uuid), ((b->>key)::uuid)) AS parents(parent)
        WHERE a IS DISTINCT FROM b;
    END IF;
    FOREACH document IN ARRAY coalesce(touched, '{}') LOOP  -- DISTINCT sorts: documents are locked in key order
        CONTINUE WHEN document IS NULL;
        EXECUTE format('SELECT %I FROM %I WHERE id = $1 FOR NO KEY UPDATE', TG_ARGV[2], TG_ARGV[0])
            INTO status USING document;
        IF status <> ALL (TG_ARGV[3]::text[]) THEN
            RAISE EXCEPTION 'A row of % that is % keeps its lines; correct it with a new document.', TG_ARGV[0], status
                USING ERRCODE = 'check_violation', CONSTRAINT = 'frozen', TABLE = TG_TABLE_NAME;
        END IF;
    END LOOP;
    RETURN NULL;
END $$;
