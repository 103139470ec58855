package e2e

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"enlace.dev/tests/stack"
)

// A block of commands and the statuses that its calls answer, as the comment above it says.
var guideBlock = regexp.MustCompile("(?s)<!-- answers: ([0-9 ]+) -->\n```sh\n(.*?)```")

// guideBlocks answers the statuses and the commands of each block; every block of commands must have statuses.
func guideBlocks(t *testing.T, parts ...string) [][]string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(append([]string{stack.Root(), "docs"}, parts...)...))
	if err != nil {
		t.Fatal(err)
	}
	blocks := guideBlock.FindAllStringSubmatch(string(text), -1)
	if all := strings.Count(string(text), "```sh\n"); len(blocks) == 0 || len(blocks) != all {
		t.Fatalf("%v: %d of %d blocks say what they answer", parts, len(blocks), all)
	}
	return blocks
}

func TestTheGuidesCommandsAnswerAsItSays(t *testing.T) {
	clinic := enlace.NewClinic(t, "Guide")
	folder := t.TempDir()
	if err := os.Mkdir(filepath.Join(folder, ".local"), 0o700); err != nil {
		t.Fatal(err)
	}
	settings := "ENLACE_URL=" + enlace.URL + "\nENLACE_API_KEY=" + clinic.Key + "\n"
	if err := os.WriteFile(filepath.Join(folder, ".local", "demo.env"), []byte(settings), 0o600); err != nil {
		t.Fatal(err)
	}
	script := "curl() { command curl --write-out '%{stderr}%{http_code}\\n' \"$@\"; }\n"
	var want strings.Builder
	for _, block := range guideBlocks(t, "conversation.md") {
		script += block[2]
		want.WriteString(strings.Join(strings.Fields(block[1]), "\n") + "\n")
	}
	command := exec.Command("bash", "-euo", "pipefail", "-c", script)
	command.Dir = folder
	var answers, statuses bytes.Buffer
	command.Stdout, command.Stderr = &answers, &statuses
	if err := command.Run(); err != nil || statuses.String() != want.String() {
		t.Fatalf("%v: answered\n%s\nnot\n%s\n%s", err, &statuses, &want, &answers)
	}
	if !strings.Contains(answers.String(), "SLOT_TAKEN") || !strings.Contains(answers.String(), "PART_OF_DAY") {
		t.Errorf("the answers lack what the guide explains: %s", &answers)
	}
}

func TestTheGuidesOfBothLanguagesHaveTheSameCommands(t *testing.T) {
	english, spanish := guideBlocks(t, "conversation.md"), guideBlocks(t, "es", "conversacion.md")
	if len(english) != len(spanish) {
		t.Fatalf("%d blocks in English, %d in Spanish", len(english), len(spanish))
	}
	for i := range english {
		if english[i][0] != spanish[i][0] {
			t.Errorf("English:\n%s\nSpanish:\n%s", english[i][0], spanish[i][0])
		}
	}
}
