package strictjson

import (
	"fmt"
	"strconv"
	"strings"

	"enlace.dev/gateway/internal/edge/problem"
	"enlace.dev/gateway/internal/edge/reason"
	"github.com/go-json-experiment/json/jsontext"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// scanner walks one body beside the descriptor of its message and gathers what is wrong.
type scanner struct {
	dec        *jsontext.Decoder
	inPath     map[string]string
	keys       int
	muted      int
	violations []problem.Violation
	cleared    []string
	// cuts are the members that have to go; dirty tells of a violation whose member is not yet among them.
	cuts  []span
	dirty bool
}

func (s *scanner) refuse(field string, why reason.Said) {
	if s.muted > 0 {
		return
	}
	s.dirty = true
	if len(s.violations) < MaxViolations {
		s.violations = append(s.violations, problem.Violation{Field: field, Said: why})
	}
}

// cutFrom cuts the member that began there when something in it was refused that no inner cut took.
func (s *scanner) cutFrom(start int64, inner int) {
	if s.dirty && s.muted == 0 {
		s.cuts = append(s.cuts[:inner], span{start, s.dec.InputOffset()})
		s.dirty = false
	}
}

// skip reads a value about which enough was said already.
func (s *scanner) skip(path string) error {
	s.muted++
	defer func() { s.muted-- }()
	return s.free(path)
}

// wrongType names the field and reads past its value.
func (s *scanner) wrongType(path string, expected reason.Said) error {
	s.refuse(path, expected)
	return s.skip(path)
}

// open reads the beginning of an object or a list.
func (s *scanner) open() error {
	if _, err := s.dec.ReadToken(); err != nil {
		return err
	}
	if s.dec.StackDepth() > MaxDepth {
		return &fatal{problem.Violation{Said: reason.TooDeepBody(strconv.Itoa(MaxDepth))}}
	}
	return nil
}

// members reads an object and calls visit for each name, which reads the value. Names are compared
// by what `identity` makes of them.
func (s *scanner) members(path string, identity func(string) string, visit func(name, at string) error) error {
	if err := s.open(); err != nil {
		return err
	}
	// What is wrong beside this object is not cut with a member of it.
	beside := s.dirty
	s.dirty = false
	seen := map[string]bool{}
	for s.dec.PeekKind() != '}' {
		start, cuts := s.dec.InputOffset(), len(s.cuts)
		token, err := s.dec.ReadToken()
		if err != nil {
			return err
		}
		if s.keys++; s.keys > MaxKeys {
			return &fatal{problem.Violation{Said: reason.TooManyKeysBody(strconv.Itoa(MaxKeys))}}
		}
		name := token.String()
		at := join(path, name)
		if strings.ContainsRune(name, 0) {
			s.refuse(at, reason.Nul())
		}
		if id := identity(name); seen[id] {
			s.refuse(at, reason.DuplicateKey())
			err = s.skip(at)
		} else {
			seen[id] = true
			err = visit(name, at)
		}
		if err != nil {
			return err
		}
		s.cutFrom(start, cuts)
	}
	s.dirty = s.dirty || beside
	_, err := s.dec.ReadToken()
	return err
}

// elements reads a list and calls visit for each element; it returns how many there were.
func (s *scanner) elements(path string, visit func(at string) error) (int, error) {
	if err := s.open(); err != nil {
		return 0, err
	}
	n := 0
	for ; s.dec.PeekKind() != ']'; n++ {
		if err := visit(fmt.Sprintf("%s[%d]", path, n)); err != nil {
			return n, err
		}
	}
	_, err := s.dec.ReadToken()
	return n, err
}

// object reads an object whose members are the fields of md; none at all when md is nil.
func (s *scanner) object(md protoreflect.MessageDescriptor, path string, top bool) error {
	identity := func(name string) string {
		if fd := lookup(md, name); fd != nil {
			return fd.JSONName()
		}
		return name
	}
	clears := top && md != nil && md.Fields().ByName(clearFields) != nil
	return s.members(path, identity, func(name, at string) error {
		fd := lookup(md, name)
		if fd == nil || (top && fd.Name() == clearFields) {
			s.refuse(at, unknown(md, name))
			return s.skip(at)
		}
		value, bound := s.inPath[string(fd.Name())]
		if s.dec.PeekKind() == 'n' {
			if clears && !bound && !ofTheCall[fd.Name()] {
				s.cleared = append(s.cleared, fd.JSONName())
			}
			_, err := s.dec.ReadToken()
			return err
		}
		if bound && top {
			return s.sameAsPath(at, value)
		}
		n, err := s.field(fd, at)
		if err == nil && n == 0 && clears && fd.IsList() {
			s.cleared = append(s.cleared, fd.JSONName())
		}
		return err
	})
}

func (s *scanner) sameAsPath(at, value string) error {
	if s.dec.PeekKind() != '"' {
		return s.wrongType(at, reason.WrongType())
	}
	token, err := s.dec.ReadToken()
	if err == nil && token.String() != value {
		s.refuse(at, reason.PathMismatch())
	}
	return err
}

// free reads any JSON value: what a google.protobuf.Struct may hold.
func (s *scanner) free(path string) error {
	switch s.dec.PeekKind() {
	case '{':
		return s.members(path, func(name string) string { return name },
			func(_, at string) error { return s.free(at) })
	case '[':
		_, err := s.elements(path, s.free)
		return err
	}
	token, err := s.dec.ReadToken()
	if err != nil {
		return err
	}
	switch token.Kind() {
	case '"':
		s.text(path, token.String())
	case '0':
		s.number(path, token.String())
	}
	return nil
}

func (s *scanner) text(path, value string) {
	if strings.ContainsRune(value, 0) {
		s.refuse(path, reason.Nul())
	}
}

func lookup(md protoreflect.MessageDescriptor, name string) protoreflect.FieldDescriptor {
	if md == nil {
		return nil
	}
	if fd := md.Fields().ByJSONName(name); fd != nil {
		return fd
	}
	return md.Fields().ByTextName(name)
}

// unknown proposes the field that differs only in case, hyphens or underscores.
func unknown(md protoreflect.MessageDescriptor, name string) reason.Said {
	if md != nil {
		bare := strings.NewReplacer("_", "", "-", "", " ", "")
		for i := range md.Fields().Len() {
			fd := md.Fields().Get(i)
			if fd.Name() != clearFields && strings.EqualFold(bare.Replace(name), fd.JSONName()) {
				return reason.UnknownFieldMeant(fd.JSONName())
			}
		}
	}
	return reason.UnknownField()
}

// join makes the dotted path of a member; a name from outside is cut so that answers stay small.
func join(path, name string) string {
	const longest = 64
	// A name of so few bytes has no more characters.
	if len(name) > longest {
		if runes := []rune(name); len(runes) > longest {
			name = string(runes[:longest]) + "…"
		}
	}
	if path == "" {
		return name
	}
	return path + "." + name
}
