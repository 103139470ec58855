-- Appointments and entries of the waitlist follow the workflow of their patient: each move is audited.
-- +goose Up

DROP TRIGGER appointments_audit ON appointments;
CREATE TRIGGER appointments_audit AFTER INSERT OR UPDATE ON appointments
  FOR EACH ROW EXECUTE FUNCTION audit_row_change(
    'Appointment', 'id', 'start_at', 'end_at', 'patient_id', 'patient_doc_type_id',
    'patient_doc_number', 'patient_workflow', 'practitioner_id', 'practitioner_doc_type_id',
    'practitioner_doc_number', 'location_id', 'room_id', 'modality', 'state', 'notification_state',
    'appointment_type', 'comment', 'custom_fields', 'overbook_reason', 'owner_id', 'version',
    'created_at', 'updated_at', 'deleted_at');

DROP TRIGGER waitlist_entries_audit ON waitlist_entries;
CREATE TRIGGER waitlist_entries_audit AFTER INSERT OR UPDATE ON waitlist_entries
  FOR EACH ROW EXECUTE FUNCTION audit_row_change(
    'WaitlistEntry', 'id', 'patient_id', 'patient_workflow', 'practitioner_id', 'specialty',
    'location_id', 'city', 'appointment_type', 'duration_minutes', 'modality', 'eps_id', 'language',
    'earliest_at', 'latest_at', 'days', 'part_of_day', 'status', 'hold_id', 'appointment_id',
    'version', 'created_at', 'updated_at', 'deleted_at');
