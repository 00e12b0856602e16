-- A line of a bank statement has a number up to the statement's count, so that a whole statement never grows, and is
-- of the statement's account.
CREATE FUNCTION bank_statement_line_fits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM new_rows n JOIN bank_bankstatement s ON s.id = n.statement_id
        WHERE n.line_no NOT BETWEEN 1 AND s.line_count OR n.bank_account_id <> s.bank_account_id
    ) THEN
        RAISE EXCEPTION 'Import another statement; a whole one takes no further line.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'statement_line_fits', TABLE = 'bank_bankstatementline';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER statement_line_fits AFTER INSERT ON bank_bankstatementline REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION bank_statement_line_fits();
