DROP TRIGGER deferral_adds_up ON ledger_deferral;
DROP FUNCTION ledger_deferral_adds_up();
DROP TRIGGER deferral_part_stands ON ledger_deferralpart;
DROP FUNCTION ledger_deferral_part_stands();
