-- Every statement that changes an audited table records each row's change, who made it and in which request.
CREATE FUNCTION core_audit() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    actor uuid := nullif(current_setting('erp.user_id', true), '')::uuid;
    request text := coalesce(current_setting('erp.request_id', true), '');
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO core_auditrow (company_id, at, table_name, row_id, operation, actor_id, request_id, database_role, old, new)
        SELECT (row->>'company_id')::uuid, clock_timestamp(), TG_TABLE_NAME, row->>'id', 'insert', actor, request, session_user, NULL, row
        FROM (SELECT to_jsonb(n) - 'password' AS row FROM new_rows n) inserted;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO core_auditrow (company_id, at, table_name, row_id, operation, actor_id, request_id, database_role, old, new)
        SELECT (row->>'company_id')::uuid, clock_timestamp(), TG_TABLE_NAME, row->>'id', 'delete', actor, request, session_user, row, NULL
        FROM (SELECT to_jsonb(o) - 'password' AS row FROM old_rows o) deleted;
    ELSE
        INSERT INTO core_auditrow (company_id, at, table_name, row_id, operation, actor_id, request_id, database_role, old, new)
        SELECT (b->>'company_id')::uuid, clock_timestamp(), TG_TABLE_NAME, b->>'id', 'update', actor, request, session_user,
               (SELECT coalesce(jsonb_object_agg(key, value), '{}') FROM jsonb_each(a) WHERE b->key IS DISTINCT FROM value),
               (SELECT coalesce(jsonb_object_agg(key, value), '{}') FROM jsonb_each(b) WHERE a->key IS DISTINCT FROM value)
        FROM (SELECT to_jsonb(o) - 'password' AS a, to_jsonb(n) - 'password' AS b
              FROM old_rows o JOIN new_rows n USING (id)) updated;
    END IF;
    RETURN NULL;
END $$;
