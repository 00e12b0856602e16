DROP TRIGGER open_spans ON payments_match;
DROP FUNCTION credit_match_ends_span();
DROP FUNCTION credit_spans_of(uuid[]);
DROP INDEX credit_openspan_covers_day;
