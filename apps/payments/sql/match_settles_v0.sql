DROP TRIGGER match_settles ON payments_match;
DROP FUNCTION payments_match_settles();
