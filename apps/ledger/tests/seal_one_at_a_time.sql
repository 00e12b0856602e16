-- Entries are sealed in commit order: number, and hash = sha256(previous hash || the entry and its lines as one JSON text).
-- A seal names its form: which columns the text covers. New columns of a line come with a new form; old seals keep theirs.
-- Form 2 covers the dimensions, form 3 the part of a line in its tax. An entry of an older form was made before there were any, so it may
-- have none.
-- One sealer at a time per company. Only ledger_seal() writes seals.
CREATE FUNCTION ledger_canonical(entry ledger_entry) RETURNS text LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT jsonb_build_array(
        entry.id, entry.company_id, entry.journal_id, entry.period_id, entry.date, entry.document_date, entry.reference,
        entry.memo, entry.line_count, entry.total, entry.source_type, entry.source_id, entry.kind, entry.reverses_id,
        entry.actor_id, to_char(entry.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'),
        (SELECT jsonb_agg(jsonb_build_array(
            l.line_no, l.id, l.date, l.account_id, l.debit, l.credit, l.currency_id, l.amount_currency, l.rate, l.party_id,
            l.due_date, l.tax_id, l.tax_base, l.memo) ORDER BY l.line_no, l.id)
         FROM ledger_entryline l WHERE l.entry_id = entry.id))::text
$$;

CREATE FUNCTION ledger_canonical(entry ledger_entry, form integer) RETURNS text LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT CASE form WHEN 3 THEN jsonb_build_array(
        3, entry.id, entry.company_id, entry.journal_id, entry.period_id, entry.date, entry.document_date, entry.reference,
        entry.memo, entry.line_count, entry.total, entry.source_type, entry.source_id, entry.kind, entry.reverses_id,
        entry.actor_id, to_char(entry.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'),
        (SELECT jsonb_agg(jsonb_build_array(
            l.line_no, l.id, l.date, l.account_id, l.debit, l.credit, l.currency_id, l.amount_currency, l.rate, l.party_id,
            l.due_date, l.tax_id, l.tax_base, l.memo, l.dimensions, l.tax_role) ORDER BY l.line_no, l.id)
         FROM ledger_entryline l WHERE l.entry_id = entry.id))::text
    WHEN 2 THEN CASE WHEN NOT EXISTS (SELECT FROM ledger_entryline l WHERE l.entry_id = entry.id AND l.tax_role <> '') THEN jsonb_build_array(
        2, entry.id, entry.company_id, entry.journal_id, entry.period_id, entry.date, entry.document_date, entry.reference,
        entry.memo, entry.line_count, entry.total, entry.source_type, entry.source_id, entry.kind, entry.reverses_id,
        entry.actor_id, to_char(entry.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'),
        (SELECT jsonb_agg(jsonb_build_array(
            l.line_no, l.id, l.date, l.account_id, l.debit, l.credit, l.currency_id, l.amount_currency, l.rate, l.party_id,
            l.due_date, l.tax_id, l.tax_base, l.memo, l.dimensions) ORDER BY l.line_no, l.id)
         FROM ledger_entryline l WHERE l.entry_id = entry.id))::text END
    WHEN 1 THEN CASE WHEN NOT EXISTS (
        SELECT FROM ledger_entryline l WHERE l.entry_id = entry.id AND (l.dimensions <> '{}' OR l.tax_role <> ''))
        THEN ledger_canonical(entry) END
    END
$$;

CREATE FUNCTION ledger_link(previous text, canonical text) RETURNS text LANGUAGE sql IMMUTABLE SET search_path = public, pg_temp AS $$
    SELECT encode(sha256(convert_to(previous || canonical, 'UTF8')), 'hex')
$$;

CREATE FUNCTION ledger_seal(company uuid, newest_after uuid, most integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    sealed integer := 0;
    head_number bigint;
    head_hash text;
    next_hash text;
    newest_form CONSTANT integer := 3;
    unsealed ledger_entry;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('ledger.seal:' || company, 0));
    SELECT number, hash INTO head_number, head_hash FROM ledger_seal WHERE company_id = company ORDER BY number DESC LIMIT 1;
    head_number := coalesce(head_number, 0);
    head_hash := coalesce(head_hash, '');
    FOR unsealed IN
        SELECT e.* FROM ledger_entry e
        WHERE e.company_id = company AND e.id >= newest_after AND NOT EXISTS (SELECT FROM ledger_seal s WHERE s.entry_id = e.id)
        ORDER BY e.id LIMIT most
    LOOP
        next_hash := ledger_link(head_hash, ledger_canonical(unsealed, newest_form));
        head_number := head_number + 1;
        INSERT INTO ledger_seal (id, company_id, entry_id, number, previous_hash, hash, form, at)
        VALUES (gen_random_uuid(), company, unsealed.id, head_number, head_hash, next_hash, newest_form, clock_timestamp());
        head_hash := next_hash;
        sealed := sealed + 1;
    END LOOP;
    RETURN sealed;
END $$;
