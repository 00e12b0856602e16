DROP TRIGGER statement_line_fits ON bank_bankstatementline;
DROP FUNCTION bank_statement_line_fits();
