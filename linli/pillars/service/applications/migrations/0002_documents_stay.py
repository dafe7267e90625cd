"""A document keeps its number, its kind and the step that issued it; only what it says can be sealed anew or erased."""

from django.db import migrations

STAYS = """
CREATE FUNCTION applications_document_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR (NEW.application_id, NEW.kind, NEW.number, NEW.step_id, NEW.issued_at)
     IS DISTINCT FROM (OLD.application_id, OLD.kind, OLD.number, OLD.step_id, OLD.issued_at) THEN
    RAISE EXCEPTION 'a document stays as it was issued' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER applications_document_stays BEFORE UPDATE OR DELETE ON applications_document
  FOR EACH ROW EXECUTE FUNCTION applications_document_stays();
"""
UNDO = """
DROP TRIGGER applications_document_stays ON applications_document; DROP FUNCTION applications_document_stays;
"""


class Migration(migrations.Migration):
    dependencies = [("applications", "0001_initial")]

    operations = [migrations.RunSQL(STAYS, UNDO)]
