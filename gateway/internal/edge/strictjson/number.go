package strictjson

import (
	"math"
	"strconv"
	"strings"

	"enlace.dev/gateway/internal/edge/reason"
)

const (
	largestNumber  = 1e30
	largestInteger = 1 << 53
)

// number judges a JSON number by its digits, before anything rounds it.
func (s *scanner) number(path, digits string) {
	value, err := strconv.ParseFloat(digits, 64)
	switch {
	case err != nil || math.Abs(value) > largestNumber:
		s.refuse(path, reason.NumberTooLarge())
	case !strings.ContainsAny(digits, ".eE") && !exactInteger(digits):
		s.refuse(path, reason.IntegerTooLarge())
	}
}

func exactInteger(digits string) bool {
	n, err := strconv.ParseUint(strings.TrimPrefix(digits, "-"), 10, 64)
	return err == nil && n <= largestInteger
}
