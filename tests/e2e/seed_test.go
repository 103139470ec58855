package e2e

import (
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"enlace.dev/tests/stack"
)

var shownOnce = regexp.MustCompile(`administrator (\S+), temporary password \(shown once\): (\S+)`)

func seed(t *testing.T) string {
	t.Helper()
	out, err := exec.Command(filepath.Join(stack.Root(), "scripts", "seed.sh"), enlace.Dir).CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return string(out)
}

func TestTheSeedMakesTwoClinicsWithWorkflowsAndAnAdministratorEach(t *testing.T) {
	shown := map[string]string{}
	for _, match := range shownOnce.FindAllStringSubmatch(seed(t), -1) {
		shown[match[1]] = match[2]
	}
	for slug, want := range map[string][]string{"alpha": {"patient_questions", "prior_auth"}, "beta": {"patient_questions"}} {
		key, err := os.ReadFile(filepath.Join(enlace.Dir, "secrets", slug+".key"))
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, w := range enlace.Must(t, http.StatusOK, stack.Request{Method: "GET", Path: "/v1/workflows", Key: strings.TrimSpace(string(key))}).
			Objects(t, "workflows") {
			names = append(names, w.Text("name"))
			fields := w.Member("patientSchema").Objects(t, "fields")
			if w.Text("name") == "prior_auth" && (len(fields) != 13 || fields[11].Text("key") != "prior_auth_status" || fields[11].Text("default") != "Pending") {
				t.Errorf("prior_auth asks for %v", fields)
			}
		}
		if !slices.Equal(names, want) {
			t.Errorf("%s has the workflows %v", slug, names)
		}
		email := "admin@" + slug + ".example"
		login := enlace.Must(t, http.StatusOK, stack.Request{Method: "POST", Path: "/v1/auth/login",
			Body: stack.Object{"email": email, "password": shown[email]}})
		if login.Text("next") != "PASSWORD_CHANGE_REQUIRED" {
			t.Errorf("%s is answered %v", email, login)
		}
		enlace.Must(t, http.StatusNoContent, stack.Request{Method: "POST", Path: "/v1/auth/password/reset",
			Body: stack.Object{"token": login.Text("resetToken"), "newPassword": stack.Password}})
		again := enlace.Must(t, http.StatusOK, stack.Request{Method: "POST", Path: "/v1/auth/login",
			Body: stack.Object{"email": email, "password": stack.Password}})
		if len(again.Objects(t, "workflows")) != len(want) || again.Text("accessToken") == "" {
			t.Errorf("%s signs in with %v", email, again)
		}
	}
	if again := seed(t); strings.Contains(again, "password") {
		t.Errorf("a second seed says %s", again)
	}
}
