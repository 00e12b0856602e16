-- Every statement that changes an audited table records each row's change, who made it and in which request.
-- Arguments: the primary key's column, the column that names the company ('' for none), the columns left out.
CREATE FUNCTION core_audit() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    actor uuid := nullif(current_setting('erp.user_id', true), '')::uuid;
    request text := coalesce(current_setting('erp.request_id', true), '');
    key text := TG_ARGV[0];
    company text := TG_ARGV[1];
    hidden text[] := TG_ARGV[2]::text[];
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO core_auditrow (company_id, at, table_name, row_id, operation, actor_id, request_id, database_role, old, new)
        SELECT (row->>company)::uuid, clock_timestamp(), TG_TABLE_NAME, row->>key, 'insert', actor, request, session_user, NULL, row
        FROM (SELECT to_jsonb(n) - hidden AS row FROM new_rows n OFFSET 0) inserted;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO core_auditrow (company_id, at, table_name, row_id, operation, actor_id, request_id, database_role, old, new)
        SELECT (row->>company)::uuid, clock_timestamp(), TG_TABLE_NAME, row->>key, 'delete', actor, request, session_user, row, NULL
        FROM (SELECT to_jsonb(o) - hidden AS row FROM old_rows o OFFSET 0) deleted;
    ELSE
        -- A full join is never a nested loop, however many rows the statement changed, and keeps rows whose key changed.
        INSERT INTO core_auditrow (company_id, at, table_name, row_id, operation, actor_id, request_id, database_role, old, new)
        SELECT (coalesce(a, b)->>company)::uuid, clock_timestamp(), TG_TABLE_NAME, coalesce(a, b)->>key, 'update',
               actor, request, session_user,
               (SELECT coalesce(jsonb_object_agg(field, value), '{}') FROM jsonb_each(a) AS o(field, value)
                WHERE b->field IS DISTINCT FROM value),
               (SELECT coalesce(jsonb_object_agg(field, value), '{}') FROM jsonb_each(b) AS n(field, value)
                WHERE a->field IS DISTINCT FROM value)
        FROM (SELECT to_jsonb(o) - hidden AS a, to_jsonb(o)->>key AS a_key FROM old_rows o OFFSET 0) before
        FULL JOIN (SELECT to_jsonb(n) - hidden AS b, to_jsonb(n)->>key AS b_key FROM new_rows n OFFSET 0) after
               ON a_key = b_key;
    END IF;
    RETURN NULL;
END $$;
