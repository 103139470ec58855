package main

import "testing"

func TestTenantsShareTheNumbersWithoutOverlap(t *testing.T) {
	tenants := PlanTenants()
	if len(tenants) != tenantCount || tenants[0].Patients != patientCount/2 {
		t.Fatalf("%d tenants, the first with %d patients", len(tenants), tenants[0].Patients)
	}
	total := int64(0)
	for i, tenant := range tenants {
		if tenant.FirstPatient != firstPatient+total {
			t.Errorf("tenant %d begins at %d", i, tenant.FirstPatient)
		}
		total += tenant.Patients
		if i > 0 && tenant.FirstDoctor < tenants[i-1].FirstDoctor+tenants[i-1].Doctors {
			t.Errorf("tenant %d shares doctors with the one before", i)
		}
	}
	if total < patientCount*99/100 || total > patientCount {
		t.Errorf("%d patients in all", total)
	}
}

func TestASeededNumberHasOneID(t *testing.T) {
	uuid, err := uuidOf(seededID(firstPatient + 7))
	if err != nil || uuid != "01990000-0000-7000-8000-100000000007" {
		t.Errorf("%s, %v", uuid, err)
	}
	if _, err := uuidOf("none"); err == nil {
		t.Error("a text was taken for an id")
	}
}
