DROP TRIGGER series_forward ON core_numberseries;
DROP FUNCTION core_series_forward();
