package contract

import (
	"testing"
	"time"

	"enlace.dev/tests/stack"
)

// auditCases are what is told of proofs that there are none.
func auditCases(t *testing.T) []goldenCase {
	t.Helper()
	clinic, id := enlace.NewClinic(t, "Golden Audit"), stack.NewID()
	of := "tenant_id = '" + stack.UUID(t, clinic.ID) + "'"
	unsigned := get("AUDIT_NOT_SEALED", "the proof of an event of this moment", "/v1/audit/events/"+id+"/proof").with(clinic.Key, nil)
	// A record that nobody sealed, at the end of a chain of which nothing more is to come: so nobody
	// signs it before somebody looks for what is left over.
	unsigned.prepare = func(t *testing.T) {
		database := stack.Database(stack.Audit)
		stack.Eventually(t, 30*time.Second, "the clinic's audit is signed to its end", func() bool {
			return enlace.OutboxIsEmpty(t) && enlace.Count(t, database, "SELECT (SELECT count(*) FROM audit_unsealed WHERE "+of+
				") + (SELECT count(*) FROM audit_leaves WHERE "+of+
				") - (SELECT coalesce(max(size), 0) FROM audit_checkpoints WHERE "+of+")") == 0
		})
		enlace.Exec(t, database, "INSERT INTO audit_leaves SELECT tenant_id, max(position) + 1, '"+stack.UUID(t, id)+
			"', now(), sha256('') FROM audit_leaves WHERE "+of+" GROUP BY tenant_id")
	}
	return []goldenCase{
		get("NOT_FOUND.audit-event", "the proof of an absent event", "/v1/audit/events/"+stack.NewID()+"/proof"),
		unsigned,
	}
}
