DROP TRIGGER statement_follows ON bank_bankstatement;
DROP FUNCTION bank_statement_follows();
