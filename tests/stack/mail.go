package stack

import (
	"encoding/json"
	"fmt"
	"net"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// MailSink is the process that takes every mail of a stack and keeps it. It is none of Processes: it
// is not ours.
const MailSink = "mailpit"

// mailSinkSettings begins the names of its variables.
const mailSinkSettings = "MP_"

const (
	// A mail leaves an outbox: after a sink that was down it is tried again some seconds later.
	mailWithin = 60 * time.Second
	sinkWithin = 20 * time.Second
)

// Mail is one that the sink took.
type Mail struct {
	Subject, Text, HTML string
	// MessageID is the same in every copy of a mail.
	MessageID string
}

var link = regexp.MustCompile(`https?://[^\s<>"]+`)

// Link is the first URL of the text, without the punctuation of its sentence.
func (m Mail) Link(t testing.TB) string {
	t.Helper()
	found := link.FindString(m.Text)
	if found == "" {
		t.Fatalf("the mail %q has no link:\n%s", m.Subject, m.Text)
	}
	return strings.TrimRight(found, ".,;:!?)")
}

// WaitForMail waits for a mail to an address with that in its subject: the newest, when there are
// several.
func (s *Stack) WaitForMail(t testing.TB, to, subjectPart string) Mail {
	t.Helper()
	var mail Mail
	Eventually(t, mailWithin, fmt.Sprintf("%s has a mail of %q", to, subjectPart), func() bool {
		mails, _ := s.mailsTo(to)
		for _, found := range mails {
			if strings.Contains(found.Subject, subjectPart) {
				return s.readSink("/api/v1/message/"+found.ID, &mail) == nil
			}
		}
		return false
	})
	mail.Text = strings.ReplaceAll(mail.Text, "\r\n", "\n")
	mail.HTML = strings.ReplaceAll(mail.HTML, "\r\n", "\n")
	return mail
}

// MailCount is how many mails the sink has taken for an address.
func (s *Stack) MailCount(t testing.TB, to string) int {
	t.Helper()
	mails, err := s.mailsTo(to)
	if err != nil {
		t.Fatal(err)
	}
	return len(mails)
}

// StopMail ends the sink at once; what it took stays.
func (s *Stack) StopMail(t testing.TB) {
	t.Helper()
	s.Kill(t, MailSink)
}

// StartMail starts it again, and waits until it takes mails.
func (s *Stack) StartMail(t testing.TB) {
	t.Helper()
	s.StartProcess(t, MailSink)
	Eventually(t, sinkWithin, "the mail sink answers", func() bool {
		return s.readSink("/api/v1/info", &struct{}{}) == nil && listens(s.Environment(t, MailSink)["MP_SMTP_BIND_ADDR"])
	})
}

type listedMail struct {
	ID, Subject string
	To          []struct{ Address string }
}

// mailsTo lists the mails to an address, the newest first.
func (s *Stack) mailsTo(to string) ([]listedMail, error) {
	var answer struct {
		Messages []listedMail `json:"messages"`
	}
	query := url.Values{"query": {`to:"` + to + `"`}, "limit": {"500"}}
	err := s.readSink("/api/v1/search?"+query.Encode(), &answer)
	// The sink finds parts of addresses too.
	return slices.DeleteFunc(answer.Messages, func(mail listedMail) bool {
		return len(mail.To) != 1 || !strings.EqualFold(mail.To[0].Address, to)
	}), err
}

// readSink reads an answer of the sink's API.
func (s *Stack) readSink(path string, into any) error {
	answer, err := s.Send(Request{Method: "GET", Path: s.MailURL + path})
	if err != nil {
		return err
	}
	if answer.Status != 200 {
		return fmt.Errorf("GET %s: %d %s", path, answer.Status, answer.Body)
	}
	return json.Unmarshal(answer.Body, into)
}

func listens(address string) bool {
	conn, err := net.Dial("tcp", address)
	if err == nil {
		_ = conn.Close()
	}
	return err == nil
}
