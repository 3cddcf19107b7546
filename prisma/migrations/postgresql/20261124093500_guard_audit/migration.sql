-- The audit log is only ever added to: nothing in it is changed, and nothing of the last 180 days is deleted.
-- The driver cuts a script at each semicolon, also inside a body: those of the body are written as \x3b.
CREATE FUNCTION "guardAudit"() RETURNS trigger LANGUAGE plpgsql AS E'
BEGIN
  IF TG_OP = ''UPDATE'' THEN
    RAISE EXCEPTION ''the audit log is only added to''\x3b
  END IF\x3b
  IF OLD."at" > (EXTRACT(EPOCH FROM now()) - 180 * 86400) * 1000 THEN
    RAISE EXCEPTION ''the audit log is kept for 180 days''\x3b
  END IF\x3b
  RETURN OLD\x3b
END';

CREATE TRIGGER "AuditEntry_guarded" BEFORE UPDATE OR DELETE ON "AuditEntry" FOR EACH ROW EXECUTE FUNCTION "guardAudit"();
