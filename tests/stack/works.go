package stack

// Works tells whether the clinic can register, book, read its audit and its tenant: whether every
// process, and every connection between two of them, is as it should be.
func (c *Clinic) Works() bool {
	number := NewDocument()
	start, end := NewSlot()
	return c.stack.Ready() &&
		c.answers(201, "POST", "/v1/patients", c.PatientBody(number)) &&
		c.answers(201, "POST", "/v1/appointments", c.BookingBody(number, start, end)) &&
		c.answers(200, "GET", "/v1/audit/events?pageSize=1", nil) &&
		c.answers(200, "GET", "/v1/tenants/me", nil)
}

func (c *Clinic) answers(status int, method, path string, body any) bool {
	answer, err := c.stack.Send(Request{Method: method, Path: path, Key: c.Key, Body: body})
	return err == nil && answer.Status == status
}
