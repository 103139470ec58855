// Code generated from proto/enlace/common/v1/reasons.proto by scripts/generate.sh. DO NOT EDIT.

package reason

// Cancelled: The call was cancelled.
func Cancelled() Said {
	return Said{Name: "CANCELLED"}
}

// Unknown: Something went wrong on our side; the request id identifies it.
func Unknown() Said {
	return Said{Name: "UNKNOWN"}
}

// InvalidArgument: The request is not valid.
func InvalidArgument() Said {
	return Said{Name: "INVALID_ARGUMENT"}
}

// DeadlineExceeded: The answer took too long; a repeat may find the work done.
func DeadlineExceeded() Said {
	return Said{Name: "DEADLINE_EXCEEDED"}
}

// DeadlineExceededNotBegun: The deadline passed before the work began; nothing was stored.
func DeadlineExceededNotBegun() Said {
	return Said{Name: "DEADLINE_EXCEEDED", wording: "NOT_BEGUN"}
}

// NotFound: There is no such resource.
func NotFound() Said {
	return Said{Name: "NOT_FOUND"}
}

// NotFoundPatient: There is no such patient.
func NotFoundPatient() Said {
	return Said{Name: "NOT_FOUND", wording: "PATIENT"}
}

// NotFoundAppointment: There is no such appointment.
func NotFoundAppointment() Said {
	return Said{Name: "NOT_FOUND", wording: "APPOINTMENT"}
}

// NotFoundDoctor: There is no such doctor.
func NotFoundDoctor() Said {
	return Said{Name: "NOT_FOUND", wording: "DOCTOR"}
}

// NotFoundSite: There is no such site.
func NotFoundSite() Said {
	return Said{Name: "NOT_FOUND", wording: "SITE"}
}

// NotFoundApiKey: There is no such API key.
func NotFoundApiKey() Said {
	return Said{Name: "NOT_FOUND", wording: "API_KEY"}
}

// NotFoundTenant: There is no such tenant.
func NotFoundTenant() Said {
	return Said{Name: "NOT_FOUND", wording: "TENANT"}
}

// NotFoundHold: There is no such hold, or it has ended.
func NotFoundHold() Said {
	return Said{Name: "NOT_FOUND", wording: "HOLD"}
}

// NotFoundCatalog: There is no such catalogue; GET /v1/catalogs lists them.
func NotFoundCatalog() Said {
	return Said{Name: "NOT_FOUND", wording: "CATALOG"}
}

// NotFoundAppointmentType: There is no such appointment type.
func NotFoundAppointmentType() Said {
	return Said{Name: "NOT_FOUND", wording: "APPOINTMENT_TYPE"}
}

// NotFoundRoom: There is no such room.
func NotFoundRoom() Said {
	return Said{Name: "NOT_FOUND", wording: "ROOM"}
}

// NotFoundCalendarFeed: There is no such calendar feed.
func NotFoundCalendarFeed() Said {
	return Said{Name: "NOT_FOUND", wording: "CALENDAR_FEED"}
}

// NotFoundPractitionerRole: There is no such practitioner role.
func NotFoundPractitionerRole() Said {
	return Said{Name: "NOT_FOUND", wording: "PRACTITIONER_ROLE"}
}

// NotFoundScheduleException: There is no such schedule exception.
func NotFoundScheduleException() Said {
	return Said{Name: "NOT_FOUND", wording: "SCHEDULE_EXCEPTION"}
}

// NotFoundWaitlistEntry: There is no such entry on the waitlist, or it is over.
func NotFoundWaitlistEntry() Said {
	return Said{Name: "NOT_FOUND", wording: "WAITLIST_ENTRY"}
}

// NotFoundSession: You have no open session of this id.
func NotFoundSession() Said {
	return Said{Name: "NOT_FOUND", wording: "SESSION"}
}

// NotFoundMember: There is no such member of the clinic.
func NotFoundMember() Said {
	return Said{Name: "NOT_FOUND", wording: "MEMBER"}
}

// NotFoundWorkflow: The clinic has no such workflow.
func NotFoundWorkflow() Said {
	return Said{Name: "NOT_FOUND", wording: "WORKFLOW"}
}

// NotFoundAuditEvent: There is no such audit event.
func NotFoundAuditEvent() Said {
	return Said{Name: "NOT_FOUND", wording: "AUDIT_EVENT"}
}

// NotFoundAuditCheckpoint: This audit has no checkpoint yet: one is signed within a minute in which a record came.
func NotFoundAuditCheckpoint() Said {
	return Said{Name: "NOT_FOUND", wording: "AUDIT_CHECKPOINT"}
}

// NotFoundInvitation: There is no such open invitation.
func NotFoundInvitation() Said {
	return Said{Name: "NOT_FOUND", wording: "INVITATION"}
}

// NotFoundTerms: No such terms were published; GET /v1/terms lists those in force.
func NotFoundTerms() Said {
	return Said{Name: "NOT_FOUND", wording: "TERMS"}
}

// NotFoundTermsAcceptance: You have not accepted terms under this id.
func NotFoundTermsAcceptance() Said {
	return Said{Name: "NOT_FOUND", wording: "TERMS_ACCEPTANCE"}
}

// AlreadyExists: It exists already.
func AlreadyExists() Said {
	return Said{Name: "ALREADY_EXISTS"}
}

// AlreadyExistsOverlap: It overlaps one that exists already.
func AlreadyExistsOverlap() Said {
	return Said{Name: "ALREADY_EXISTS", wording: "OVERLAP"}
}

// AlreadyExistsSlug: slug: another tenant has it; send another one.
func AlreadyExistsSlug() Said {
	return Said{Name: "ALREADY_EXISTS", wording: "SLUG"}
}

// AlreadyExistsHostName: {field}: the name leads to another tenant; send another one.
func AlreadyExistsHostName(field string) Said {
	return Said{Name: "ALREADY_EXISTS", wording: "HOST_NAME", filled: []string{"{field}", field}}
}

// AlreadyExistsClinic: clinicName: you have a clinic of this name already; sign in with POST /v1/auth/login, or send another name.
func AlreadyExistsClinic() Said {
	return Said{Name: "ALREADY_EXISTS", wording: "CLINIC"}
}

// AlreadyExistsMember: email: this person is a member of the clinic already; change the role with PATCH /v1/members/{id}.
func AlreadyExistsMember(id string) Said {
	return Said{Name: "ALREADY_EXISTS", wording: "MEMBER", filled: []string{"{id}", id}}
}

// AlreadyExistsAdministrator: The clinic has an administrator, who invites others with POST /v1/invitations.
func AlreadyExistsAdministrator() Said {
	return Said{Name: "ALREADY_EXISTS", wording: "ADMINISTRATOR"}
}

// AlreadyExistsUser: email: somebody signs in with it already; an administrator of the clinic invites that person with POST /v1/invitations.
func AlreadyExistsUser() Said {
	return Said{Name: "ALREADY_EXISTS", wording: "USER"}
}

// AlreadyExistsWorkflow: name: the clinic has a workflow of this name; change it with PATCH /v1/workflows.
func AlreadyExistsWorkflow() Said {
	return Said{Name: "ALREADY_EXISTS", wording: "WORKFLOW"}
}

// AlreadyExistsEmployeeId: employeeId: another member of the clinic has it; send another one.
func AlreadyExistsEmployeeId() Said {
	return Said{Name: "ALREADY_EXISTS", wording: "EMPLOYEE_ID"}
}

// PermissionDenied: This credential may not do that.
func PermissionDenied() Said {
	return Said{Name: "PERMISSION_DENIED"}
}

// Unauthenticated: Send a valid API key in the header X-Api-Key, or an access token as Authorization: Bearer.
func Unauthenticated() Said {
	return Said{Name: "UNAUTHENTICATED"}
}

// ResourceExhausted: Too much at once; repeat after a moment.
func ResourceExhausted() Said {
	return Said{Name: "RESOURCE_EXHAUSTED"}
}

// FailedPrecondition: The resource's state does not allow it.
func FailedPrecondition() Said {
	return Said{Name: "FAILED_PRECONDITION"}
}

// Aborted: Another call got in between; repeat it.
func Aborted() Said {
	return Said{Name: "ABORTED"}
}

// OutOfRange: A value is out of range.
func OutOfRange() Said {
	return Said{Name: "OUT_OF_RANGE"}
}

// Unimplemented: This call does not exist here.
func Unimplemented() Said {
	return Said{Name: "UNIMPLEMENTED"}
}

// Internal: Something went wrong on our side; the request id identifies it.
func Internal() Said {
	return Said{Name: "INTERNAL"}
}

// Unavailable: A part of the system is not reachable; repeat after a moment.
func Unavailable() Said {
	return Said{Name: "UNAVAILABLE"}
}

// UnavailableDatabase: The database is not available; repeat after a moment.
func UnavailableDatabase() Said {
	return Said{Name: "UNAVAILABLE", wording: "DATABASE"}
}

// UnavailableAuth: The auth service can't be reached; repeat after a moment.
func UnavailableAuth() Said {
	return Said{Name: "UNAVAILABLE", wording: "AUTH"}
}

// UnavailablePatients: The patient service can't be reached; nothing was stored. Repeat after a moment.
func UnavailablePatients() Said {
	return Said{Name: "UNAVAILABLE", wording: "PATIENTS"}
}

// UnavailableAccessRecord: The access could not be recorded, so nothing is shown; repeat after a moment.
func UnavailableAccessRecord() Said {
	return Said{Name: "UNAVAILABLE", wording: "ACCESS_RECORD"}
}

// DataLoss: Something went wrong on our side; the request id identifies it.
func DataLoss() Said {
	return Said{Name: "DATA_LOSS"}
}

// FieldViolation: The request is not valid; `violations` says why, field by field.
func FieldViolation() Said {
	return Said{Name: "FIELD_VIOLATION"}
}

// CredentialMissing: No credential: send an API key in the header X-Api-Key, or an access token as Authorization: Bearer.
func CredentialMissing() Said {
	return Said{Name: "CREDENTIAL_MISSING"}
}

// CredentialInvalid: The credential is not valid: it is wrong, expired or revoked, or there are two.
func CredentialInvalid() Said {
	return Said{Name: "CREDENTIAL_INVALID"}
}

// RoleNotAllowed: The role of this credential may not make this call.
func RoleNotAllowed() Said {
	return Said{Name: "ROLE_NOT_ALLOWED"}
}

// RoleNotAllowedLimited: This credential is limited to some of the clinic's workflows, and the call tells of all of them.
func RoleNotAllowedLimited() Said {
	return Said{Name: "ROLE_NOT_ALLOWED", wording: "LIMITED"}
}

// RoleNotAllowedActing: Who acts in a clinic's name adds nobody and makes no keys: ask an administrator of the clinic.
func RoleNotAllowedActing() Said {
	return Said{Name: "ROLE_NOT_ALLOWED", wording: "ACTING"}
}

// RoleNotAllowedSuperAdmin: Only a super admin with a second factor may act in another clinic's name.
func RoleNotAllowedSuperAdmin() Said {
	return Said{Name: "ROLE_NOT_ALLOWED", wording: "SUPER_ADMIN"}
}

// RoleNotAllowedCertificate: Services alone make this call, and this connection's certificate is of none that does: connect with the service's own.
func RoleNotAllowedCertificate() Said {
	return Said{Name: "ROLE_NOT_ALLOWED", wording: "CERTIFICATE"}
}

// ScopeMissing: The API key needs the scope {scopes}.
func ScopeMissing(scopes string) Said {
	return Said{Name: "SCOPE_MISSING", filled: []string{"{scopes}", scopes}}
}

// ScopeMissingAny: The API key needs one of the scopes {scopes}.
func ScopeMissingAny(scopes string) Said {
	return Said{Name: "SCOPE_MISSING", wording: "ANY", filled: []string{"{scopes}", scopes}}
}

// ScopeMissingListPatients: Listing patients without docTypeId and docNumber, email or phone needs the scope patients:list.
func ScopeMissingListPatients() Said {
	return Said{Name: "SCOPE_MISSING", wording: "LIST_PATIENTS"}
}

// ScopeMissingListAppointments: Listing appointments without patientId, or patientDocTypeId and patientDocNumber, needs the scope appointments:list.
func ScopeMissingListAppointments() Said {
	return Said{Name: "SCOPE_MISSING", wording: "LIST_APPOINTMENTS"}
}

// ScopeMissingOverbook: An overbookReason, for a time that the doctor has no more, needs the scope appointments:overbook.
func ScopeMissingOverbook() Said {
	return Said{Name: "SCOPE_MISSING", wording: "OVERBOOK"}
}

// ScopeMissingRotation: The key to be rotated has the scope {scopes}, which the calling key lacks.
func ScopeMissingRotation(scopes string) Said {
	return Said{Name: "SCOPE_MISSING", wording: "ROTATION", filled: []string{"{scopes}", scopes}}
}

// DocumentExists: Another patient has this docTypeId and docNumber.
func DocumentExists() Said {
	return Said{Name: "DOCUMENT_EXISTS"}
}

// DocumentExistsDoctor: Another doctor has this docTypeId and docNumber.
func DocumentExistsDoctor() Said {
	return Said{Name: "DOCUMENT_EXISTS", wording: "DOCTOR"}
}

// NpiExists: Another doctor has this npi.
func NpiExists() Said {
	return Said{Name: "NPI_EXISTS"}
}

// HasAppointments: The doctor still has appointments to come; cancel them first, or deactivate the doctor instead.
func HasAppointments() Said {
	return Said{Name: "HAS_APPOINTMENTS"}
}

// HasAppointmentsSite: The site still has appointments to come; move or cancel them first, or deactivate the site instead.
func HasAppointmentsSite() Said {
	return Said{Name: "HAS_APPOINTMENTS", wording: "SITE"}
}

// HasAppointmentsRoom: The room still has appointments to come; give them another room or cancel them first, or deactivate the room instead.
func HasAppointmentsRoom() Said {
	return Said{Name: "HAS_APPOINTMENTS", wording: "ROOM"}
}

// MainSite: This is the main site, and others are active; make one of them the main site first.
func MainSite() Said {
	return Said{Name: "MAIN_SITE"}
}

// MainSiteStays: The main site stays it until another one is made the main site.
func MainSiteStays() Said {
	return Said{Name: "MAIN_SITE", wording: "STAYS"}
}

// SlotTaken: The doctor already has an appointment that overlaps this time; choose another time or another doctor.
func SlotTaken() Said {
	return Said{Name: "SLOT_TAKEN"}
}

// RoomTaken: The doctor is free, but every room of the site is taken at this time; choose another time or another site.
func RoomTaken() Said {
	return Said{Name: "ROOM_TAKEN"}
}

// RoomTakenNamed: The room is taken at this time; choose another time or another room, or leave roomId out.
func RoomTakenNamed() Said {
	return Said{Name: "ROOM_TAKEN", wording: "NAMED"}
}

// OfferUsed: An appointment was booked by this offer already; search again for another.
func OfferUsed() Said {
	return Said{Name: "OFFER_USED"}
}

// TooManyHolds: This credential holds {most} times already: book or release one, or wait until one ends.
func TooManyHolds(most string) Said {
	return Said{Name: "TOO_MANY_HOLDS", filled: []string{"{most}", most}}
}

// TooManyHoldsPatient: {most} times are held for this patient already: book or release one, or wait until one ends.
func TooManyHoldsPatient(most string) Said {
	return Said{Name: "TOO_MANY_HOLDS", wording: "PATIENT", filled: []string{"{most}", most}}
}

// TooManyWaitlistEntries: This patient waits on the waitlist {most} times already: book or leave one of them first.
func TooManyWaitlistEntries(most string) Said {
	return Said{Name: "TOO_MANY_WAITLIST_ENTRIES", filled: []string{"{most}", most}}
}

// NoOpenOffer: This entry of the waitlist has no such open offer: it was booked, declined or has expired.
func NoOpenOffer() Said {
	return Said{Name: "NO_OPEN_OFFER"}
}

// SignInRefused: The e-mail or the password is wrong.
func SignInRefused() Said {
	return Said{Name: "SIGN_IN_REFUSED"}
}

// SignInRefusedRegistration: The clinic can't be registered with this e-mail and password: whoever has a user already sends the password of that user.
func SignInRefusedRegistration() Said {
	return Said{Name: "SIGN_IN_REFUSED", wording: "REGISTRATION"}
}

// SignInRefusedChange: password: it is not your present password.
func SignInRefusedChange() Said {
	return Said{Name: "SIGN_IN_REFUSED", wording: "CHANGE"}
}

// SignInRefusedInvitation: password: it is not the password of the user that this e-mail has already.
func SignInRefusedInvitation() Said {
	return Said{Name: "SIGN_IN_REFUSED", wording: "INVITATION"}
}

// SignInRefusedTemporary: The temporary password has expired: ask the clinic's administrator for a new one, or set a password with POST /v1/auth/password/forgot.
func SignInRefusedTemporary() Said {
	return Said{Name: "SIGN_IN_REFUSED", wording: "TEMPORARY"}
}

// RefreshTokenInvalid: The refresh token is not valid: it was used before, has expired, or its session has ended; sign in again.
func RefreshTokenInvalid() Said {
	return Said{Name: "REFRESH_TOKEN_INVALID"}
}

// TooManySignIns: Too many sign-ins of this e-mail or registrations from this address have failed; repeat after 5 s.
func TooManySignIns() Said {
	return Said{Name: "TOO_MANY_SIGN_INS"}
}

// TooManySignInsMail: Too many mails were asked for this address; repeat after 5 s.
func TooManySignInsMail() Said {
	return Said{Name: "TOO_MANY_SIGN_INS", wording: "MAIL"}
}

// NoMembership: You belong to no active clinic.
func NoMembership() Said {
	return Said{Name: "NO_MEMBERSHIP"}
}

// NoMembershipTenant: tenantId: you do not belong to this clinic, or it is not active.
func NoMembershipTenant() Said {
	return Said{Name: "NO_MEMBERSHIP", wording: "TENANT"}
}

// MailLinkInvalid: token: the link is not valid: it was used, has expired or was withdrawn; ask for a new one.
func MailLinkInvalid() Said {
	return Said{Name: "MAIL_LINK_INVALID"}
}

// LastAdmin: This is the clinic's last active administrator: give the role ORGANIZATION_ADMIN to somebody else first.
func LastAdmin() Said {
	return Said{Name: "LAST_ADMIN"}
}

// EmailNotVerified: Verify your own e-mail before you invite others: open the link in the mail that POST /v1/auth/email/send-verification sends.
func EmailNotVerified() Said {
	return Said{Name: "EMAIL_NOT_VERIFIED"}
}

// OwnMfa: This is your own second factor: sign in by one of your recovery codes, and enroll a new one.
func OwnMfa() Said {
	return Said{Name: "OWN_MFA"}
}

// MemberElsewhere: This person belongs to other clinics too, whose access the second factor protects: ask the platform's operators to remove it.
func MemberElsewhere() Said {
	return Said{Name: "MEMBER_ELSEWHERE"}
}

// MfaAbsent: This person has no second factor: it enrolls one at its next sign-in.
func MfaAbsent() Said {
	return Said{Name: "MFA_ABSENT"}
}

// MfaTokenInvalid: mfaToken: it is not valid, or older than 5 minutes; sign in again with POST /v1/auth/login.
func MfaTokenInvalid() Said {
	return Said{Name: "MFA_TOKEN_INVALID"}
}

// MfaCodeInvalid: code: it is wrong, was used before, or its 30 seconds are over; wait for the next code of the authenticator, or send a recovery code.
func MfaCodeInvalid() Said {
	return Said{Name: "MFA_CODE_INVALID"}
}

// PlanLimit: The plan's {most} patients are all there: delete some, or change the plan with POST /v1/tenants/plan.
func PlanLimit(most string) Said {
	return Said{Name: "PLAN_LIMIT", filled: []string{"{most}", most}}
}

// PlanLimitDoctors: The plan's {most} doctors are all there: delete some, or change the plan with POST /v1/tenants/plan.
func PlanLimitDoctors(most string) Said {
	return Said{Name: "PLAN_LIMIT", wording: "DOCTORS", filled: []string{"{most}", most}}
}

// PlanLimitDowngrade: The clinic has more than the plan allows: {over}.
func PlanLimitDowngrade(over string) Said {
	return Said{Name: "PLAN_LIMIT", wording: "DOWNGRADE", filled: []string{"{over}", over}}
}

// TenantReadOnly: The trial has ended: everything can be read, nothing changed; choose a plan with POST /v1/tenants/plan.
func TenantReadOnly() Said {
	return Said{Name: "TENANT_READ_ONLY"}
}

// TermsNotInForce: version: version {version} of these terms is in force; show it to the person, and accept that one.
func TermsNotInForce(version string) Said {
	return Said{Name: "TERMS_NOT_IN_FORCE", filled: []string{"{version}", version}}
}

// AuditNotSealed: No checkpoint covers this event yet: one is signed within a minute; repeat the call then.
func AuditNotSealed() Said {
	return Said{Name: "AUDIT_NOT_SEALED"}
}

// StateTransition: An appointment can't go from {from} to {to}; possible from here: {next}.
func StateTransition(from, to, next string) Said {
	return Said{Name: "STATE_TRANSITION", filled: []string{"{from}", from, "{to}", to, "{next}", next}}
}

// StateTransitionFinal: An appointment can't go from {from} to {to}: {from} is final; book a new appointment instead.
func StateTransitionFinal(from, to string) Said {
	return Said{Name: "STATE_TRANSITION", wording: "FINAL", filled: []string{"{from}", from, "{to}", to}}
}

// StateTransitionMove: An appointment that is {from} can't be moved to another time; book a new appointment instead.
func StateTransitionMove(from string) Said {
	return Said{Name: "STATE_TRANSITION", wording: "MOVE", filled: []string{"{from}", from}}
}

// NothingToAnswer: This appointment has begun or ended: there is nothing to confirm or to cancel.
func NothingToAnswer() Said {
	return Said{Name: "NOTHING_TO_ANSWER"}
}

// EtagMismatch: The resource is no longer the one that If-Match names: read it again, and repeat the call with its new ETag.
func EtagMismatch() Said {
	return Said{Name: "ETAG_MISMATCH"}
}

// EtagMismatchAbsent: If-Match asks for a resource that does not exist; leave it out to create one.
func EtagMismatchAbsent() Said {
	return Said{Name: "ETAG_MISMATCH", wording: "ABSENT"}
}

// KeyNotActive: The key is revoked.
func KeyNotActive() Said {
	return Said{Name: "KEY_NOT_ACTIVE"}
}

// KeyNotActiveExpired: The key has expired.
func KeyNotActiveExpired() Said {
	return Said{Name: "KEY_NOT_ACTIVE", wording: "EXPIRED"}
}

// Busy: Too many calls at once; repeat in a second.
func Busy() Said {
	return Said{Name: "BUSY"}
}

// ConcurrentChange: Another change got in the way; repeat the call.
func ConcurrentChange() Said {
	return Said{Name: "CONCURRENT_CHANGE"}
}

// CommitInDoubt: The outcome is not known: the change may be stored. Read before you repeat the call.
func CommitInDoubt() Said {
	return Said{Name: "COMMIT_IN_DOUBT"}
}

// CommitInDoubtUnrecorded: The change is stored, but its answer could not be recorded; read before you repeat the call.
func CommitInDoubtUnrecorded() Said {
	return Said{Name: "COMMIT_IN_DOUBT", wording: "UNRECORDED"}
}

// IdempotencyMismatch: idempotencyKey: was used for another call; send a new call with a new key, and a key again only with the same call.
func IdempotencyMismatch() Said {
	return Said{Name: "IDEMPOTENCY_MISMATCH"}
}

// IdempotencyInProgress: The first call with this idempotencyKey is still under way; repeat the call with the same key in a second.
func IdempotencyInProgress() Said {
	return Said{Name: "IDEMPOTENCY_IN_PROGRESS"}
}

// ReferenceMissing: Something that the call refers to is missing.
func ReferenceMissing() Said {
	return Said{Name: "REFERENCE_MISSING"}
}

// ValueNotAllowed: A value is not allowed.
func ValueNotAllowed() Said {
	return Said{Name: "VALUE_NOT_ALLOWED"}
}

// ValueNotAllowedMalformed: A value is malformed.
func ValueNotAllowedMalformed() Said {
	return Said{Name: "VALUE_NOT_ALLOWED", wording: "MALFORMED"}
}

// ValueNotAllowedNul: A text holds the character NUL; leave it out.
func ValueNotAllowedNul() Said {
	return Said{Name: "VALUE_NOT_ALLOWED", wording: "NUL"}
}

// CodeExists: Another appointment type has this code.
func CodeExists() Said {
	return Said{Name: "CODE_EXISTS"}
}

// RoomExists: Another room of this site has this name.
func RoomExists() Said {
	return Said{Name: "ROOM_EXISTS"}
}

// RoleExists: The doctor already has a role at this site; change that one.
func RoleExists() Said {
	return Said{Name: "ROLE_EXISTS"}
}

// RouteNotFound: There is no such path; see /docs.
func RouteNotFound() Said {
	return Said{Name: "ROUTE_NOT_FOUND"}
}

// MethodNotAllowed: This path answers to {methods}.
func MethodNotAllowed(methods string) Said {
	return Said{Name: "METHOD_NOT_ALLOWED", filled: []string{"{methods}", methods}}
}

// PathMalformed: The path is malformed.
func PathMalformed() Said {
	return Said{Name: "PATH_MALFORMED"}
}

// HttpMalformed: The request can't be read as HTTP: escape special characters in the address (%20 for a blank), and send each header as name: value.
func HttpMalformed() Said {
	return Said{Name: "HTTP_MALFORMED"}
}

// PathTooLong: The path is longer than 2 KiB.
func PathTooLong() Said {
	return Said{Name: "PATH_TOO_LONG"}
}

// QueryTooLong: The query is longer than 8 KiB.
func QueryTooLong() Said {
	return Said{Name: "QUERY_TOO_LONG"}
}

// HeaderInvalid: The header {header} must be sent once and hold printable ASCII only.
func HeaderInvalid(header string) Said {
	return Said{Name: "HEADER_INVALID", filled: []string{"{header}", header}}
}

// HeaderInvalidPrintable: The header {header} must hold printable ASCII only.
func HeaderInvalidPrintable(header string) Said {
	return Said{Name: "HEADER_INVALID", wording: "PRINTABLE", filled: []string{"{header}", header}}
}

// HeadersTooLarge: The headers are larger than 8 KiB.
func HeadersTooLarge() Said {
	return Said{Name: "HEADERS_TOO_LARGE"}
}

// HeadersTooLargeForwarded: The headers that are passed on are larger than 4 KiB.
func HeadersTooLargeForwarded() Said {
	return Said{Name: "HEADERS_TOO_LARGE", wording: "FORWARDED"}
}

// BodyTooLarge: The body is larger than 1 MiB.
func BodyTooLarge() Said {
	return Said{Name: "BODY_TOO_LARGE"}
}

// BodyTimeout: The body did not arrive in time.
func BodyTimeout() Said {
	return Said{Name: "BODY_TIMEOUT"}
}

// BodyIncomplete: The body ended before its announced length.
func BodyIncomplete() Said {
	return Said{Name: "BODY_INCOMPLETE"}
}

// UnsupportedMediaType: Send the body as Content-Type: application/json in UTF-8, not compressed.
func UnsupportedMediaType() Said {
	return Said{Name: "UNSUPPORTED_MEDIA_TYPE"}
}

// NotReady: Not ready; without answer: {services}.
func NotReady(services string) Said {
	return Said{Name: "NOT_READY", filled: []string{"{services}", services}}
}

// RateLimited: This API key may call {rate} times a second, {burst} times at once after a pause; repeat in {seconds} s.
func RateLimited(rate, burst, seconds string) Said {
	return Said{Name: "RATE_LIMITED", filled: []string{"{rate}", rate, "{burst}", burst, "{seconds}", seconds}}
}

// RateLimitedTenant: All API keys of this clinic together may call {rate} times a second, {burst} times at once after a pause; repeat in {seconds} s.
func RateLimitedTenant(rate, burst, seconds string) Said {
	return Said{Name: "RATE_LIMITED", wording: "TENANT", filled: []string{"{rate}", rate, "{burst}", burst, "{seconds}", seconds}}
}

// TooManyFailedAuthentications: Too many calls from this address had no valid API key: check the header X-Api-Key, then repeat in {seconds} s.
func TooManyFailedAuthentications(seconds string) Said {
	return Said{Name: "TOO_MANY_FAILED_AUTHENTICATIONS", filled: []string{"{seconds}", seconds}}
}

// MalformedJson: the body is not valid JSON at line {line}, column {column}
func MalformedJson(line, column string) Said {
	return Said{Name: "MALFORMED_JSON", filled: []string{"{line}", line, "{column}", column}}
}

// MalformedJsonCut: the body ends before the JSON does, at line {line}, column {column}
func MalformedJsonCut(line, column string) Said {
	return Said{Name: "MALFORMED_JSON", wording: "CUT", filled: []string{"{line}", line, "{column}", column}}
}

// InvalidUtf8: the body is not valid UTF-8 at line {line}, column {column}
func InvalidUtf8(line, column string) Said {
	return Said{Name: "INVALID_UTF8", filled: []string{"{line}", line, "{column}", column}}
}

// NotAnObject: the body must be a JSON object
func NotAnObject() Said {
	return Said{Name: "NOT_AN_OBJECT"}
}

// TrailingData: the body has data after the JSON object
func TrailingData() Said {
	return Said{Name: "TRAILING_DATA"}
}

// TooDeep: is nested deeper than {most} levels
func TooDeep(most string) Said {
	return Said{Name: "TOO_DEEP", filled: []string{"{most}", most}}
}

// TooDeepBody: the body is nested deeper than {most} levels
func TooDeepBody(most string) Said {
	return Said{Name: "TOO_DEEP", wording: "BODY", filled: []string{"{most}", most}}
}

// TooManyKeys: must hold at most {most} keys
func TooManyKeys(most string) Said {
	return Said{Name: "TOO_MANY_KEYS", filled: []string{"{most}", most}}
}

// TooManyKeysBody: the body has more than {most} keys
func TooManyKeysBody(most string) Said {
	return Said{Name: "TOO_MANY_KEYS", wording: "BODY", filled: []string{"{most}", most}}
}

// MalformedQuery: the query string is malformed
func MalformedQuery() Said {
	return Said{Name: "MALFORMED_QUERY"}
}

// UnknownParameter: is not a query parameter of this call
func UnknownParameter() Said {
	return Said{Name: "UNKNOWN_PARAMETER"}
}

// DuplicateParameter: is given more than once
func DuplicateParameter() Said {
	return Said{Name: "DUPLICATE_PARAMETER"}
}

// UnknownField: is not a field of this call
func UnknownField() Said {
	return Said{Name: "UNKNOWN_FIELD"}
}

// UnknownFieldMeant: is not a field of this call; did you mean {name}?
func UnknownFieldMeant(name string) Said {
	return Said{Name: "UNKNOWN_FIELD", wording: "MEANT", filled: []string{"{name}", name}}
}

// DuplicateKey: is given more than once
func DuplicateKey() Said {
	return Said{Name: "DUPLICATE_KEY"}
}

// WrongType: must be a text in quotes
func WrongType() Said {
	return Said{Name: "WRONG_TYPE"}
}

// WrongTypeBoolean: must be true or false
func WrongTypeBoolean() Said {
	return Said{Name: "WRONG_TYPE", wording: "BOOLEAN"}
}

// WrongTypeInteger: must be a whole number
func WrongTypeInteger() Said {
	return Said{Name: "WRONG_TYPE", wording: "INTEGER"}
}

// WrongTypeNumber: must be a number
func WrongTypeNumber() Said {
	return Said{Name: "WRONG_TYPE", wording: "NUMBER"}
}

// WrongTypeObject: must be an object
func WrongTypeObject() Said {
	return Said{Name: "WRONG_TYPE", wording: "OBJECT"}
}

// WrongTypeList: must be a list
func WrongTypeList() Said {
	return Said{Name: "WRONG_TYPE", wording: "LIST"}
}

// WrongTypeName: must be one of {names}
func WrongTypeName(names string) Said {
	return Said{Name: "WRONG_TYPE", wording: "NAME", filled: []string{"{names}", names}}
}

// WrongTypeForm: is not a valid {type}
func WrongTypeForm(typ string) Said {
	return Said{Name: "WRONG_TYPE", wording: "FORM", filled: []string{"{type}", typ}}
}

// PathMismatch: must be left out or be the same as in the path
func PathMismatch() Said {
	return Said{Name: "PATH_MISMATCH"}
}

// InvalidText: must be UTF-8 without NUL
func InvalidText() Said {
	return Said{Name: "INVALID_TEXT"}
}

// Nul: must not hold the character NUL
func Nul() Said {
	return Said{Name: "NUL"}
}

// NumberTooLarge: must be between -1e30 and 1e30
func NumberTooLarge() Said {
	return Said{Name: "NUMBER_TOO_LARGE"}
}

// IntegerTooLarge: is an integer beyond ±2^53, which would be rounded: send it as a text in quotes
func IntegerTooLarge() Said {
	return Said{Name: "INTEGER_TOO_LARGE"}
}

// KeyFormat: keys must have 1 to 256 bytes and no NUL
func KeyFormat() Said {
	return Said{Name: "KEY_FORMAT"}
}

// Required: is required
func Required() Said {
	return Said{Name: "REQUIRED"}
}

// RequiredBeside: is required beside {other}: a number alone names nobody
func RequiredBeside(other string) Said {
	return Said{Name: "REQUIRED", wording: "BESIDE", filled: []string{"{other}", other}}
}

// RequiredTogether: is required together with {other}, unless {instead} is sent
func RequiredTogether(other, instead string) Said {
	return Said{Name: "REQUIRED", wording: "TOGETHER", filled: []string{"{other}", other, "{instead}", instead}}
}

// RequiredMainSite: is required: neither the doctor nor the tenant has an active main site
func RequiredMainSite() Said {
	return Said{Name: "REQUIRED", wording: "MAIN_SITE"}
}

// RequiredScopes: must name at least one of {known}
func RequiredScopes(known string) Said {
	return Said{Name: "REQUIRED", wording: "SCOPES", filled: []string{"{known}", known}}
}

// RequiredOwner: must be the e-mail of the person who answers for the key
func RequiredOwner() Said {
	return Said{Name: "REQUIRED", wording: "OWNER"}
}

// RequiredTenant: must name the tenant, for a platform admin
func RequiredTenant() Said {
	return Said{Name: "REQUIRED", wording: "TENANT"}
}

// RequiredOneResource: a write names exactly one resource
func RequiredOneResource() Said {
	return Said{Name: "REQUIRED", wording: "ONE_RESOURCE"}
}

// RequiredUnless: is required unless {other} is sent
func RequiredUnless(other string) Said {
	return Said{Name: "REQUIRED", wording: "UNLESS", filled: []string{"{other}", other}}
}

// Empty: must not be empty
func Empty() Said {
	return Said{Name: "EMPTY"}
}

// EmptyClearable: must not be empty; null clears it
func EmptyClearable() Said {
	return Said{Name: "EMPTY", wording: "CLEARABLE"}
}

// ClearField: can't be cleared
func ClearField() Said {
	return Said{Name: "CLEAR_FIELD"}
}

// ClearFieldUnknown: names a field that can't be cleared
func ClearFieldUnknown() Said {
	return Said{Name: "CLEAR_FIELD", wording: "UNKNOWN"}
}

// ClearFieldSent: must not be sent and cleared at once
func ClearFieldSent() Said {
	return Said{Name: "CLEAR_FIELD", wording: "SENT"}
}

// ClearFieldTogether: {one} and {other} can only be cleared together
func ClearFieldTogether(one, other string) Said {
	return Said{Name: "CLEAR_FIELD", wording: "TOGETHER", filled: []string{"{one}", one, "{other}", other}}
}

// TextLength: must have at most {most} characters
func TextLength(most string) Said {
	return Said{Name: "TEXT_LENGTH", filled: []string{"{most}", most}}
}

// TextLengthShort: must have at least {least} characters
func TextLengthShort(least string) Said {
	return Said{Name: "TEXT_LENGTH", wording: "SHORT", filled: []string{"{least}", least}}
}

// TextControl: must not hold control characters
func TextControl() Said {
	return Said{Name: "TEXT_CONTROL"}
}

// TextEncoding: must be valid UTF-8
func TextEncoding() Said {
	return Said{Name: "TEXT_ENCODING"}
}

// IdFormat: must be an id of 26 characters
func IdFormat() Said {
	return Said{Name: "ID_FORMAT"}
}

// IdFormatVisible: must be 1 to {most} visible ASCII characters without spaces
func IdFormatVisible(most string) Said {
	return Said{Name: "ID_FORMAT", wording: "VISIBLE", filled: []string{"{most}", most}}
}

// Range: must be from {least} to {most}
func Range(least, most string) Said {
	return Said{Name: "RANGE", filled: []string{"{least}", least, "{most}", most}}
}

// RangeEntries: must hold {least} to {most} entries
func RangeEntries(least, most string) Said {
	return Said{Name: "RANGE", wording: "ENTRIES", filled: []string{"{least}", least, "{most}", most}}
}

// RangeNegative: must not be negative
func RangeNegative() Said {
	return Said{Name: "RANGE", wording: "NEGATIVE"}
}

// ListLength: must hold at most {most} entries
func ListLength(most string) Said {
	return Said{Name: "LIST_LENGTH", filled: []string{"{most}", most}}
}

// Repeated: must not be repeated
func Repeated() Said {
	return Said{Name: "REPEATED"}
}

// EnumValue: must be one of {known}
func EnumValue(known string) Said {
	return Said{Name: "ENUM_VALUE", filled: []string{"{known}", known}}
}

// PageTokenInvalid: must be the nextPageToken of the page before, with the same filters and order, or be left out for the first page
func PageTokenInvalid() Said {
	return Said{Name: "PAGE_TOKEN_INVALID"}
}

// OrderBy: must be one of {known}
func OrderBy(known string) Said {
	return Said{Name: "ORDER_BY", filled: []string{"{known}", known}}
}

// OrderByUnfiltered: can be {order} in a list without any filter only: leave the filters out, or choose one of {known}
func OrderByUnfiltered(order, known string) Said {
	return Said{Name: "ORDER_BY", wording: "UNFILTERED", filled: []string{"{order}", order, "{known}", known}}
}

// EtagFormat: must be * or the ETag of an earlier answer with its quotes, as "7"
func EtagFormat() Said {
	return Said{Name: "ETAG_FORMAT"}
}

// IdempotencyKey: must be 1 to 255 printable ASCII characters
func IdempotencyKey() Said {
	return Said{Name: "IDEMPOTENCY_KEY"}
}

// IdempotencyKeyDiffers: must be the same as the header Idempotency-Key, or be left out of one of them
func IdempotencyKeyDiffers() Said {
	return Said{Name: "IDEMPOTENCY_KEY", wording: "DIFFERS"}
}

// EventType: must be {known}
func EventType(known string) Said {
	return Said{Name: "EVENT_TYPE", filled: []string{"{known}", known}}
}

// ActionType: must be one of: {known}
func ActionType(known string) Said {
	return Said{Name: "ACTION_TYPE", filled: []string{"{known}", known}}
}

// DateFormat: must be a date of the calendar as YYYY-MM-DD, for example 1990-04-12
func DateFormat() Said {
	return Said{Name: "DATE_FORMAT"}
}

// DateRange: must be from {first} to {last}
func DateRange(first, last string) Said {
	return Said{Name: "DATE_RANGE", filled: []string{"{first}", first, "{last}", last}}
}

// TimeFormat: must be a time with offset as in RFC 3339, for example 2026-12-01T09:00:00-05:00
func TimeFormat() Said {
	return Said{Name: "TIME_FORMAT"}
}

// TimeOffsetMissing: must say its offset from UTC, for example 2026-12-01T09:00:00-05:00 or 2026-12-01T14:00:00Z
func TimeOffsetMissing() Said {
	return Said{Name: "TIME_OFFSET_MISSING"}
}

// TimeRange: must lie between the years 1900 and 2200, with an offset of at most 14:00, for example 2026-12-01T09:00:00-05:00
func TimeRange() Said {
	return Said{Name: "TIME_RANGE"}
}

// TimeOrder: must be after {other}
func TimeOrder(other string) Said {
	return Said{Name: "TIME_ORDER", filled: []string{"{other}", other}}
}

// TimePast: must be in the future
func TimePast() Said {
	return Said{Name: "TIME_PAST"}
}

// TimeZone: must be a time zone of the IANA database, for example America/Bogota
func TimeZone() Said {
	return Said{Name: "TIME_ZONE"}
}

// DurationRange: must be from 0 to 7 days (604800s)
func DurationRange() Said {
	return Said{Name: "DURATION_RANGE"}
}

// DocumentType: must be one of {known}
func DocumentType(known string) Said {
	return Said{Name: "DOCUMENT_TYPE", filled: []string{"{known}", known}}
}

// DocumentFormat: must be digits only for {typeField} {type}
func DocumentFormat(typeField, typ string) Said {
	return Said{Name: "DOCUMENT_FORMAT", filled: []string{"{typeField}", typeField, "{type}", typ}}
}

// DocumentFormatExactDigits: must be {count} digits for {typeField} {type}
func DocumentFormatExactDigits(count, typeField, typ string) Said {
	return Said{Name: "DOCUMENT_FORMAT", wording: "EXACT_DIGITS", filled: []string{"{count}", count, "{typeField}", typeField, "{type}", typ}}
}

// DocumentFormatExact: must have {count} characters for {typeField} {type}
func DocumentFormatExact(count, typeField, typ string) Said {
	return Said{Name: "DOCUMENT_FORMAT", wording: "EXACT", filled: []string{"{count}", count, "{typeField}", typeField, "{type}", typ}}
}

// DocumentFormatAlphanumeric: must be letters and digits without separators for {typeField} {type}
func DocumentFormatAlphanumeric(typeField, typ string) Said {
	return Said{Name: "DOCUMENT_FORMAT", wording: "ALPHANUMERIC", filled: []string{"{typeField}", typeField, "{type}", typ}}
}

// DocumentFormatLength: must have at most {most} characters
func DocumentFormatLength(most string) Said {
	return Said{Name: "DOCUMENT_FORMAT", wording: "LENGTH", filled: []string{"{most}", most}}
}

// Gender: must be one of {known}, or a national code such as 01
func Gender(known string) Said {
	return Said{Name: "GENDER", filled: []string{"{known}", known}}
}

// GenderIdentity: must be one of {known}
func GenderIdentity(known string) Said {
	return Said{Name: "GENDER_IDENTITY", filled: []string{"{known}", known}}
}

// PhoneFormat: must be a phone number with its country code, for example +573001234567
func PhoneFormat() Said {
	return Said{Name: "PHONE_FORMAT"}
}

// EmailFormat: must be an e-mail address, for example maria@example.com
func EmailFormat() Said {
	return Said{Name: "EMAIL_FORMAT"}
}

// EpsFormat: must be the code of an EPS, for example EPS005
func EpsFormat() Said {
	return Said{Name: "EPS_FORMAT"}
}

// WorkflowFormat: must be a workflow's name: letters, digits, _ and -, at most {most}
func WorkflowFormat(most string) Said {
	return Said{Name: "WORKFLOW_FORMAT", filled: []string{"{most}", most}}
}

// CustomFields: must be a JSON object
func CustomFields() Said {
	return Said{Name: "CUSTOM_FIELDS"}
}

// CustomFieldsCount: must hold at most {most} keys
func CustomFieldsCount(most string) Said {
	return Said{Name: "CUSTOM_FIELDS_COUNT", filled: []string{"{most}", most}}
}

// CustomFieldsSize: must take at most {most} KiB in all
func CustomFieldsSize(most string) Said {
	return Said{Name: "CUSTOM_FIELDS_SIZE", filled: []string{"{most}", most}}
}

// PatientNotFound: no such patient is registered; register the patient first, or mend the document
func PatientNotFound() Said {
	return Said{Name: "PATIENT_NOT_FOUND"}
}

// DoctorNotFound: no such doctor is in the directory; see GET /v1/doctors
func DoctorNotFound() Said {
	return Said{Name: "DOCTOR_NOT_FOUND"}
}

// DoctorInactive: the doctor is not active and can't be booked
func DoctorInactive() Said {
	return Said{Name: "DOCTOR_INACTIVE"}
}

// ClinicNotFound: no such site; see GET /v1/sites
func ClinicNotFound() Said {
	return Said{Name: "CLINIC_NOT_FOUND"}
}

// RoomNotFound: is no active room of the site; see GET /v1/rooms
func RoomNotFound() Said {
	return Said{Name: "ROOM_NOT_FOUND"}
}

// ClinicInactive: the site is not active and can't be booked
func ClinicInactive() Said {
	return Said{Name: "CLINIC_INACTIVE"}
}

// EndBeforeStart: must be after startAppointment
func EndBeforeStart() Said {
	return Said{Name: "END_BEFORE_START"}
}

// Duration: must be at most 12 hours after startAppointment
func Duration() Said {
	return Said{Name: "DURATION"}
}

// DurationDays: must be at most {most} days after {other}
func DurationDays(most, other string) Said {
	return Said{Name: "DURATION", wording: "DAYS", filled: []string{"{most}", most, "{other}", other}}
}

// InitialState: must be REQUESTED, SCHEDULED or CONFIRMED for a new appointment
func InitialState() Said {
	return Said{Name: "INITIAL_STATE"}
}

// Modality: must be one of {known}; or a national code such as 01
func Modality(known string) Said {
	return Said{Name: "MODALITY", filled: []string{"{known}", known}}
}

// State: must be one of {known}
func State(known string) Said {
	return Said{Name: "STATE", filled: []string{"{known}", known}}
}

// NotificationState: must be one of {known}
func NotificationState(known string) Said {
	return Said{Name: "NOTIFICATION_STATE", filled: []string{"{known}", known}}
}

// TimeOfDay: must be a time of day as HH:MM from 00:00 to {last}, for example 08:00
func TimeOfDay(last string) Said {
	return Said{Name: "TIME_OF_DAY", filled: []string{"{last}", last}}
}

// HoursOverlap: overlaps {other} on a day on which both are in effect
func HoursOverlap(other string) Said {
	return Said{Name: "HOURS_OVERLAP", filled: []string{"{other}", other}}
}

// Npi: must be an NPI: 10 digits, the last of which checks the others
func Npi() Said {
	return Said{Name: "NPI"}
}

// DeaNumber: must be a DEA number: two letters and seven digits, the last of which checks the others
func DeaNumber() Said {
	return Said{Name: "DEA_NUMBER"}
}

// LicenceState: must be 2 to 10 letters A-Z, digits and hyphens, for example FL or CO-DC
func LicenceState() Said {
	return Said{Name: "LICENCE_STATE"}
}

// LanguageTag: must be the two or three letters of a language, for example es
func LanguageTag() Said {
	return Said{Name: "LANGUAGE_TAG"}
}

// SlugFormat: must be 1 to 63 letters, digits and hyphens, without a hyphen at its ends
func SlugFormat() Said {
	return Said{Name: "SLUG_FORMAT"}
}

// HostNameFormat: must be a DNS name such as citas.example.com
func HostNameFormat() Said {
	return Said{Name: "HOST_NAME_FORMAT"}
}

// ScopeUnknown: must be one of {known}
func ScopeUnknown(known string) Said {
	return Said{Name: "SCOPE_UNKNOWN", filled: []string{"{known}", known}}
}

// ScopeNotHeld: is not a scope of the calling key
func ScopeNotHeld() Said {
	return Said{Name: "SCOPE_NOT_HELD"}
}

// Role: must be platform_admin or internal_service
func Role() Said {
	return Said{Name: "ROLE"}
}

// EventText: must be 1 to 64 letters and digits
func EventText() Said {
	return Said{Name: "EVENT_TEXT"}
}

// EventTextLength: must have at most {most} bytes
func EventTextLength(most string) Said {
	return Said{Name: "EVENT_TEXT", wording: "LENGTH", filled: []string{"{most}", most}}
}

// EventJson: must be a JSON object without NUL, too deep nesting or numbers beyond a double
func EventJson() Said {
	return Said{Name: "EVENT_JSON"}
}

// EventTime: must be between 1900 and 2200
func EventTime() Said {
	return Said{Name: "EVENT_TIME"}
}

// DocumentTypeEnded: is a document type that is not valid today; send one of {known}
func DocumentTypeEnded(known string) Said {
	return Said{Name: "DOCUMENT_TYPE_ENDED", filled: []string{"{known}", known}}
}

// DocumentLength: usually has {lengths} characters for {typeField} {type}: check the number
func DocumentLength(lengths, typeField, typ string) Said {
	return Said{Name: "DOCUMENT_LENGTH", filled: []string{"{lengths}", lengths, "{typeField}", typeField, "{type}", typ}}
}

// DocumentAge: {type} is for persons from {from} to {to} years: check the type and the birth date
func DocumentAge(typ, from, to string) Said {
	return Said{Name: "DOCUMENT_AGE", filled: []string{"{type}", typ, "{from}", from, "{to}", to}}
}

// DocumentAgeFrom: {type} is for persons from {from} years on: check the type and the birth date
func DocumentAgeFrom(typ, from string) Said {
	return Said{Name: "DOCUMENT_AGE", wording: "FROM", filled: []string{"{type}", typ, "{from}", from}}
}

// DocumentAgeUnder: {type} is for persons under {below} years: check the type and the birth date
func DocumentAgeUnder(typ, below string) Said {
	return Said{Name: "DOCUMENT_AGE", wording: "UNDER", filled: []string{"{type}", typ, "{below}", below}}
}

// EpsUnknown: is no code of the list of EPS; see GET /v1/catalogs/eps
func EpsUnknown() Said {
	return Said{Name: "EPS_UNKNOWN"}
}

// CodeEnded: is a code whose validity ended on {day}
func CodeEnded(day string) Said {
	return Said{Name: "CODE_ENDED", filled: []string{"{day}", day}}
}

// CodeEndedBegins: is a code whose validity begins on {day}
func CodeEndedBegins(day string) Said {
	return Said{Name: "CODE_ENDED", wording: "BEGINS", filled: []string{"{day}", day}}
}

// CodeFormat: must be 2 to 10 letters A-Z and digits, a letter first
func CodeFormat() Said {
	return Said{Name: "CODE_FORMAT"}
}

// CodeFormatAppointmentType: must be 1 to {most} letters A-Z, digits and underscores
func CodeFormatAppointmentType(most string) Said {
	return Said{Name: "CODE_FORMAT", wording: "APPOINTMENT_TYPE", filled: []string{"{most}", most}}
}

// DateOrder: must not be before {other}
func DateOrder(other string) Said {
	return Said{Name: "DATE_ORDER", filled: []string{"{other}", other}}
}

// Setting: must be an object
func Setting() Said {
	return Said{Name: "SETTING"}
}

// SettingList: must be a list
func SettingList() Said {
	return Said{Name: "SETTING", wording: "LIST"}
}

// SettingText: must be a text
func SettingText() Said {
	return Said{Name: "SETTING", wording: "TEXT"}
}

// SettingChoice: must be one of {known}
func SettingChoice(known string) Said {
	return Said{Name: "SETTING", wording: "CHOICE", filled: []string{"{known}", known}}
}

// SettingName: has a name that is not known; {known} are
func SettingName(known string) Said {
	return Said{Name: "SETTING", wording: "NAME", filled: []string{"{known}", known}}
}

// Attribute: must be a whole number from {least} to {most}
func Attribute(least, most string) Said {
	return Said{Name: "ATTRIBUTE", filled: []string{"{least}", least, "{most}", most}}
}

// AttributeCharacters: must be DIGITS or ALPHANUMERIC
func AttributeCharacters() Said {
	return Said{Name: "ATTRIBUTE", wording: "CHARACTERS"}
}

// AttributeList: must be a list of whole numbers from {least} to {most}
func AttributeList(least, most string) Said {
	return Said{Name: "ATTRIBUTE", wording: "LIST", filled: []string{"{least}", least, "{most}", most}}
}

// AttributeOrder: must not be below {other}
func AttributeOrder(other string) Said {
	return Said{Name: "ATTRIBUTE", wording: "ORDER", filled: []string{"{other}", other}}
}

// Country: must be the two letters of a country, for example CO
func Country() Said {
	return Said{Name: "COUNTRY"}
}

// Specialty: must be the specialty of a doctor who takes appointments: {known}
func Specialty(known string) Said {
	return Said{Name: "SPECIALTY", filled: []string{"{known}", known}}
}

// AppointmentType: must be the code of a type of appointment: {known}
func AppointmentType(known string) Said {
	return Said{Name: "APPOINTMENT_TYPE", filled: []string{"{known}", known}}
}

// AppointmentTypeStaff: is booked by the clinic's staff only
func AppointmentTypeStaff() Said {
	return Said{Name: "APPOINTMENT_TYPE", wording: "STAFF"}
}

// Period: must be at most {days} days after {other}
func Period(days, other string) Said {
	return Said{Name: "PERIOD", filled: []string{"{days}", days, "{other}", other}}
}

// OfferInvalid: is not an offerId that a search of this clinic answered
func OfferInvalid() Said {
	return Said{Name: "OFFER_INVALID"}
}

// OfferInvalidDoctor: is of a doctor who takes no appointments any more: search again
func OfferInvalidDoctor() Said {
	return Said{Name: "OFFER_INVALID", wording: "DOCTOR"}
}

// OfferInvalidSite: is of a site that takes no appointments any more: search again
func OfferInvalidSite() Said {
	return Said{Name: "OFFER_INVALID", wording: "SITE"}
}

// OfferExpired: has expired: search again
func OfferExpired() Said {
	return Said{Name: "OFFER_EXPIRED"}
}

// OfferExpiredWaitlist: is of an offer of the waitlist that is no longer open: it was declined, or went to the next
func OfferExpiredWaitlist() Said {
	return Said{Name: "OFFER_EXPIRED", wording: "WAITLIST"}
}

// OfferPatient: is an offer of the waitlist to another patient
func OfferPatient() Said {
	return Said{Name: "OFFER_PATIENT"}
}

// OfferField: is said by offerId already: leave one of them out
func OfferField() Said {
	return Said{Name: "OFFER_FIELD"}
}

// PatientField: is said by patient already: leave one of them out
func PatientField() Said {
	return Said{Name: "PATIENT_FIELD"}
}

// Password: must have at least {least} characters; a sentence that nobody guesses is best
func Password(least string) Said {
	return Said{Name: "PASSWORD", filled: []string{"{least}", least}}
}

// PasswordLong: must have at most {most} bytes
func PasswordLong(most string) Said {
	return Said{Name: "PASSWORD", wording: "LONG", filled: []string{"{most}", most}}
}

// PasswordCharacters: must hold no control characters
func PasswordCharacters() Said {
	return Said{Name: "PASSWORD", wording: "CHARACTERS"}
}

// PasswordCommon: is one of those that are tried first; choose another one
func PasswordCommon() Said {
	return Said{Name: "PASSWORD", wording: "COMMON"}
}

// PasswordEmail: must not hold the e-mail's own name
func PasswordEmail() Said {
	return Said{Name: "PASSWORD", wording: "EMAIL"}
}

// PasswordSame: is the one that you have; choose another one
func PasswordSame() Said {
	return Said{Name: "PASSWORD", wording: "SAME"}
}

// PasswordRepeated: repeats one short text; choose another one
func PasswordRepeated() Said {
	return Said{Name: "PASSWORD", wording: "REPEATED"}
}

// ClinicalField: is clinical: administrative staff neither see it, nor write it, nor search by it
func ClinicalField() Said {
	return Said{Name: "CLINICAL_FIELD"}
}

// DoctorField: is of the role admin_doctor only: leave it out, or send that role
func DoctorField() Said {
	return Said{Name: "DOCTOR_FIELD"}
}

// DocumentCharacters: must be letters A-Z and digits, at most {most}
func DocumentCharacters(most string) Said {
	return Said{Name: "DOCUMENT_CHARACTERS", filled: []string{"{most}", most}}
}

// FeedSubject: send either doctorId or clinicId, not both
func FeedSubject() Said {
	return Said{Name: "FEED_SUBJECT"}
}

// TooManyWorkflows: The clinic has {most} workflows already: delete one first.
func TooManyWorkflows(most string) Said {
	return Said{Name: "TOO_MANY_WORKFLOWS", filled: []string{"{most}", most}}
}

// MemberAlready: You are a member of this clinic: enter it with POST /v1/auth/switch-tenant.
func MemberAlready() Said {
	return Said{Name: "MEMBER_ALREADY"}
}

// RetentionShorter: Audit events are to be kept for {years} years; that can be lengthened, not shortened.
func RetentionShorter(years string) Said {
	return Said{Name: "RETENTION_SHORTER", filled: []string{"{years}", years}}
}

// WorkflowUnknown: names no workflow that this credential may use
func WorkflowUnknown() Said {
	return Said{Name: "WORKFLOW_UNKNOWN"}
}

// WorkflowUnknownLimited: is required: this credential is limited to some of the workflows
func WorkflowUnknownLimited() Said {
	return Said{Name: "WORKFLOW_UNKNOWN", wording: "LIMITED"}
}

// WorkflowUnknownAdmin: must be left out: an administrator is not limited to workflows
func WorkflowUnknownAdmin() Said {
	return Said{Name: "WORKFLOW_UNKNOWN", wording: "ADMIN"}
}

// SchemaKey: must begin with a letter and have letters, digits and _ alone, at most {most}
func SchemaKey(most string) Said {
	return Said{Name: "SCHEMA_KEY", filled: []string{"{most}", most}}
}

// SchemaOptions: must hold at least one option: the field is a select
func SchemaOptions() Said {
	return Said{Name: "SCHEMA_OPTIONS"}
}

// SchemaOptionsNone: must be left out: only a select has options
func SchemaOptionsNone() Said {
	return Said{Name: "SCHEMA_OPTIONS", wording: "NONE"}
}

// SchemaDefault: must be a value that the field itself takes: {type}
func SchemaDefault(typ string) Said {
	return Said{Name: "SCHEMA_DEFAULT", filled: []string{"{type}", typ}}
}

// SchemaOrder: must be from 1 to {most}
func SchemaOrder(most string) Said {
	return Said{Name: "SCHEMA_ORDER", filled: []string{"{most}", most}}
}

// BotFlow: must have letters, digits and . _ - / : alone, at most {most}
func BotFlow(most string) Said {
	return Said{Name: "BOT_FLOW", filled: []string{"{most}", most}}
}
