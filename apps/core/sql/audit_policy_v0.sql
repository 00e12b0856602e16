DROP POLICY audit_rows ON core_auditrow;
