-- The dimensions of a line are values of its company that are in use on its date, and its account's rules are kept.
-- A reversal carries what it reverses; entries of the opening and closing journals need no dimension.
CREATE FUNCTION ledger_dimension_rules(accounts uuid[])
RETURNS TABLE (account_id uuid, dimension_id uuid, policy text, default_id uuid, account_code text, dimension_name text, dimension_names jsonb)
LANGUAGE sql STABLE AS $$
    SELECT DISTINCT ON (a.id, r.dimension_id) a.id, r.dimension_id, r.policy, r.default_id, a.code, d.name, d.name_i18n
    FROM ledger_dimensionrule r
    JOIN ledger_dimension d ON d.id = r.dimension_id AND d.is_active
    JOIN ledger_account a ON a.id = r.account_id OR r.account_id IS NULL AND a.type = r.account_type
    WHERE a.id = ANY (accounts)
    ORDER BY a.id, r.dimension_id, r.account_id NULLS LAST
$$;

CREATE FUNCTION ledger_entry_dimensions() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    wrong record;
BEGIN
    IF EXISTS (SELECT FROM new_rows WHERE dimensions <> '{}') THEN
        SELECT n.date, d.key, d.value INTO wrong
        FROM (SELECT DISTINCT l.company_id, l.date, l.dimensions, e.reverses_id IS NOT NULL AS mirrors
              FROM new_rows l JOIN ledger_entry e ON e.id = l.entry_id WHERE l.dimensions <> '{}') n
        CROSS JOIN LATERAL jsonb_each_text(CASE jsonb_typeof(n.dimensions) WHEN 'object' THEN n.dimensions ELSE '{"not": "an object"}' END) d
        LEFT JOIN ledger_dimensionvalue v
            ON v.company_id = n.company_id AND v.id::text = d.value AND v.dimension_id::text = d.key
        WHERE v.id IS NULL
           OR NOT n.mirrors AND NOT (v.is_active AND n.date >= coalesce(v.valid_from, n.date) AND n.date <= coalesce(v.valid_to, n.date))
        LIMIT 1;
        IF FOUND THEN
            RAISE EXCEPTION 'On %, dimension % has no value % in use.', wrong.date, wrong.key, coalesce(wrong.value, 'null')
                USING ERRCODE = 'check_violation', CONSTRAINT = 'entry_line_dimensions_known', TABLE = 'ledger_entryline';
        END IF;
    END IF;
    IF EXISTS (SELECT FROM ledger_dimensionrule WHERE policy <> 'optional') THEN
        SELECT r.account_code, r.dimension_name, r.policy INTO wrong
        FROM new_rows n
        JOIN ledger_dimension_rules(ARRAY(SELECT DISTINCT account_id FROM new_rows)) r ON r.account_id = n.account_id
        JOIN ledger_entry e ON e.id = n.entry_id AND e.reverses_id IS NULL
        JOIN ledger_journal j ON j.id = e.journal_id AND j.type NOT IN ('opening', 'closing')
        WHERE r.policy = 'required' AND NOT n.dimensions ? r.dimension_id::text
           OR r.policy = 'forbidden' AND n.dimensions ? r.dimension_id::text
        LIMIT 1;
        IF FOUND THEN
            RAISE EXCEPTION 'On lines of account %, dimension % is %.', wrong.account_code, wrong.dimension_name, wrong.policy
                USING ERRCODE = 'check_violation', CONSTRAINT = 'entry_line_dimension_rules', TABLE = 'ledger_entryline';
        END IF;
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER entry_dimensions AFTER INSERT ON ledger_entryline REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_entry_dimensions();
