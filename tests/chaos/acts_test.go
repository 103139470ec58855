package chaos

import (
	"encoding/json"
	"strconv"
	"time"

	"enlace.dev/tests/stack"
)

// someone is a patient of the caller's clinic.
func (c *caller) someone() known {
	if one, there := c.ledger.someone(c.clinic.ID, c.random.Int()); there {
		return one
	}
	return c.own
}

func (c *caller) register() {
	number := stack.NewDocument()
	if c.random.IntN(10) == 0 {
		// The document is taken.
		number = c.someone().number
	}
	body := c.clinic.PatientBody(number)
	body["customFields"] = c.tags()
	_, o := c.write("registration", "POST", "/v1/patients", body)
	c.ledger.note(o, func() {
		c.ledger.patients = append(c.ledger.patients, write{c.tag(), c.clinic.ID, o.ID, o.Fate})
		if o.Fate == acknowledged {
			c.ledger.known[c.clinic.ID] = append(c.ledger.known[c.clinic.ID], known{o.ID, number})
		}
	})
}

// drawStart is one of a few times, so that bookings meet. No other call books that year.
func (c *caller) drawStart() time.Time {
	return time.Date(2061, 6, 1, 12, 0, 0, 0, time.UTC).Add(time.Duration(c.random.IntN(400)) * 10 * time.Minute)
}

func (c *caller) book() {
	start := c.drawStart()
	body := c.clinic.BookingBody(c.someone().number, start.Format(time.RFC3339), start.Add(20*time.Minute).Format(time.RFC3339))
	body["customFields"] = c.tags()
	_, o := c.write("booking", "POST", "/v1/appointments", body)
	c.ledger.note(o, func() {
		c.ledger.bookings = append(c.ledger.bookings, write{c.tag(), c.clinic.ID, o.ID, o.Fate})
	})
}

// change sets what nobody else sets.
func (c *caller) change() {
	fields := stack.Object{"change": c.tag(), "clinic": c.clinic.Name}
	_, o := c.write("change", "PATCH", "/v1/patients/"+c.own.id, stack.Object{"customFields": fields})
	c.ledger.note(o, func() { c.ledger.comments[c.own.id].set(c.tag(), o.Fate) })
}

// reschedule moves what nobody else moves.
func (c *caller) reschedule() {
	start := c.drawStart()
	_, o := c.write("reschedule", "PATCH", "/v1/appointments/"+c.appointment,
		stack.Object{"startAppointment": start.Format(time.RFC3339)})
	c.ledger.note(o, func() { c.ledger.starts[c.appointment].set(strconv.FormatInt(start.Unix(), 10), o.Fate) })
}

func (h *held) set(value string, f fate) { h.changes = append(h.changes, change{value, f}) }

func (c *caller) cancel() {
	id, there := c.ledger.aBooking(c.clinic.ID, c.random.Int())
	if !there {
		return
	}
	_, o := c.write("cancellation", "POST", "/v1/appointments/"+id+"/cancel", stack.Object{})
	c.ledger.note(o, func() {
		if o.Fate == acknowledged {
			c.ledger.cancelled = append(c.ledger.cancelled, id)
		}
	})
}

// labelled is a row that says whose it is.
type labelled struct {
	ID           string
	CustomFields struct{ Clinic string }
}

func (c *caller) read() {
	one := c.someone()
	answer, o := c.look("read", "/v1/patients/"+one.id)
	c.ledger.note(o, func() {
		c.ledger.reads = append(c.ledger.reads, read{c.tag(), one.id, o.Fate == acknowledged})
		var row labelled
		if o.Fate == acknowledged && (json.Unmarshal(answer.Body, &row) != nil || row.ID != one.id || row.CustomFields.Clinic != c.clinic.Name) {
			c.ledger.foreign = append(c.ledger.foreign, c.tag()+" answered "+string(answer.Body))
		}
	})
}

func (c *caller) list() {
	answer, o := c.look("list", "/v1/patients?pageSize=20")
	c.ledger.note(o, func() {
		var page struct{ Patients []labelled }
		if o.Fate != acknowledged {
			return
		}
		if json.Unmarshal(answer.Body, &page) != nil {
			c.ledger.foreign = append(c.ledger.foreign, c.tag()+" answered "+string(answer.Body))
		}
		for _, row := range page.Patients {
			if row.CustomFields.Clinic != c.clinic.Name {
				c.ledger.foreign = append(c.ledger.foreign, c.tag()+" listed "+row.ID)
			}
		}
	})
}

// lookAway asks for a patient of the other clinic.
func (c *caller) lookAway() {
	one, there := c.ledger.someone(c.other.ID, c.random.Int())
	if !there {
		return
	}
	answer, o := c.look("foreign read", "/v1/patients/"+one.id)
	c.ledger.note(o, func() {
		if o.Fate == acknowledged {
			c.ledger.foreign = append(c.ledger.foreign, c.tag()+" was shown "+string(answer.Body))
		}
	})
}
