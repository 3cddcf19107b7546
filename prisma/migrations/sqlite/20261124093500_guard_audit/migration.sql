-- The audit log is only ever added to: nothing in it is changed, and nothing of the last 180 days is deleted.
CREATE TRIGGER "AuditEntry_unchanged" BEFORE UPDATE ON "AuditEntry"
BEGIN
  SELECT RAISE(ABORT, 'the audit log is only added to');
END;

CREATE TRIGGER "AuditEntry_kept" BEFORE DELETE ON "AuditEntry"
WHEN OLD."at" > (CAST(strftime('%s', 'now') AS INTEGER) - 180 * 86400) * 1000
BEGIN
  SELECT RAISE(ABORT, 'the audit log is kept for 180 days');
END;
