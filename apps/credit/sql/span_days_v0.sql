CREATE INDEX credit_openspan_covers_day ON credit_openspan USING gist (company_id, daterange(start, "end"));
