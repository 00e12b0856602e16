DROP TRIGGER keep_currency ON companies_company;
DROP FUNCTION companies_keep_currency();
