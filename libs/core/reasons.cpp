// Code generated from proto/enlace/common/v1/reasons.proto by scripts/generate.sh. DO NOT EDIT.
#include "libs/core/reasons.h"

#include "libs/core/reason_text.h"

namespace enlace::core {
namespace {

using absl::StatusCode;

constexpr ReasonText kCancelled{reason::kCancelled,        "",
                                StatusCode::kCancelled,    0,
                                "The call was cancelled.", "La llamada se canceló."};
constexpr ReasonText kUnknown{
    reason::kUnknown,
    "",
    StatusCode::kUnknown,
    0,
    "Something went wrong on our side; the request id identifies it.",
    "Algo falló de nuestro lado; el identificador de la solicitud lo señala."};
constexpr ReasonText kInvalidArgument{reason::kInvalidArgument,     "",
                                      StatusCode::kInvalidArgument, 0,
                                      "The request is not valid.",  "La solicitud no es válida."};
constexpr ReasonText kDeadlineExceeded{
    reason::kDeadlineExceeded,
    "",
    StatusCode::kDeadlineExceeded,
    0,
    "The answer took too long; a repeat may find the work done.",
    "La respuesta tardó demasiado; al repetir, el trabajo puede estar ya hecho."};
constexpr ReasonText kDeadlineExceededNotBegun{
    reason::kDeadlineExceeded,
    "NOT_BEGUN",
    StatusCode::kDeadlineExceeded,
    0,
    "The deadline passed before the work began; nothing was stored.",
    "El plazo venció antes de empezar; no se guardó nada."};
constexpr ReasonText kNotFound{
    reason::kNotFound,       "", StatusCode::kNotFound, 0, "There is no such resource.",
    "No existe ese recurso."};
constexpr ReasonText kNotFoundPatient{reason::kNotFound,           "PATIENT",
                                      StatusCode::kNotFound,       0,
                                      "There is no such patient.", "No existe ese paciente."};
constexpr ReasonText kNotFoundAppointment{
    reason::kNotFound,    "APPOINTMENT", StatusCode::kNotFound, 0, "There is no such appointment.",
    "No existe esa cita."};
constexpr ReasonText kNotFoundDoctor{reason::kNotFound,          "DOCTOR",
                                     StatusCode::kNotFound,      0,
                                     "There is no such doctor.", "No existe ese médico."};
constexpr ReasonText kNotFoundSite{reason::kNotFound,        "SITE",
                                   StatusCode::kNotFound,    0,
                                   "There is no such site.", "No existe esa sede."};
constexpr ReasonText kNotFoundApiKey{reason::kNotFound,           "API_KEY",
                                     StatusCode::kNotFound,       0,
                                     "There is no such API key.", "No existe esa clave de API."};
constexpr ReasonText kNotFoundTenant{reason::kNotFound,          "TENANT",
                                     StatusCode::kNotFound,      0,
                                     "There is no such tenant.", "No existe esa organización."};
constexpr ReasonText kNotFoundHold{reason::kNotFound,
                                   "HOLD",
                                   StatusCode::kNotFound,
                                   0,
                                   "There is no such hold, or it has ended.",
                                   "No existe esa reserva, o ya terminó."};
constexpr ReasonText kNotFoundCatalog{reason::kNotFound,
                                      "CATALOG",
                                      StatusCode::kNotFound,
                                      0,
                                      "There is no such catalogue; GET /v1/catalogs lists them.",
                                      "No existe ese catálogo; GET /v1/catalogs los lista."};
constexpr ReasonText kNotFoundAppointmentType{reason::kNotFound,
                                              "APPOINTMENT_TYPE",
                                              StatusCode::kNotFound,
                                              0,
                                              "There is no such appointment type.",
                                              "No existe ese tipo de cita."};
constexpr ReasonText kNotFoundRoom{reason::kNotFound,        "ROOM",
                                   StatusCode::kNotFound,    0,
                                   "There is no such room.", "No existe ese consultorio."};
constexpr ReasonText kNotFoundCalendarFeed{reason::kNotFound,
                                           "CALENDAR_FEED",
                                           StatusCode::kNotFound,
                                           0,
                                           "There is no such calendar feed.",
                                           "No existe ese calendario."};
constexpr ReasonText kNotFoundPractitionerRole{reason::kNotFound,
                                               "PRACTITIONER_ROLE",
                                               StatusCode::kNotFound,
                                               0,
                                               "There is no such practitioner role.",
                                               "No existe ese médico en esa sede."};
constexpr ReasonText kNotFoundScheduleException{reason::kNotFound,
                                                "SCHEDULE_EXCEPTION",
                                                StatusCode::kNotFound,
                                                0,
                                                "There is no such schedule exception.",
                                                "No existe esa excepción de horario."};
constexpr ReasonText kNotFoundWaitlistEntry{
    reason::kNotFound,
    "WAITLIST_ENTRY",
    StatusCode::kNotFound,
    0,
    "There is no such entry on the waitlist, or it is over.",
    "No existe esa entrada en la lista de espera, o ya terminó."};
constexpr ReasonText kNotFoundSession{reason::kNotFound,
                                      "SESSION",
                                      StatusCode::kNotFound,
                                      0,
                                      "You have no open session of this id.",
                                      "No tiene una sesión abierta con este id."};
constexpr ReasonText kNotFoundMember{reason::kNotFound,
                                     "MEMBER",
                                     StatusCode::kNotFound,
                                     0,
                                     "There is no such member of the clinic.",
                                     "No existe esa persona en la clínica."};
constexpr ReasonText kNotFoundWorkflow{reason::kNotFound,
                                       "WORKFLOW",
                                       StatusCode::kNotFound,
                                       0,
                                       "The clinic has no such workflow.",
                                       "La clínica no tiene ese flujo."};
constexpr ReasonText kNotFoundAuditEvent{reason::kNotFound,
                                         "AUDIT_EVENT",
                                         StatusCode::kNotFound,
                                         0,
                                         "There is no such audit event.",
                                         "No existe ese evento de auditoría."};
constexpr ReasonText kNotFoundAuditCheckpoint{
    reason::kNotFound,
    "AUDIT_CHECKPOINT",
    StatusCode::kNotFound,
    0,
    "This audit has no checkpoint yet: one is signed within a minute in which a record came.",
    "Esta auditoría todavía no tiene punto de control: se firma uno en el minuto en que llega un "
    "registro."};
constexpr ReasonText kNotFoundInvitation{reason::kNotFound,
                                         "INVITATION",
                                         StatusCode::kNotFound,
                                         0,
                                         "There is no such open invitation.",
                                         "No existe esa invitación, o ya no está abierta."};
constexpr ReasonText kNotFoundTerms{
    reason::kNotFound,
    "TERMS",
    StatusCode::kNotFound,
    0,
    "No such terms were published; GET /v1/terms lists those in force.",
    "No se han publicado esos términos; GET /v1/terms lista los vigentes."};
constexpr ReasonText kNotFoundTermsAcceptance{reason::kNotFound,
                                              "TERMS_ACCEPTANCE",
                                              StatusCode::kNotFound,
                                              0,
                                              "You have not accepted terms under this id.",
                                              "No ha aceptado términos con este id."};
constexpr ReasonText kAlreadyExists{
    reason::kAlreadyExists, "", StatusCode::kAlreadyExists, 0, "It exists already.", "Ya existe."};
constexpr ReasonText kAlreadyExistsOverlap{reason::kAlreadyExists,
                                           "OVERLAP",
                                           StatusCode::kAlreadyExists,
                                           0,
                                           "It overlaps one that exists already.",
                                           "Se cruza con uno que ya existe."};
constexpr ReasonText kAlreadyExistsSlug{reason::kAlreadyExists,
                                        "SLUG",
                                        StatusCode::kAlreadyExists,
                                        0,
                                        "slug: another tenant has it; send another one.",
                                        "slug: otra organización ya lo tiene; envíe otro."};
constexpr ReasonText kAlreadyExistsHostName{
    reason::kAlreadyExists,
    "HOST_NAME",
    StatusCode::kAlreadyExists,
    0,
    "{field}: the name leads to another tenant; send another one.",
    "{field}: el nombre lleva a otra organización; envíe otro."};
constexpr ReasonText kAlreadyExistsClinic{
    reason::kAlreadyExists,
    "CLINIC",
    StatusCode::kAlreadyExists,
    0,
    "clinicName: you have a clinic of this name already; sign in with POST /v1/auth/login, or send "
    "another name.",
    "clinicName: ya tiene una clínica con este nombre; inicie sesión con POST /v1/auth/login o "
    "envíe otro nombre."};
constexpr ReasonText kAlreadyExistsMember{
    reason::kAlreadyExists,
    "MEMBER",
    StatusCode::kAlreadyExists,
    0,
    "email: this person is a member of the clinic already; change the role with PATCH "
    "/v1/members/{id}.",
    "email: esta persona ya pertenece a la clínica; cambie su rol con PATCH /v1/members/{id}."};
constexpr ReasonText kAlreadyExistsAdministrator{
    reason::kAlreadyExists,
    "ADMINISTRATOR",
    StatusCode::kAlreadyExists,
    0,
    "The clinic has an administrator, who invites others with POST /v1/invitations.",
    "La clínica ya tiene quien la administre, y puede invitar a otras personas con POST "
    "/v1/invitations."};
constexpr ReasonText kAlreadyExistsUser{
    reason::kAlreadyExists,
    "USER",
    StatusCode::kAlreadyExists,
    0,
    "email: somebody signs in with it already; an administrator of the clinic invites that person "
    "with POST /v1/invitations.",
    "email: alguien ya inicia sesión con él; quien administra la clínica invita a esa persona con "
    "POST /v1/invitations."};
constexpr ReasonText kAlreadyExistsWorkflow{
    reason::kAlreadyExists,
    "WORKFLOW",
    StatusCode::kAlreadyExists,
    0,
    "name: the clinic has a workflow of this name; change it with PATCH /v1/workflows.",
    "name: la clínica ya tiene un flujo con este nombre; cámbielo con PATCH /v1/workflows."};
constexpr ReasonText kAlreadyExistsEmployeeId{
    reason::kAlreadyExists,
    "EMPLOYEE_ID",
    StatusCode::kAlreadyExists,
    0,
    "employeeId: another member of the clinic has it; send another one.",
    "employeeId: otra persona de la clínica ya lo tiene; envíe otro."};
constexpr ReasonText kPermissionDenied{
    reason::kPermissionDenied,          "",
    StatusCode::kPermissionDenied,      0,
    "This credential may not do that.", "Esta credencial no puede hacer eso."};
constexpr ReasonText kUnauthenticated{
    reason::kUnauthenticated,
    "",
    StatusCode::kUnauthenticated,
    0,
    "Send a valid API key in the header X-Api-Key, or an access token as Authorization: Bearer.",
    "Envíe una clave de API válida en el encabezado X-Api-Key, o un token de acceso como "
    "Authorization: Bearer."};
constexpr ReasonText kResourceExhausted{reason::kResourceExhausted,
                                        "",
                                        StatusCode::kResourceExhausted,
                                        1,
                                        "Too much at once; repeat after a moment.",
                                        "Demasiado a la vez; repita en un momento."};
constexpr ReasonText kFailedPrecondition{reason::kFailedPrecondition,
                                         "",
                                         StatusCode::kFailedPrecondition,
                                         0,
                                         "The resource's state does not allow it.",
                                         "El estado del recurso no lo permite."};
constexpr ReasonText kAborted{reason::kAborted,
                              "",
                              StatusCode::kAborted,
                              0,
                              "Another call got in between; repeat it.",
                              "Otra llamada se adelantó; repítala."};
constexpr ReasonText kOutOfRange{reason::kOutOfRange,        "",
                                 StatusCode::kOutOfRange,    0,
                                 "A value is out of range.", "Un valor está fuera de rango."};
constexpr ReasonText kUnimplemented{
    reason::kUnimplemented,           "",
    StatusCode::kUnimplemented,       0,
    "This call does not exist here.", "Esta llamada no existe aquí."};
constexpr ReasonText kInternal{
    reason::kInternal,
    "",
    StatusCode::kInternal,
    0,
    "Something went wrong on our side; the request id identifies it.",
    "Algo falló de nuestro lado; el identificador de la solicitud lo señala."};
constexpr ReasonText kUnavailable{reason::kUnavailable,
                                  "",
                                  StatusCode::kUnavailable,
                                  1,
                                  "A part of the system is not reachable; repeat after a moment.",
                                  "Una parte del sistema no responde; repita en un momento."};
constexpr ReasonText kUnavailableDatabase{
    reason::kUnavailable,
    "DATABASE",
    StatusCode::kUnavailable,
    1,
    "The database is not available; repeat after a moment.",
    "La base de datos no está disponible; repita en un momento."};
constexpr ReasonText kUnavailableAuth{
    reason::kUnavailable,
    "AUTH",
    StatusCode::kUnavailable,
    1,
    "The auth service can't be reached; repeat after a moment.",
    "El servicio de autenticación no responde; repita en un momento."};
constexpr ReasonText kUnavailablePatients{
    reason::kUnavailable,
    "PATIENTS",
    StatusCode::kUnavailable,
    1,
    "The patient service can't be reached; nothing was stored. Repeat after a moment.",
    "El servicio de pacientes no responde; no se guardó nada. Repita en un momento."};
constexpr ReasonText kUnavailableAccessRecord{
    reason::kUnavailable,
    "ACCESS_RECORD",
    StatusCode::kUnavailable,
    1,
    "The access could not be recorded, so nothing is shown; repeat after a moment.",
    "No se pudo registrar el acceso, por eso no se muestra nada; repita en un momento."};
constexpr ReasonText kDataLoss{
    reason::kDataLoss,
    "",
    StatusCode::kDataLoss,
    0,
    "Something went wrong on our side; the request id identifies it.",
    "Algo falló de nuestro lado; el identificador de la solicitud lo señala."};
constexpr ReasonText kFieldViolation{
    reason::kFieldViolation,
    "",
    StatusCode::kInvalidArgument,
    0,
    "The request is not valid; `violations` says why, field by field.",
    "La solicitud no es válida; `violations` dice por qué, campo por campo."};
constexpr ReasonText kCredentialMissing{
    reason::kCredentialMissing,
    "",
    StatusCode::kUnauthenticated,
    0,
    "No credential: send an API key in the header X-Api-Key, or an access token as Authorization: "
    "Bearer.",
    "Falta la credencial: envíe una clave de API en el encabezado X-Api-Key, o un token de acceso "
    "como Authorization: Bearer."};
constexpr ReasonText kCredentialInvalid{
    reason::kCredentialInvalid,
    "",
    StatusCode::kUnauthenticated,
    0,
    "The credential is not valid: it is wrong, expired or revoked, or there are two.",
    "La credencial no es válida: es incorrecta, venció o fue revocada, o hay dos."};
constexpr ReasonText kRoleNotAllowed{reason::kRoleNotAllowed,
                                     "",
                                     StatusCode::kPermissionDenied,
                                     0,
                                     "The role of this credential may not make this call.",
                                     "El rol de esta credencial no puede hacer esta llamada."};
constexpr ReasonText kRoleNotAllowedLimited{reason::kRoleNotAllowed,
                                            "LIMITED",
                                            StatusCode::kPermissionDenied,
                                            0,
                                            "This credential is limited to some of the clinic's "
                                            "workflows, and the call tells of all of them.",
                                            "Esta credencial está limitada a algunos de los flujos "
                                            "de la clínica, y la llamada trata de todos."};
constexpr ReasonText kRoleNotAllowedActing{reason::kRoleNotAllowed,
                                           "ACTING",
                                           StatusCode::kPermissionDenied,
                                           0,
                                           "Who acts in a clinic's name adds nobody and makes no "
                                           "keys: ask an administrator of the clinic.",
                                           "Quien actúa en nombre de una clínica no agrega a nadie "
                                           "ni crea claves: pídalo a quien la administra."};
constexpr ReasonText kRoleNotAllowedSuperAdmin{
    reason::kRoleNotAllowed,
    "SUPER_ADMIN",
    StatusCode::kPermissionDenied,
    0,
    "Only a super admin with a second factor may act in another clinic's name.",
    "Solo un superadministrador con segundo factor puede actuar en nombre de otra clínica."};
constexpr ReasonText kRoleNotAllowedCertificate{
    reason::kRoleNotAllowed,
    "CERTIFICATE",
    StatusCode::kPermissionDenied,
    0,
    "Services alone make this call, and this connection's certificate is of none that does: "
    "connect with the service's own.",
    "Solo los servicios hacen esta llamada, y el certificado de esta conexión no es de uno que la "
    "haga: conéctese con el del propio servicio."};
constexpr ReasonText kScopeMissing{reason::kScopeMissing,
                                   "",
                                   StatusCode::kPermissionDenied,
                                   0,
                                   "The API key needs the scope {scopes}.",
                                   "La clave de API necesita el permiso {scopes}."};
constexpr ReasonText kScopeMissingAny{reason::kScopeMissing,
                                      "ANY",
                                      StatusCode::kPermissionDenied,
                                      0,
                                      "The API key needs one of the scopes {scopes}.",
                                      "La clave de API necesita uno de los permisos {scopes}."};
constexpr ReasonText kScopeMissingListPatients{
    reason::kScopeMissing,
    "LIST_PATIENTS",
    StatusCode::kPermissionDenied,
    0,
    "Listing patients without docTypeId and docNumber, email or phone needs the scope "
    "patients:list.",
    "Listar pacientes sin docTypeId y docNumber, email o phone necesita el permiso patients:list."};
constexpr ReasonText kScopeMissingListAppointments{
    reason::kScopeMissing,
    "LIST_APPOINTMENTS",
    StatusCode::kPermissionDenied,
    0,
    "Listing appointments without patientId, or patientDocTypeId and patientDocNumber, needs the "
    "scope appointments:list.",
    "Listar citas sin patientId, o patientDocTypeId y patientDocNumber, necesita el permiso "
    "appointments:list."};
constexpr ReasonText kScopeMissingOverbook{reason::kScopeMissing,
                                           "OVERBOOK",
                                           StatusCode::kPermissionDenied,
                                           0,
                                           "An overbookReason, for a time that the doctor has no "
                                           "more, needs the scope appointments:overbook.",
                                           "Un overbookReason, para una hora que el médico ya no "
                                           "tiene, necesita el permiso appointments:overbook."};
constexpr ReasonText kScopeMissingRotation{
    reason::kScopeMissing,
    "ROTATION",
    StatusCode::kPermissionDenied,
    0,
    "The key to be rotated has the scope {scopes}, which the calling key lacks.",
    "La clave que se quiere rotar tiene el permiso {scopes}, que le falta a la clave que llama."};
constexpr ReasonText kDocumentExists{reason::kDocumentExists,
                                     "",
                                     StatusCode::kAlreadyExists,
                                     0,
                                     "Another patient has this docTypeId and docNumber.",
                                     "Otro paciente tiene este docTypeId y docNumber."};
constexpr ReasonText kDocumentExistsDoctor{reason::kDocumentExists,
                                           "DOCTOR",
                                           StatusCode::kAlreadyExists,
                                           0,
                                           "Another doctor has this docTypeId and docNumber.",
                                           "Otro médico tiene este docTypeId y docNumber."};
constexpr ReasonText kNpiExists{
    reason::kNpiExists,           "", StatusCode::kAlreadyExists, 0, "Another doctor has this npi.",
    "Otro médico tiene este npi."};
constexpr ReasonText kHasAppointments{
    reason::kHasAppointments,
    "",
    StatusCode::kFailedPrecondition,
    0,
    "The doctor still has appointments to come; cancel them first, or deactivate the doctor "
    "instead.",
    "El médico todavía tiene citas por cumplir; cancélelas primero o desactive al médico."};
constexpr ReasonText kHasAppointmentsSite{
    reason::kHasAppointments,
    "SITE",
    StatusCode::kFailedPrecondition,
    0,
    "The site still has appointments to come; move or cancel them first, or deactivate the site "
    "instead.",
    "La sede todavía tiene citas por cumplir; muévalas o cancélelas primero, o desactive la sede."};
constexpr ReasonText kHasAppointmentsRoom{
    reason::kHasAppointments,
    "ROOM",
    StatusCode::kFailedPrecondition,
    0,
    "The room still has appointments to come; give them another room or cancel them first, or "
    "deactivate the room instead.",
    "El consultorio todavía tiene citas por cumplir; asígneles otro o cancélelas primero, o "
    "desactive el consultorio."};
constexpr ReasonText kMainSite{
    reason::kMainSite,
    "",
    StatusCode::kFailedPrecondition,
    0,
    "This is the main site, and others are active; make one of them the main site first.",
    "Esta es la sede principal y hay otras activas; primero haga principal a una de ellas."};
constexpr ReasonText kMainSiteStays{
    reason::kMainSite,
    "STAYS",
    StatusCode::kFailedPrecondition,
    0,
    "The main site stays it until another one is made the main site.",
    "La sede principal lo es hasta que otra se haga principal."};
constexpr ReasonText kSlotTaken{
    reason::kSlotTaken,
    "",
    StatusCode::kAlreadyExists,
    0,
    "The doctor already has an appointment that overlaps this time; choose another time or another "
    "doctor.",
    "El médico ya tiene una cita que se cruza con este horario; elija otra hora u otro médico."};
constexpr ReasonText kRoomTaken{reason::kRoomTaken,
                                "",
                                StatusCode::kAlreadyExists,
                                0,
                                "The doctor is free, but every room of the site is taken at this "
                                "time; choose another time or another site.",
                                "El médico está libre, pero todos los consultorios de la sede "
                                "están ocupados a esta hora; elija otra hora u otra sede."};
constexpr ReasonText kRoomTakenNamed{
    reason::kRoomTaken,
    "NAMED",
    StatusCode::kAlreadyExists,
    0,
    "The room is taken at this time; choose another time or another room, or leave roomId out.",
    "El consultorio está ocupado a esta hora; elija otra hora u otro consultorio, o no envíe "
    "roomId."};
constexpr ReasonText kOfferUsed{
    reason::kOfferUsed,
    "",
    StatusCode::kAlreadyExists,
    0,
    "An appointment was booked by this offer already; search again for another.",
    "Con esta oferta ya se agendó una cita; busque de nuevo para otra."};
constexpr ReasonText kTooManyHolds{
    reason::kTooManyHolds,
    "",
    StatusCode::kResourceExhausted,
    0,
    "This credential holds {most} times already: book or release one, or wait until one ends.",
    "Esta credencial ya tiene {most} horas reservadas: agende o libere una, o espere a que termine "
    "alguna."};
constexpr ReasonText kTooManyHoldsPatient{
    reason::kTooManyHolds,
    "PATIENT",
    StatusCode::kResourceExhausted,
    0,
    "{most} times are held for this patient already: book or release one, or wait until one ends.",
    "Este paciente ya tiene {most} horas reservadas: agende o libere una, o espere a que termine "
    "alguna."};
constexpr ReasonText kTooManyWaitlistEntries{
    reason::kTooManyWaitlistEntries,
    "",
    StatusCode::kResourceExhausted,
    0,
    "This patient waits on the waitlist {most} times already: book or leave one of them first.",
    "Este paciente ya está {most} veces en la lista de espera: agende o retire antes una de "
    "ellas."};
constexpr ReasonText kNoOpenOffer{
    reason::kNoOpenOffer,
    "",
    StatusCode::kFailedPrecondition,
    0,
    "This entry of the waitlist has no such open offer: it was booked, declined or has expired.",
    "Esta entrada de la lista de espera no tiene abierta esa oferta: fue agendada, rechazada o "
    "venció."};
constexpr ReasonText kSignInRefused{reason::kSignInRefused,
                                    "",
                                    StatusCode::kUnauthenticated,
                                    0,
                                    "The e-mail or the password is wrong.",
                                    "El correo o la contraseña no son correctos."};
constexpr ReasonText kSignInRefusedRegistration{
    reason::kSignInRefused,
    "REGISTRATION",
    StatusCode::kUnauthenticated,
    0,
    "The clinic can't be registered with this e-mail and password: whoever has a user already "
    "sends the password of that user.",
    "La clínica no se puede registrar con este correo y esta contraseña: quien ya tiene usuario "
    "envía la contraseña de ese usuario."};
constexpr ReasonText kSignInRefusedChange{reason::kSignInRefused,
                                          "CHANGE",
                                          StatusCode::kUnauthenticated,
                                          0,
                                          "password: it is not your present password.",
                                          "password: no es su contraseña actual."};
constexpr ReasonText kSignInRefusedInvitation{
    reason::kSignInRefused,
    "INVITATION",
    StatusCode::kUnauthenticated,
    0,
    "password: it is not the password of the user that this e-mail has already.",
    "password: no es la contraseña del usuario que ya tiene este correo."};
constexpr ReasonText kSignInRefusedTemporary{
    reason::kSignInRefused,
    "TEMPORARY",
    StatusCode::kUnauthenticated,
    0,
    "The temporary password has expired: ask the clinic's administrator for a new one, or set a "
    "password with POST /v1/auth/password/forgot.",
    "La contraseña temporal venció: pida otra a quien administra la clínica, o elija una con POST "
    "/v1/auth/password/forgot."};
constexpr ReasonText kRefreshTokenInvalid{reason::kRefreshTokenInvalid,
                                          "",
                                          StatusCode::kUnauthenticated,
                                          0,
                                          "The refresh token is not valid: it was used before, has "
                                          "expired, or its session has ended; sign in again.",
                                          "El token de renovación no es válido: ya se usó, venció "
                                          "o su sesión terminó; inicie sesión de nuevo."};
constexpr ReasonText kTooManySignIns{reason::kTooManySignIns,
                                     "",
                                     StatusCode::kResourceExhausted,
                                     5,
                                     "Too many sign-ins of this e-mail or registrations from this "
                                     "address have failed; repeat after 5 s.",
                                     "Fallaron demasiados inicios de sesión de este correo o "
                                     "registros desde esta dirección; repita en 5 s."};
constexpr ReasonText kTooManySignInsMail{
    reason::kTooManySignIns,
    "MAIL",
    StatusCode::kResourceExhausted,
    5,
    "Too many mails were asked for this address; repeat after 5 s.",
    "Se pidieron demasiados correos para esta dirección; repita en 5 s."};
constexpr ReasonText kNoMembership{reason::kNoMembership,
                                   "",
                                   StatusCode::kPermissionDenied,
                                   0,
                                   "You belong to no active clinic.",
                                   "No pertenece a ninguna clínica activa."};
constexpr ReasonText kNoMembershipTenant{
    reason::kNoMembership,
    "TENANT",
    StatusCode::kPermissionDenied,
    0,
    "tenantId: you do not belong to this clinic, or it is not active.",
    "tenantId: no pertenece a esta clínica, o no está activa."};
constexpr ReasonText kMailLinkInvalid{
    reason::kMailLinkInvalid,
    "",
    StatusCode::kUnauthenticated,
    0,
    "token: the link is not valid: it was used, has expired or was withdrawn; ask for a new one.",
    "token: el enlace no es válido: ya se usó, venció o fue retirado; pida uno nuevo."};
constexpr ReasonText kLastAdmin{
    reason::kLastAdmin,
    "",
    StatusCode::kFailedPrecondition,
    0,
    "This is the clinic's last active administrator: give the role ORGANIZATION_ADMIN to somebody "
    "else first.",
    "Es la última persona que administra la clínica: dé antes el rol ORGANIZATION_ADMIN a otra."};
constexpr ReasonText kEmailNotVerified{
    reason::kEmailNotVerified,
    "",
    StatusCode::kFailedPrecondition,
    0,
    "Verify your own e-mail before you invite others: open the link in the mail that POST "
    "/v1/auth/email/send-verification sends.",
    "Verifique su propio correo antes de invitar a otras personas: abra el enlace del correo que "
    "envía POST /v1/auth/email/send-verification."};
constexpr ReasonText kOwnMfa{
    reason::kOwnMfa,
    "",
    StatusCode::kFailedPrecondition,
    0,
    "This is your own second factor: sign in by one of your recovery codes, and enroll a new one.",
    "Es su propio segundo factor: inicie sesión con uno de sus códigos de recuperación y registre "
    "otro."};
constexpr ReasonText kMemberElsewhere{
    reason::kMemberElsewhere,
    "",
    StatusCode::kFailedPrecondition,
    0,
    "This person belongs to other clinics too, whose access the second factor protects: ask the "
    "platform's operators to remove it.",
    "Esta persona pertenece también a otras clínicas, cuyo acceso protege el segundo factor: pida "
    "a quienes operan la plataforma que lo quiten."};
constexpr ReasonText kMfaAbsent{
    reason::kMfaAbsent,
    "",
    StatusCode::kFailedPrecondition,
    0,
    "This person has no second factor: it enrolls one at its next sign-in.",
    "Esta persona no tiene segundo factor: lo registra la próxima vez que inicia sesión."};
constexpr ReasonText kMfaTokenInvalid{
    reason::kMfaTokenInvalid,
    "",
    StatusCode::kUnauthenticated,
    0,
    "mfaToken: it is not valid, or older than 5 minutes; sign in again with POST /v1/auth/login.",
    "mfaToken: no es válido o tiene más de 5 minutos; inicie sesión de nuevo con POST "
    "/v1/auth/login."};
constexpr ReasonText kMfaCodeInvalid{
    reason::kMfaCodeInvalid,
    "",
    StatusCode::kUnauthenticated,
    0,
    "code: it is wrong, was used before, or its 30 seconds are over; wait for the next code of the "
    "authenticator, or send a recovery code.",
    "code: no es correcto, ya se usó o pasaron sus 30 segundos; espere el siguiente código del "
    "autenticador, o envíe un código de recuperación."};
constexpr ReasonText kPlanLimit{reason::kPlanLimit,
                                "",
                                StatusCode::kFailedPrecondition,
                                0,
                                "The plan's {most} patients are all there: delete some, or change "
                                "the plan with POST /v1/tenants/plan.",
                                "Ya están los {most} pacientes del plan: elimine algunos o cambie "
                                "de plan con POST /v1/tenants/plan."};
constexpr ReasonText kPlanLimitDoctors{reason::kPlanLimit,
                                       "DOCTORS",
                                       StatusCode::kFailedPrecondition,
                                       0,
                                       "The plan's {most} doctors are all there: delete some, or "
                                       "change the plan with POST /v1/tenants/plan.",
                                       "Ya están los {most} médicos del plan: elimine algunos o "
                                       "cambie de plan con POST /v1/tenants/plan."};
constexpr ReasonText kPlanLimitDowngrade{reason::kPlanLimit,
                                         "DOWNGRADE",
                                         StatusCode::kFailedPrecondition,
                                         0,
                                         "The clinic has more than the plan allows: {over}.",
                                         "La clínica tiene más de lo que permite el plan: {over}."};
constexpr ReasonText kTenantReadOnly{reason::kTenantReadOnly,
                                     "",
                                     StatusCode::kFailedPrecondition,
                                     0,
                                     "The trial has ended: everything can be read, nothing "
                                     "changed; choose a plan with POST /v1/tenants/plan.",
                                     "La prueba terminó: todo se puede leer y nada cambiar; elija "
                                     "un plan con POST /v1/tenants/plan."};
constexpr ReasonText kTermsNotInForce{
    reason::kTermsNotInForce,
    "",
    StatusCode::kFailedPrecondition,
    0,
    "version: version {version} of these terms is in force; show it to the person, and accept that "
    "one.",
    "version: rige la versión {version} de estos términos; muéstrela a la persona y acepte esa."};
constexpr ReasonText kAuditNotSealed{
    reason::kAuditNotSealed,
    "",
    StatusCode::kUnavailable,
    60,
    "No checkpoint covers this event yet: one is signed within a minute; repeat the call then.",
    "Ningún punto de control cubre todavía este evento: se firma uno en el próximo minuto; repita "
    "entonces la llamada."};
constexpr ReasonText kStateTransition{
    reason::kStateTransition,
    "",
    StatusCode::kFailedPrecondition,
    0,
    "An appointment can't go from {from} to {to}; possible from here: {next}.",
    "Una cita no puede pasar de {from} a {to}; desde aquí es posible: {next}."};
constexpr ReasonText kStateTransitionFinal{
    reason::kStateTransition,
    "FINAL",
    StatusCode::kFailedPrecondition,
    0,
    "An appointment can't go from {from} to {to}: {from} is final; book a new appointment instead.",
    "Una cita no puede pasar de {from} a {to}: {from} es definitivo; cree una cita nueva."};
constexpr ReasonText kStateTransitionMove{
    reason::kStateTransition,
    "MOVE",
    StatusCode::kFailedPrecondition,
    0,
    "An appointment that is {from} can't be moved to another time; book a new appointment instead.",
    "Una cita en {from} no puede moverse a otra hora; cree una cita nueva."};
constexpr ReasonText kNothingToAnswer{
    reason::kNothingToAnswer,
    "",
    StatusCode::kFailedPrecondition,
    0,
    "This appointment has begun or ended: there is nothing to confirm or to cancel.",
    "Esta cita ya empezó o terminó: no hay nada que confirmar ni cancelar."};
constexpr ReasonText kEtagMismatch{reason::kEtagMismatch,
                                   "",
                                   StatusCode::kFailedPrecondition,
                                   0,
                                   "The resource is no longer the one that If-Match names: read it "
                                   "again, and repeat the call with its new ETag.",
                                   "El recurso ya no es el que nombra If-Match: léalo de nuevo y "
                                   "repita la llamada con su nuevo ETag."};
constexpr ReasonText kEtagMismatchAbsent{
    reason::kEtagMismatch,
    "ABSENT",
    StatusCode::kFailedPrecondition,
    0,
    "If-Match asks for a resource that does not exist; leave it out to create one.",
    "If-Match pide un recurso que no existe; quítelo para crear uno."};
constexpr ReasonText kKeyNotActive{reason::kKeyNotActive,           "",
                                   StatusCode::kFailedPrecondition, 0,
                                   "The key is revoked.",           "La clave está revocada."};
constexpr ReasonText kKeyNotActiveExpired{reason::kKeyNotActive,           "EXPIRED",
                                          StatusCode::kFailedPrecondition, 0,
                                          "The key has expired.",          "La clave venció."};
constexpr ReasonText kBusy{reason::kBusy,
                           "",
                           StatusCode::kResourceExhausted,
                           1,
                           "Too many calls at once; repeat in a second.",
                           "Demasiadas llamadas a la vez; repita en un segundo."};
constexpr ReasonText kConcurrentChange{reason::kConcurrentChange,
                                       "",
                                       StatusCode::kAborted,
                                       1,
                                       "Another change got in the way; repeat the call.",
                                       "Otro cambio se adelantó; repita la llamada."};
constexpr ReasonText kCommitInDoubt{
    reason::kCommitInDoubt,
    "",
    StatusCode::kUnavailable,
    1,
    "The outcome is not known: the change may be stored. Read before you repeat the call.",
    "No se sabe el resultado: el cambio puede estar guardado. Lea antes de repetir la llamada."};
constexpr ReasonText kCommitInDoubtUnrecorded{
    reason::kCommitInDoubt,
    "UNRECORDED",
    StatusCode::kUnavailable,
    1,
    "The change is stored, but its answer could not be recorded; read before you repeat the call.",
    "El cambio está guardado, pero no se pudo registrar la respuesta; lea antes de repetir la "
    "llamada."};
constexpr ReasonText kIdempotencyMismatch{
    reason::kIdempotencyMismatch,
    "",
    StatusCode::kFailedPrecondition,
    0,
    "idempotencyKey: was used for another call; send a new call with a new key, and a key again "
    "only with the same call.",
    "idempotencyKey: ya se usó para otra llamada; envíe una llamada nueva con una clave nueva, y "
    "repita una clave solo con la misma llamada."};
constexpr ReasonText kIdempotencyInProgress{
    reason::kIdempotencyInProgress,
    "",
    StatusCode::kAborted,
    1,
    "The first call with this idempotencyKey is still under way; repeat the call with the same key "
    "in a second.",
    "La primera llamada con este idempotencyKey sigue en curso; repita la llamada con la misma "
    "clave en un segundo."};
constexpr ReasonText kReferenceMissing{reason::kReferenceMissing,
                                       "",
                                       StatusCode::kFailedPrecondition,
                                       0,
                                       "Something that the call refers to is missing.",
                                       "Falta algo a lo que se refiere la llamada."};
constexpr ReasonText kValueNotAllowed{reason::kValueNotAllowed,     "",
                                      StatusCode::kInvalidArgument, 0,
                                      "A value is not allowed.",    "Un valor no está permitido."};
constexpr ReasonText kValueNotAllowedMalformed{
    reason::kValueNotAllowed,     "MALFORMED",
    StatusCode::kInvalidArgument, 0,
    "A value is malformed.",      "Un valor está mal formado."};
constexpr ReasonText kValueNotAllowedNul{reason::kValueNotAllowed,
                                         "NUL",
                                         StatusCode::kInvalidArgument,
                                         0,
                                         "A text holds the character NUL; leave it out.",
                                         "Un texto lleva el carácter NUL; quítelo."};
constexpr ReasonText kCodeExists{reason::kCodeExists,
                                 "",
                                 StatusCode::kAlreadyExists,
                                 0,
                                 "Another appointment type has this code.",
                                 "Otro tipo de cita tiene este código."};
constexpr ReasonText kRoomExists{reason::kRoomExists,
                                 "",
                                 StatusCode::kAlreadyExists,
                                 0,
                                 "Another room of this site has this name.",
                                 "Otro consultorio de esta sede tiene este nombre."};
constexpr ReasonText kRoleExists{reason::kRoleExists,
                                 "",
                                 StatusCode::kAlreadyExists,
                                 0,
                                 "The doctor already has a role at this site; change that one.",
                                 "El médico ya tiene un horario en esta sede; cambie ese."};
constexpr ReasonText kRouteNotFound{reason::kRouteNotFound,
                                    "",
                                    StatusCode::kNotFound,
                                    0,
                                    "There is no such path; see /docs.",
                                    "No existe esa ruta; vea /docs."};
constexpr ReasonText kMethodNotAllowed{
    reason::kMethodNotAllowed,         "",
    StatusCode::kUnimplemented,        0,
    "This path answers to {methods}.", "Esta ruta responde a {methods}."};
constexpr ReasonText kPathMalformed{reason::kPathMalformed,       "",
                                    StatusCode::kInvalidArgument, 0,
                                    "The path is malformed.",     "La ruta está mal formada."};
constexpr ReasonText kHttpMalformed{
    reason::kHttpMalformed,
    "",
    StatusCode::kInvalidArgument,
    0,
    "The request can't be read as HTTP: escape special characters in the address (%20 for a "
    "blank), and send each header as name: value.",
    "La solicitud no se puede leer como HTTP: escape los caracteres especiales de la dirección "
    "(%20 para un espacio) y envíe cada encabezado como nombre: valor."};
constexpr ReasonText kPathTooLong{
    reason::kPathTooLong,    "", StatusCode::kInvalidArgument, 0, "The path is longer than 2 KiB.",
    "La ruta pasa de 2 KiB."};
constexpr ReasonText kQueryTooLong{reason::kQueryTooLong,
                                   "",
                                   StatusCode::kInvalidArgument,
                                   0,
                                   "The query is longer than 8 KiB.",
                                   "La consulta pasa de 8 KiB."};
constexpr ReasonText kHeaderInvalid{
    reason::kHeaderInvalid,
    "",
    StatusCode::kInvalidArgument,
    0,
    "The header {header} must be sent once and hold printable ASCII only.",
    "El encabezado {header} debe venir una vez y llevar solo ASCII imprimible."};
constexpr ReasonText kHeaderInvalidPrintable{
    reason::kHeaderInvalid,
    "PRINTABLE",
    StatusCode::kInvalidArgument,
    0,
    "The header {header} must hold printable ASCII only.",
    "El encabezado {header} debe llevar solo ASCII imprimible."};
constexpr ReasonText kHeadersTooLarge{reason::kHeadersTooLarge,
                                      "",
                                      StatusCode::kInvalidArgument,
                                      0,
                                      "The headers are larger than 8 KiB.",
                                      "Los encabezados pasan de 8 KiB."};
constexpr ReasonText kHeadersTooLargeForwarded{
    reason::kHeadersTooLarge,
    "FORWARDED",
    StatusCode::kInvalidArgument,
    0,
    "The headers that are passed on are larger than 4 KiB.",
    "Los encabezados que se transmiten pasan de 4 KiB."};
constexpr ReasonText kBodyTooLarge{reason::kBodyTooLarge,
                                   "",
                                   StatusCode::kInvalidArgument,
                                   0,
                                   "The body is larger than 1 MiB.",
                                   "El cuerpo pasa de 1 MiB."};
constexpr ReasonText kBodyTimeout{reason::kBodyTimeout,
                                  "",
                                  StatusCode::kDeadlineExceeded,
                                  0,
                                  "The body did not arrive in time.",
                                  "El cuerpo no llegó a tiempo."};
constexpr ReasonText kBodyIncomplete{reason::kBodyIncomplete,
                                     "",
                                     StatusCode::kInvalidArgument,
                                     0,
                                     "The body ended before its announced length.",
                                     "El cuerpo llegó incompleto."};
constexpr ReasonText kUnsupportedMediaType{
    reason::kUnsupportedMediaType,
    "",
    StatusCode::kInvalidArgument,
    0,
    "Send the body as Content-Type: application/json in UTF-8, not compressed.",
    "Envíe el cuerpo como Content-Type: application/json en UTF-8, sin comprimir."};
constexpr ReasonText kNotReady{reason::kNotReady,
                               "",
                               StatusCode::kUnavailable,
                               1,
                               "Not ready; without answer: {services}.",
                               "No está listo; sin respuesta: {services}."};
constexpr ReasonText kRateLimited{reason::kRateLimited,
                                  "",
                                  StatusCode::kResourceExhausted,
                                  1,
                                  "This API key may call {rate} times a second, {burst} times at "
                                  "once after a pause; repeat in {seconds} s.",
                                  "Esta clave de API puede llamar {rate} veces por segundo, "
                                  "{burst} seguidas tras una pausa; repita en {seconds} s."};
constexpr ReasonText kRateLimitedTenant{
    reason::kRateLimited,
    "TENANT",
    StatusCode::kResourceExhausted,
    1,
    "All API keys of this clinic together may call {rate} times a second, {burst} times at once "
    "after a pause; repeat in {seconds} s.",
    "Todas las claves de API de esta clínica pueden llamar juntas {rate} veces por segundo, "
    "{burst} seguidas tras una pausa; repita en {seconds} s."};
constexpr ReasonText kTooManyFailedAuthentications{
    reason::kTooManyFailedAuthentications,
    "",
    StatusCode::kResourceExhausted,
    5,
    "Too many calls from this address had no valid API key: check the header X-Api-Key, then "
    "repeat in {seconds} s.",
    "Demasiadas llamadas desde esta dirección no traían una clave de API válida: revise el "
    "encabezado X-Api-Key y repita en {seconds} s."};
constexpr ReasonText kTooManyWorkflows{
    reason::kTooManyWorkflows,
    "",
    StatusCode::kFailedPrecondition,
    0,
    "The clinic has {most} workflows already: delete one first.",
    "La clínica ya tiene {most} flujos: borre antes uno de ellos."};
constexpr ReasonText kMemberAlready{
    reason::kMemberAlready,
    "",
    StatusCode::kFailedPrecondition,
    0,
    "You are a member of this clinic: enter it with POST /v1/auth/switch-tenant.",
    "Usted pertenece a esta clínica: entre con POST /v1/auth/switch-tenant."};
constexpr ReasonText kRetentionShorter{
    reason::kRetentionShorter,
    "",
    StatusCode::kFailedPrecondition,
    0,
    "Audit events are to be kept for {years} years; that can be lengthened, not shortened.",
    "Los eventos de auditoría se guardan por {years} años; ese plazo se puede ampliar, no "
    "reducir."};
constexpr ReasonText kMalformedJson{
    reason::kMalformedJson,
    "",
    StatusCode::kInvalidArgument,
    0,
    "the body is not valid JSON at line {line}, column {column}",
    "el cuerpo no es JSON válido en la línea {line}, columna {column}"};
constexpr ReasonText kMalformedJsonCut{
    reason::kMalformedJson,
    "CUT",
    StatusCode::kInvalidArgument,
    0,
    "the body ends before the JSON does, at line {line}, column {column}",
    "el cuerpo termina antes que el JSON, en la línea {line}, columna {column}"};
constexpr ReasonText kInvalidUtf8{
    reason::kInvalidUtf8,
    "",
    StatusCode::kInvalidArgument,
    0,
    "the body is not valid UTF-8 at line {line}, column {column}",
    "el cuerpo no es UTF-8 válido en la línea {line}, columna {column}"};
constexpr ReasonText kNotAnObject{reason::kNotAnObject,
                                  "",
                                  StatusCode::kInvalidArgument,
                                  0,
                                  "the body must be a JSON object",
                                  "el cuerpo debe ser un objeto JSON"};
constexpr ReasonText kTrailingData{reason::kTrailingData,
                                   "",
                                   StatusCode::kInvalidArgument,
                                   0,
                                   "the body has data after the JSON object",
                                   "el cuerpo trae datos después del objeto JSON"};
constexpr ReasonText kTooDeep{reason::kTooDeep,
                              "",
                              StatusCode::kInvalidArgument,
                              0,
                              "is nested deeper than {most} levels",
                              "tiene más de {most} niveles"};
constexpr ReasonText kTooDeepBody{reason::kTooDeep,
                                  "BODY",
                                  StatusCode::kInvalidArgument,
                                  0,
                                  "the body is nested deeper than {most} levels",
                                  "el cuerpo tiene más de {most} niveles"};
constexpr ReasonText kTooManyKeys{reason::kTooManyKeys,
                                  "",
                                  StatusCode::kInvalidArgument,
                                  0,
                                  "must hold at most {most} keys",
                                  "debe tener como máximo {most} claves"};
constexpr ReasonText kTooManyKeysBody{reason::kTooManyKeys,
                                      "BODY",
                                      StatusCode::kInvalidArgument,
                                      0,
                                      "the body has more than {most} keys",
                                      "el cuerpo tiene más de {most} claves"};
constexpr ReasonText kMalformedQuery{
    reason::kMalformedQuery,         "",
    StatusCode::kInvalidArgument,    0,
    "the query string is malformed", "la consulta está mal formada"};
constexpr ReasonText kUnknownParameter{reason::kUnknownParameter,
                                       "",
                                       StatusCode::kInvalidArgument,
                                       0,
                                       "is not a query parameter of this call",
                                       "no es un parámetro de esta llamada"};
constexpr ReasonText kDuplicateParameter{reason::kDuplicateParameter,  "",
                                         StatusCode::kInvalidArgument, 0,
                                         "is given more than once",    "viene más de una vez"};
constexpr ReasonText kUnknownField{reason::kUnknownField,         "",
                                   StatusCode::kInvalidArgument,  0,
                                   "is not a field of this call", "no es un campo de esta llamada"};
constexpr ReasonText kUnknownFieldMeant{reason::kUnknownField,
                                        "MEANT",
                                        StatusCode::kInvalidArgument,
                                        0,
                                        "is not a field of this call; did you mean {name}?",
                                        "no es un campo de esta llamada; ¿quiso decir {name}?"};
constexpr ReasonText kDuplicateKey{reason::kDuplicateKey,        "",
                                   StatusCode::kInvalidArgument, 0,
                                   "is given more than once",    "viene más de una vez"};
constexpr ReasonText kWrongType{reason::kWrongType,           "",
                                StatusCode::kInvalidArgument, 0,
                                "must be a text in quotes",   "debe ser un texto entre comillas"};
constexpr ReasonText kWrongTypeBoolean{reason::kWrongType,           "BOOLEAN",
                                       StatusCode::kInvalidArgument, 0,
                                       "must be true or false",      "debe ser true o false"};
constexpr ReasonText kWrongTypeInteger{reason::kWrongType,           "INTEGER",
                                       StatusCode::kInvalidArgument, 0,
                                       "must be a whole number",     "debe ser un número entero"};
constexpr ReasonText kWrongTypeNumber{reason::kWrongType,           "NUMBER",
                                      StatusCode::kInvalidArgument, 0,
                                      "must be a number",           "debe ser un número"};
constexpr ReasonText kWrongTypeObject{reason::kWrongType,           "OBJECT",
                                      StatusCode::kInvalidArgument, 0,
                                      "must be an object",          "debe ser un objeto"};
constexpr ReasonText kWrongTypeList{
    reason::kWrongType,  "LIST", StatusCode::kInvalidArgument, 0, "must be a list",
    "debe ser una lista"};
constexpr ReasonText kWrongTypeName{reason::kWrongType,           "NAME",
                                    StatusCode::kInvalidArgument, 0,
                                    "must be one of {names}",     "debe ser uno de {names}"};
constexpr ReasonText kWrongTypeForm{reason::kWrongType,           "FORM",
                                    StatusCode::kInvalidArgument, 0,
                                    "is not a valid {type}",      "no es un {type} válido"};
constexpr ReasonText kPathMismatch{reason::kPathMismatch,
                                   "",
                                   StatusCode::kInvalidArgument,
                                   0,
                                   "must be left out or be the same as in the path",
                                   "debe faltar o ser igual al de la ruta"};
constexpr ReasonText kInvalidText{reason::kInvalidText,         "",
                                  StatusCode::kInvalidArgument, 0,
                                  "must be UTF-8 without NUL",  "debe ser UTF-8 sin NUL"};
constexpr ReasonText kNul{reason::kNul,
                          "",
                          StatusCode::kInvalidArgument,
                          0,
                          "must not hold the character NUL",
                          "no puede llevar el carácter NUL"};
constexpr ReasonText kNumberTooLarge{
    reason::kNumberTooLarge,          "",
    StatusCode::kInvalidArgument,     0,
    "must be between -1e30 and 1e30", "debe estar entre -1e30 y 1e30"};
constexpr ReasonText kIntegerTooLarge{
    reason::kIntegerTooLarge,
    "",
    StatusCode::kInvalidArgument,
    0,
    "is an integer beyond ±2^53, which would be rounded: send it as a text in quotes",
    "es un entero mayor a ±2^53, que se redondearía: envíelo como texto entre comillas"};
constexpr ReasonText kKeyFormat{reason::kKeyFormat,
                                "",
                                StatusCode::kInvalidArgument,
                                0,
                                "keys must have 1 to 256 bytes and no NUL",
                                "las claves deben tener de 1 a 256 bytes, sin NUL"};
constexpr ReasonText kRequired{
    reason::kRequired, "", StatusCode::kInvalidArgument, 0, "is required", "es obligatorio"};
constexpr ReasonText kRequiredBeside{
    reason::kRequired,
    "BESIDE",
    StatusCode::kInvalidArgument,
    0,
    "is required beside {other}: a number alone names nobody",
    "es obligatorio junto con {other}: un número solo no identifica a nadie"};
constexpr ReasonText kRequiredTogether{
    reason::kRequired,
    "TOGETHER",
    StatusCode::kInvalidArgument,
    0,
    "is required together with {other}, unless {instead} is sent",
    "es obligatorio junto con {other}, a menos que se envíe {instead}"};
constexpr ReasonText kRequiredMainSite{
    reason::kRequired,
    "MAIN_SITE",
    StatusCode::kInvalidArgument,
    0,
    "is required: neither the doctor nor the tenant has an active main site",
    "es obligatorio: ni el médico ni la organización tienen una sede principal activa"};
constexpr ReasonText kRequiredScopes{reason::kRequired,
                                     "SCOPES",
                                     StatusCode::kInvalidArgument,
                                     0,
                                     "must name at least one of {known}",
                                     "debe nombrar al menos uno de {known}"};
constexpr ReasonText kRequiredOwner{reason::kRequired,
                                    "OWNER",
                                    StatusCode::kInvalidArgument,
                                    0,
                                    "must be the e-mail of the person who answers for the key",
                                    "debe ser el correo de la persona que responde por la clave"};
constexpr ReasonText kRequiredTenant{
    reason::kRequired,
    "TENANT",
    StatusCode::kInvalidArgument,
    0,
    "must name the tenant, for a platform admin",
    "debe nombrar la organización, para un administrador de la plataforma"};
constexpr ReasonText kRequiredOneResource{reason::kRequired,
                                          "ONE_RESOURCE",
                                          StatusCode::kInvalidArgument,
                                          0,
                                          "a write names exactly one resource",
                                          "una escritura nombra exactamente un recurso"};
constexpr ReasonText kRequiredUnless{reason::kRequired,
                                     "UNLESS",
                                     StatusCode::kInvalidArgument,
                                     0,
                                     "is required unless {other} is sent",
                                     "es obligatorio a menos que se envíe {other}"};
constexpr ReasonText kEmpty{
    reason::kEmpty,        "", StatusCode::kInvalidArgument, 0, "must not be empty",
    "no puede estar vacío"};
constexpr ReasonText kEmptyClearable{reason::kEmpty,
                                     "CLEARABLE",
                                     StatusCode::kInvalidArgument,
                                     0,
                                     "must not be empty; null clears it",
                                     "no puede estar vacío; null lo borra"};
constexpr ReasonText kClearField{reason::kClearField,          "",
                                 StatusCode::kInvalidArgument, 0,
                                 "can't be cleared",           "no se puede borrar"};
constexpr ReasonText kClearFieldUnknown{reason::kClearField,
                                        "UNKNOWN",
                                        StatusCode::kInvalidArgument,
                                        0,
                                        "names a field that can't be cleared",
                                        "nombra un campo que no se puede borrar"};
constexpr ReasonText kClearFieldSent{reason::kClearField,
                                     "SENT",
                                     StatusCode::kInvalidArgument,
                                     0,
                                     "must not be sent and cleared at once",
                                     "no puede enviarse y borrarse a la vez"};
constexpr ReasonText kClearFieldTogether{reason::kClearField,
                                         "TOGETHER",
                                         StatusCode::kInvalidArgument,
                                         0,
                                         "{one} and {other} can only be cleared together",
                                         "{one} y {other} solo se pueden borrar juntos"};
constexpr ReasonText kTextLength{reason::kTextLength,
                                 "",
                                 StatusCode::kInvalidArgument,
                                 0,
                                 "must have at most {most} characters",
                                 "debe tener como máximo {most} caracteres"};
constexpr ReasonText kTextLengthShort{reason::kTextLength,
                                      "SHORT",
                                      StatusCode::kInvalidArgument,
                                      0,
                                      "must have at least {least} characters",
                                      "debe tener al menos {least} caracteres"};
constexpr ReasonText kTextControl{reason::kTextControl,
                                  "",
                                  StatusCode::kInvalidArgument,
                                  0,
                                  "must not hold control characters",
                                  "no puede llevar caracteres de control"};
constexpr ReasonText kTextEncoding{reason::kTextEncoding,        "",
                                   StatusCode::kInvalidArgument, 0,
                                   "must be valid UTF-8",        "debe ser UTF-8 válido"};
constexpr ReasonText kIdFormat{reason::kIdFormat,
                               "",
                               StatusCode::kInvalidArgument,
                               0,
                               "must be an id of 26 characters",
                               "debe ser un identificador de 26 caracteres"};
constexpr ReasonText kIdFormatVisible{
    reason::kIdFormat,
    "VISIBLE",
    StatusCode::kInvalidArgument,
    0,
    "must be 1 to {most} visible ASCII characters without spaces",
    "debe tener de 1 a {most} caracteres ASCII visibles, sin espacios"};
constexpr ReasonText kRange{reason::kRange,
                            "",
                            StatusCode::kInvalidArgument,
                            0,
                            "must be from {least} to {most}",
                            "debe estar entre {least} y {most}"};
constexpr ReasonText kRangeEntries{reason::kRange,
                                   "ENTRIES",
                                   StatusCode::kInvalidArgument,
                                   0,
                                   "must hold {least} to {most} entries",
                                   "debe tener de {least} a {most} elementos"};
constexpr ReasonText kRangeNegative{
    reason::kRange,         "NEGATIVE", StatusCode::kInvalidArgument, 0, "must not be negative",
    "no puede ser negativo"};
constexpr ReasonText kListLength{reason::kListLength,
                                 "",
                                 StatusCode::kInvalidArgument,
                                 0,
                                 "must hold at most {most} entries",
                                 "debe tener como máximo {most} elementos"};
constexpr ReasonText kRepeated{
    reason::kRepeated,   "", StatusCode::kInvalidArgument, 0, "must not be repeated",
    "no puede repetirse"};
constexpr ReasonText kEnumValue{reason::kEnumValue,           "",
                                StatusCode::kInvalidArgument, 0,
                                "must be one of {known}",     "debe ser uno de {known}"};
constexpr ReasonText kPageTokenInvalid{reason::kPageTokenInvalid,
                                       "",
                                       StatusCode::kInvalidArgument,
                                       0,
                                       "must be the nextPageToken of the page before, with the "
                                       "same filters and order, or be left out for the first page",
                                       "debe ser el nextPageToken de la página anterior, con los "
                                       "mismos filtros y orden, o faltar para la primera página"};
constexpr ReasonText kOrderBy{
    reason::kOrderBy,         "", StatusCode::kInvalidArgument, 0, "must be one of {known}",
    "debe ser uno de {known}"};
constexpr ReasonText kOrderByUnfiltered{
    reason::kOrderBy,
    "UNFILTERED",
    StatusCode::kInvalidArgument,
    0,
    "can be {order} in a list without any filter only: leave the filters out, or choose one of "
    "{known}",
    "puede ser {order} solo en una lista sin filtros: quite los filtros, o elija uno de {known}"};
constexpr ReasonText kEtagFormat{
    reason::kEtagFormat,
    "",
    StatusCode::kInvalidArgument,
    0,
    "must be * or the ETag of an earlier answer with its quotes, as \"7\"",
    "debe ser * o el ETag de una respuesta anterior con sus comillas, como \"7\""};
constexpr ReasonText kIdempotencyKey{reason::kIdempotencyKey,
                                     "",
                                     StatusCode::kInvalidArgument,
                                     0,
                                     "must be 1 to 255 printable ASCII characters",
                                     "debe tener de 1 a 255 caracteres ASCII imprimibles"};
constexpr ReasonText kIdempotencyKeyDiffers{
    reason::kIdempotencyKey,
    "DIFFERS",
    StatusCode::kInvalidArgument,
    0,
    "must be the same as the header Idempotency-Key, or be left out of one of them",
    "debe ser igual al encabezado Idempotency-Key, o faltar en uno de los dos"};
constexpr ReasonText kEventType{
    reason::kEventType, "", StatusCode::kInvalidArgument, 0, "must be {known}", "debe ser {known}"};
constexpr ReasonText kActionType{reason::kActionType,          "",
                                 StatusCode::kInvalidArgument, 0,
                                 "must be one of: {known}",    "debe ser uno de: {known}"};
constexpr ReasonText kDateFormat{
    reason::kDateFormat,
    "",
    StatusCode::kInvalidArgument,
    0,
    "must be a date of the calendar as YYYY-MM-DD, for example 1990-04-12",
    "debe ser una fecha del calendario como AAAA-MM-DD, por ejemplo 1990-04-12"};
constexpr ReasonText kDateRange{reason::kDateRange,
                                "",
                                StatusCode::kInvalidArgument,
                                0,
                                "must be from {first} to {last}",
                                "debe estar entre {first} y {last}"};
constexpr ReasonText kTimeFormat{
    reason::kTimeFormat,
    "",
    StatusCode::kInvalidArgument,
    0,
    "must be a time with offset as in RFC 3339, for example 2026-12-01T09:00:00-05:00",
    "debe ser una hora con desfase como en RFC 3339, por ejemplo 2026-12-01T09:00:00-05:00"};
constexpr ReasonText kTimeOffsetMissing{
    reason::kTimeOffsetMissing,
    "",
    StatusCode::kInvalidArgument,
    0,
    "must say its offset from UTC, for example 2026-12-01T09:00:00-05:00 or 2026-12-01T14:00:00Z",
    "debe indicar su desfase de UTC, por ejemplo 2026-12-01T09:00:00-05:00 o 2026-12-01T14:00:00Z"};
constexpr ReasonText kTimeRange{reason::kTimeRange,
                                "",
                                StatusCode::kInvalidArgument,
                                0,
                                "must lie between the years 1900 and 2200, with an offset of at "
                                "most 14:00, for example 2026-12-01T09:00:00-05:00",
                                "debe estar entre los años 1900 y 2200, con un desfase de máximo "
                                "14:00, por ejemplo 2026-12-01T09:00:00-05:00"};
constexpr ReasonText kTimeOrder{reason::kTimeOrder,           "",
                                StatusCode::kInvalidArgument, 0,
                                "must be after {other}",      "debe ser después de {other}"};
constexpr ReasonText kTimePast{
    reason::kTimePast,        "", StatusCode::kInvalidArgument, 0, "must be in the future",
    "debe estar en el futuro"};
constexpr ReasonText kTimeZone{
    reason::kTimeZone,
    "",
    StatusCode::kInvalidArgument,
    0,
    "must be a time zone of the IANA database, for example America/Bogota",
    "debe ser una zona horaria de la base IANA, por ejemplo America/Bogota"};
constexpr ReasonText kDurationRange{reason::kDurationRange,
                                    "",
                                    StatusCode::kInvalidArgument,
                                    0,
                                    "must be from 0 to 7 days (604800s)",
                                    "debe estar entre 0 y 7 días (604800s)"};
constexpr ReasonText kDocumentType{reason::kDocumentType,        "",
                                   StatusCode::kInvalidArgument, 0,
                                   "must be one of {known}",     "debe ser uno de {known}"};
constexpr ReasonText kDocumentFormat{reason::kDocumentFormat,
                                     "",
                                     StatusCode::kInvalidArgument,
                                     0,
                                     "must be digits only for {typeField} {type}",
                                     "debe tener solo dígitos para {typeField} {type}"};
constexpr ReasonText kDocumentFormatExactDigits{
    reason::kDocumentFormat,
    "EXACT_DIGITS",
    StatusCode::kInvalidArgument,
    0,
    "must be {count} digits for {typeField} {type}",
    "debe tener {count} dígitos para {typeField} {type}"};
constexpr ReasonText kDocumentFormatExact{reason::kDocumentFormat,
                                          "EXACT",
                                          StatusCode::kInvalidArgument,
                                          0,
                                          "must have {count} characters for {typeField} {type}",
                                          "debe tener {count} caracteres para {typeField} {type}"};
constexpr ReasonText kDocumentFormatAlphanumeric{
    reason::kDocumentFormat,
    "ALPHANUMERIC",
    StatusCode::kInvalidArgument,
    0,
    "must be letters and digits without separators for {typeField} {type}",
    "debe tener letras y dígitos, sin separadores, para {typeField} {type}"};
constexpr ReasonText kDocumentFormatLength{reason::kDocumentFormat,
                                           "LENGTH",
                                           StatusCode::kInvalidArgument,
                                           0,
                                           "must have at most {most} characters",
                                           "debe tener como máximo {most} caracteres"};
constexpr ReasonText kGender{reason::kGender,
                             "",
                             StatusCode::kInvalidArgument,
                             0,
                             "must be one of {known}, or a national code such as 01",
                             "debe ser uno de {known}, o un código nacional como 01"};
constexpr ReasonText kGenderIdentity{reason::kGenderIdentity,      "",
                                     StatusCode::kInvalidArgument, 0,
                                     "must be one of {known}",     "debe ser uno de {known}"};
constexpr ReasonText kPhoneFormat{
    reason::kPhoneFormat,
    "",
    StatusCode::kInvalidArgument,
    0,
    "must be a phone number with its country code, for example +573001234567",
    "debe ser un teléfono con su indicativo de país, por ejemplo +573001234567"};
constexpr ReasonText kEmailFormat{
    reason::kEmailFormat,
    "",
    StatusCode::kInvalidArgument,
    0,
    "must be an e-mail address, for example maria@example.com",
    "debe ser una dirección de correo, por ejemplo maria@example.com"};
constexpr ReasonText kEpsFormat{reason::kEpsFormat,
                                "",
                                StatusCode::kInvalidArgument,
                                0,
                                "must be the code of an EPS, for example EPS005",
                                "debe ser el código de una EPS, por ejemplo EPS005"};
constexpr ReasonText kWorkflowFormat{
    reason::kWorkflowFormat,
    "",
    StatusCode::kInvalidArgument,
    0,
    "must be a workflow's name: letters, digits, _ and -, at most {most}",
    "debe ser el nombre de un flujo: letras, dígitos, _ y -, máximo {most}"};
constexpr ReasonText kCustomFields{reason::kCustomFields,        "",
                                   StatusCode::kInvalidArgument, 0,
                                   "must be a JSON object",      "debe ser un objeto JSON"};
constexpr ReasonText kCustomFieldsCount{
    reason::kCustomFieldsCount,      "",
    StatusCode::kInvalidArgument,    0,
    "must hold at most {most} keys", "debe tener como máximo {most} claves"};
constexpr ReasonText kCustomFieldsSize{reason::kCustomFieldsSize,
                                       "",
                                       StatusCode::kInvalidArgument,
                                       0,
                                       "must take at most {most} KiB in all",
                                       "debe ocupar como máximo {most} KiB en total"};
constexpr ReasonText kPatientNotFound{
    reason::kPatientNotFound,
    "",
    StatusCode::kInvalidArgument,
    0,
    "no such patient is registered; register the patient first, or mend the document",
    "no hay un paciente registrado así; regístrelo primero o corrija el documento"};
constexpr ReasonText kDoctorNotFound{reason::kDoctorNotFound,
                                     "",
                                     StatusCode::kInvalidArgument,
                                     0,
                                     "no such doctor is in the directory; see GET /v1/doctors",
                                     "no hay un médico así en el directorio; vea GET /v1/doctors"};
constexpr ReasonText kDoctorInactive{reason::kDoctorInactive,
                                     "",
                                     StatusCode::kInvalidArgument,
                                     0,
                                     "the doctor is not active and can't be booked",
                                     "el médico no está activo y no se le pueden asignar citas"};
constexpr ReasonText kClinicNotFound{
    reason::kClinicNotFound,           "",
    StatusCode::kInvalidArgument,      0,
    "no such site; see GET /v1/sites", "no existe esa sede; vea GET /v1/sites"};
constexpr ReasonText kRoomNotFound{reason::kRoomNotFound,
                                   "",
                                   StatusCode::kInvalidArgument,
                                   0,
                                   "is no active room of the site; see GET /v1/rooms",
                                   "no es un consultorio activo de la sede; vea GET /v1/rooms"};
constexpr ReasonText kClinicInactive{reason::kClinicInactive,
                                     "",
                                     StatusCode::kInvalidArgument,
                                     0,
                                     "the site is not active and can't be booked",
                                     "la sede no está activa y no se pueden asignar citas en ella"};
constexpr ReasonText kEndBeforeStart{
    reason::kEndBeforeStart,          "",
    StatusCode::kInvalidArgument,     0,
    "must be after startAppointment", "debe ser después de startAppointment"};
constexpr ReasonText kDuration{reason::kDuration,
                               "",
                               StatusCode::kInvalidArgument,
                               0,
                               "must be at most 12 hours after startAppointment",
                               "debe ser máximo 12 horas después de startAppointment"};
constexpr ReasonText kDurationDays{reason::kDuration,
                                   "DAYS",
                                   StatusCode::kInvalidArgument,
                                   0,
                                   "must be at most {most} days after {other}",
                                   "debe ser máximo {most} días después de {other}"};
constexpr ReasonText kInitialState{
    reason::kInitialState,
    "",
    StatusCode::kInvalidArgument,
    0,
    "must be REQUESTED, SCHEDULED or CONFIRMED for a new appointment",
    "debe ser REQUESTED, SCHEDULED o CONFIRMED para una cita nueva"};
constexpr ReasonText kModality{reason::kModality,
                               "",
                               StatusCode::kInvalidArgument,
                               0,
                               "must be one of {known}; or a national code such as 01",
                               "debe ser uno de {known}; o un código nacional como 01"};
constexpr ReasonText kState{
    reason::kState,           "", StatusCode::kInvalidArgument, 0, "must be one of {known}",
    "debe ser uno de {known}"};
constexpr ReasonText kNotificationState{reason::kNotificationState,   "",
                                        StatusCode::kInvalidArgument, 0,
                                        "must be one of {known}",     "debe ser uno de {known}"};
constexpr ReasonText kTimeOfDay{
    reason::kTimeOfDay,
    "",
    StatusCode::kInvalidArgument,
    0,
    "must be a time of day as HH:MM from 00:00 to {last}, for example 08:00",
    "debe ser una hora del día como HH:MM entre 00:00 y {last}, por ejemplo 08:00"};
constexpr ReasonText kHoursOverlap{reason::kHoursOverlap,
                                   "",
                                   StatusCode::kInvalidArgument,
                                   0,
                                   "overlaps {other} on a day on which both are in effect",
                                   "se cruza con {other} en un día en que ambos rigen"};
constexpr ReasonText kNpi{
    reason::kNpi,
    "",
    StatusCode::kInvalidArgument,
    0,
    "must be an NPI: 10 digits, the last of which checks the others",
    "debe ser un NPI: 10 dígitos, el último de los cuales verifica los demás"};
constexpr ReasonText kDeaNumber{
    reason::kDeaNumber,
    "",
    StatusCode::kInvalidArgument,
    0,
    "must be a DEA number: two letters and seven digits, the last of which checks the others",
    "debe ser un número DEA: dos letras y siete dígitos, el último de los cuales verifica los "
    "demás"};
constexpr ReasonText kLicenceState{
    reason::kLicenceState,
    "",
    StatusCode::kInvalidArgument,
    0,
    "must be 2 to 10 letters A-Z, digits and hyphens, for example FL or CO-DC",
    "debe tener de 2 a 10 letras A-Z, dígitos y guiones, por ejemplo FL o CO-DC"};
constexpr ReasonText kLanguageTag{reason::kLanguageTag,
                                  "",
                                  StatusCode::kInvalidArgument,
                                  0,
                                  "must be the two or three letters of a language, for example es",
                                  "debe ser las dos o tres letras de un idioma, por ejemplo es"};
constexpr ReasonText kSlugFormat{
    reason::kSlugFormat,
    "",
    StatusCode::kInvalidArgument,
    0,
    "must be 1 to 63 letters, digits and hyphens, without a hyphen at its ends",
    "debe tener de 1 a 63 letras, dígitos y guiones, sin guion en los extremos"};
constexpr ReasonText kHostNameFormat{reason::kHostNameFormat,
                                     "",
                                     StatusCode::kInvalidArgument,
                                     0,
                                     "must be a DNS name such as citas.example.com",
                                     "debe ser un nombre DNS como citas.example.com"};
constexpr ReasonText kScopeUnknown{reason::kScopeUnknown,        "",
                                   StatusCode::kInvalidArgument, 0,
                                   "must be one of {known}",     "debe ser uno de {known}"};
constexpr ReasonText kScopeNotHeld{reason::kScopeNotHeld,
                                   "",
                                   StatusCode::kInvalidArgument,
                                   0,
                                   "is not a scope of the calling key",
                                   "no es un permiso de la clave que llama"};
constexpr ReasonText kRole{reason::kRole,
                           "",
                           StatusCode::kInvalidArgument,
                           0,
                           "must be platform_admin or internal_service",
                           "debe ser platform_admin o internal_service"};
constexpr ReasonText kEventText{reason::kEventText,
                                "",
                                StatusCode::kInvalidArgument,
                                0,
                                "must be 1 to 64 letters and digits",
                                "debe tener de 1 a 64 letras y dígitos"};
constexpr ReasonText kEventTextLength{reason::kEventText,
                                      "LENGTH",
                                      StatusCode::kInvalidArgument,
                                      0,
                                      "must have at most {most} bytes",
                                      "debe tener como máximo {most} bytes"};
constexpr ReasonText kEventJson{
    reason::kEventJson,
    "",
    StatusCode::kInvalidArgument,
    0,
    "must be a JSON object without NUL, too deep nesting or numbers beyond a double",
    "debe ser un objeto JSON sin NUL, sin demasiados niveles y sin números mayores a un double"};
constexpr ReasonText kEventTime{reason::kEventTime,
                                "",
                                StatusCode::kInvalidArgument,
                                0,
                                "must be between 1900 and 2200",
                                "debe estar entre 1900 y 2200"};
constexpr ReasonText kDocumentTypeEnded{
    reason::kDocumentTypeEnded,
    "",
    StatusCode::kInvalidArgument,
    0,
    "is a document type that is not valid today; send one of {known}",
    "es un tipo de documento que hoy no está vigente; envíe uno de {known}"};
constexpr ReasonText kDocumentLength{
    reason::kDocumentLength,
    "",
    StatusCode::kInvalidArgument,
    0,
    "usually has {lengths} characters for {typeField} {type}: check the number",
    "suele tener {lengths} caracteres para {typeField} {type}: revise el número"};
constexpr ReasonText kDocumentAge{
    reason::kDocumentAge,
    "",
    StatusCode::kInvalidArgument,
    0,
    "{type} is for persons from {from} to {to} years: check the type and the birth date",
    "{type} es para personas de {from} a {to} años: revise el tipo y la fecha de nacimiento"};
constexpr ReasonText kDocumentAgeFrom{
    reason::kDocumentAge,
    "FROM",
    StatusCode::kInvalidArgument,
    0,
    "{type} is for persons from {from} years on: check the type and the birth date",
    "{type} es para personas desde {from} años: revise el tipo y la fecha de nacimiento"};
constexpr ReasonText kDocumentAgeUnder{
    reason::kDocumentAge,
    "UNDER",
    StatusCode::kInvalidArgument,
    0,
    "{type} is for persons under {below} years: check the type and the birth date",
    "{type} es para personas menores de {below} años: revise el tipo y la fecha de nacimiento"};
constexpr ReasonText kEpsUnknown{
    reason::kEpsUnknown,
    "",
    StatusCode::kInvalidArgument,
    0,
    "is no code of the list of EPS; see GET /v1/catalogs/eps",
    "no es un código de la lista de EPS; consulte GET /v1/catalogs/eps"};
constexpr ReasonText kCodeEnded{reason::kCodeEnded,
                                "",
                                StatusCode::kInvalidArgument,
                                0,
                                "is a code whose validity ended on {day}",
                                "es un código cuya vigencia terminó el {day}"};
constexpr ReasonText kCodeEndedBegins{reason::kCodeEnded,
                                      "BEGINS",
                                      StatusCode::kInvalidArgument,
                                      0,
                                      "is a code whose validity begins on {day}",
                                      "es un código cuya vigencia empieza el {day}"};
constexpr ReasonText kCodeFormat{reason::kCodeFormat,
                                 "",
                                 StatusCode::kInvalidArgument,
                                 0,
                                 "must be 2 to 10 letters A-Z and digits, a letter first",
                                 "debe tener de 2 a 10 letras A-Z y dígitos, y empezar por letra"};
constexpr ReasonText kCodeFormatAppointmentType{
    reason::kCodeFormat,
    "APPOINTMENT_TYPE",
    StatusCode::kInvalidArgument,
    0,
    "must be 1 to {most} letters A-Z, digits and underscores",
    "debe tener de 1 a {most} letras A-Z, dígitos y guiones bajos"};
constexpr ReasonText kDateOrder{reason::kDateOrder,           "",
                                StatusCode::kInvalidArgument, 0,
                                "must not be before {other}", "no puede ser anterior a {other}"};
constexpr ReasonText kSetting{
    reason::kSetting,    "", StatusCode::kInvalidArgument, 0, "must be an object",
    "debe ser un objeto"};
constexpr ReasonText kSettingList{
    reason::kSetting,    "LIST", StatusCode::kInvalidArgument, 0, "must be a list",
    "debe ser una lista"};
constexpr ReasonText kSettingText{
    reason::kSetting,   "TEXT", StatusCode::kInvalidArgument, 0, "must be a text",
    "debe ser un texto"};
constexpr ReasonText kSettingChoice{
    reason::kSetting,         "CHOICE", StatusCode::kInvalidArgument, 0, "must be one of {known}",
    "debe ser uno de {known}"};
constexpr ReasonText kSettingName{reason::kSetting,
                                  "NAME",
                                  StatusCode::kInvalidArgument,
                                  0,
                                  "has a name that is not known; {known} are",
                                  "tiene un nombre desconocido; se conocen {known}"};
constexpr ReasonText kAttribute{reason::kAttribute,
                                "",
                                StatusCode::kInvalidArgument,
                                0,
                                "must be a whole number from {least} to {most}",
                                "debe ser un número entero de {least} a {most}"};
constexpr ReasonText kAttributeCharacters{reason::kAttribute,
                                          "CHARACTERS",
                                          StatusCode::kInvalidArgument,
                                          0,
                                          "must be DIGITS or ALPHANUMERIC",
                                          "debe ser DIGITS o ALPHANUMERIC"};
constexpr ReasonText kAttributeList{reason::kAttribute,
                                    "LIST",
                                    StatusCode::kInvalidArgument,
                                    0,
                                    "must be a list of whole numbers from {least} to {most}",
                                    "debe ser una lista de números enteros de {least} a {most}"};
constexpr ReasonText kAttributeOrder{
    reason::kAttribute,           "ORDER",
    StatusCode::kInvalidArgument, 0,
    "must not be below {other}",  "no puede ser menor que {other}"};
constexpr ReasonText kCountry{reason::kCountry,
                              "",
                              StatusCode::kInvalidArgument,
                              0,
                              "must be the two letters of a country, for example CO",
                              "debe ser las dos letras de un país, por ejemplo CO"};
constexpr ReasonText kSpecialty{reason::kSpecialty,
                                "",
                                StatusCode::kInvalidArgument,
                                0,
                                "must be the specialty of a doctor who takes appointments: {known}",
                                "debe ser la especialidad de un médico que atiende citas: {known}"};
constexpr ReasonText kAppointmentType{reason::kAppointmentType,
                                      "",
                                      StatusCode::kInvalidArgument,
                                      0,
                                      "must be the code of a type of appointment: {known}",
                                      "debe ser el código de un tipo de cita: {known}"};
constexpr ReasonText kAppointmentTypeStaff{reason::kAppointmentType,
                                           "STAFF",
                                           StatusCode::kInvalidArgument,
                                           0,
                                           "is booked by the clinic's staff only",
                                           "solo lo agenda el personal de la clínica"};
constexpr ReasonText kPeriod{reason::kPeriod,
                             "",
                             StatusCode::kInvalidArgument,
                             0,
                             "must be at most {days} days after {other}",
                             "debe ser a lo sumo {days} días después de {other}"};
constexpr ReasonText kOfferInvalid{
    reason::kOfferInvalid,
    "",
    StatusCode::kInvalidArgument,
    0,
    "is not an offerId that a search of this clinic answered",
    "no es un offerId que haya respondido una búsqueda de esta clínica"};
constexpr ReasonText kOfferInvalidDoctor{
    reason::kOfferInvalid,
    "DOCTOR",
    StatusCode::kInvalidArgument,
    0,
    "is of a doctor who takes no appointments any more: search again",
    "es de un médico que ya no atiende citas: busque de nuevo"};
constexpr ReasonText kOfferInvalidSite{
    reason::kOfferInvalid,
    "SITE",
    StatusCode::kInvalidArgument,
    0,
    "is of a site that takes no appointments any more: search again",
    "es de una sede que ya no recibe citas: busque de nuevo"};
constexpr ReasonText kOfferExpired{reason::kOfferExpired,        "",
                                   StatusCode::kInvalidArgument, 0,
                                   "has expired: search again",  "está vencido: busque de nuevo"};
constexpr ReasonText kOfferExpiredWaitlist{
    reason::kOfferExpired,
    "WAITLIST",
    StatusCode::kInvalidArgument,
    0,
    "is of an offer of the waitlist that is no longer open: it was declined, or went to the next",
    "es de una oferta de la lista de espera que ya no está abierta: fue rechazada o pasó al "
    "siguiente"};
constexpr ReasonText kOfferPatient{reason::kOfferPatient,
                                   "",
                                   StatusCode::kInvalidArgument,
                                   0,
                                   "is an offer of the waitlist to another patient",
                                   "es una oferta de la lista de espera para otro paciente"};
constexpr ReasonText kOfferField{reason::kOfferField,
                                 "",
                                 StatusCode::kInvalidArgument,
                                 0,
                                 "is said by offerId already: leave one of them out",
                                 "ya lo dice offerId: envíe solo uno de los dos"};
constexpr ReasonText kPatientField{reason::kPatientField,
                                   "",
                                   StatusCode::kInvalidArgument,
                                   0,
                                   "is said by patient already: leave one of them out",
                                   "ya lo dice patient: envíe solo uno de los dos"};
constexpr ReasonText kPassword{
    reason::kPassword,
    "",
    StatusCode::kInvalidArgument,
    0,
    "must have at least {least} characters; a sentence that nobody guesses is best",
    "debe tener al menos {least} caracteres; lo mejor es una frase que nadie adivine"};
constexpr ReasonText kPasswordLong{reason::kPassword,
                                   "LONG",
                                   StatusCode::kInvalidArgument,
                                   0,
                                   "must have at most {most} bytes",
                                   "debe tener como máximo {most} bytes"};
constexpr ReasonText kPasswordCharacters{reason::kPassword,
                                         "CHARACTERS",
                                         StatusCode::kInvalidArgument,
                                         0,
                                         "must hold no control characters",
                                         "no debe tener caracteres de control"};
constexpr ReasonText kPasswordCommon{reason::kPassword,
                                     "COMMON",
                                     StatusCode::kInvalidArgument,
                                     0,
                                     "is one of those that are tried first; choose another one",
                                     "es de las que se prueban primero; elija otra"};
constexpr ReasonText kPasswordEmail{reason::kPassword,
                                    "EMAIL",
                                    StatusCode::kInvalidArgument,
                                    0,
                                    "must not hold the e-mail's own name",
                                    "no debe contener el nombre del correo"};
constexpr ReasonText kPasswordSame{reason::kPassword,
                                   "SAME",
                                   StatusCode::kInvalidArgument,
                                   0,
                                   "is the one that you have; choose another one",
                                   "es la que ya tiene; elija otra"};
constexpr ReasonText kPasswordRepeated{reason::kPassword,
                                       "REPEATED",
                                       StatusCode::kInvalidArgument,
                                       0,
                                       "repeats one short text; choose another one",
                                       "repite un texto corto; elija otra"};
constexpr ReasonText kClinicalField{
    reason::kClinicalField,
    "",
    StatusCode::kInvalidArgument,
    0,
    "is clinical: administrative staff neither see it, nor write it, nor search by it",
    "es clínico: el personal administrativo no lo ve, no lo escribe ni busca por él"};
constexpr ReasonText kDoctorField{
    reason::kDoctorField,
    "",
    StatusCode::kInvalidArgument,
    0,
    "is of the role admin_doctor only: leave it out, or send that role",
    "es solo del rol admin_doctor: no lo envíe, o envíe ese rol"};
constexpr ReasonText kDocumentCharacters{reason::kDocumentCharacters,
                                         "",
                                         StatusCode::kInvalidArgument,
                                         0,
                                         "must be letters A-Z and digits, at most {most}",
                                         "debe ser de letras A-Z y dígitos, a lo sumo {most}"};
constexpr ReasonText kFeedSubject{reason::kFeedSubject,
                                  "",
                                  StatusCode::kInvalidArgument,
                                  0,
                                  "send either doctorId or clinicId, not both",
                                  "envíe doctorId o clinicId, uno solo"};
constexpr ReasonText kWorkflowUnknown{reason::kWorkflowUnknown,
                                      "",
                                      StatusCode::kInvalidArgument,
                                      0,
                                      "names no workflow that this credential may use",
                                      "no nombra un flujo que esta credencial pueda usar"};
constexpr ReasonText kWorkflowUnknownLimited{
    reason::kWorkflowUnknown,
    "LIMITED",
    StatusCode::kInvalidArgument,
    0,
    "is required: this credential is limited to some of the workflows",
    "es obligatorio: esta credencial está limitada a algunos de los flujos"};
constexpr ReasonText kWorkflowUnknownAdmin{
    reason::kWorkflowUnknown,
    "ADMIN",
    StatusCode::kInvalidArgument,
    0,
    "must be left out: an administrator is not limited to workflows",
    "no se envía: quien administra no se limita a flujos"};
constexpr ReasonText kSchemaKey{
    reason::kSchemaKey,
    "",
    StatusCode::kInvalidArgument,
    0,
    "must begin with a letter and have letters, digits and _ alone, at most {most}",
    "debe empezar con una letra y tener solo letras, dígitos y _, máximo {most}"};
constexpr ReasonText kSchemaOptions{reason::kSchemaOptions,
                                    "",
                                    StatusCode::kInvalidArgument,
                                    0,
                                    "must hold at least one option: the field is a select",
                                    "debe tener al menos una opción: el campo es un select"};
constexpr ReasonText kSchemaOptionsNone{reason::kSchemaOptions,
                                        "NONE",
                                        StatusCode::kInvalidArgument,
                                        0,
                                        "must be left out: only a select has options",
                                        "no se envía: solo un select tiene opciones"};
constexpr ReasonText kSchemaDefault{reason::kSchemaDefault,
                                    "",
                                    StatusCode::kInvalidArgument,
                                    0,
                                    "must be a value that the field itself takes: {type}",
                                    "debe ser un valor que el propio campo acepte: {type}"};
constexpr ReasonText kSchemaOrder{reason::kSchemaOrder,         "",
                                  StatusCode::kInvalidArgument, 0,
                                  "must be from 1 to {most}",   "debe estar entre 1 y {most}"};
constexpr ReasonText kBotFlow{reason::kBotFlow,
                              "",
                              StatusCode::kInvalidArgument,
                              0,
                              "must have letters, digits and . _ - / : alone, at most {most}",
                              "debe tener solo letras, dígitos y . _ - / :, máximo {most}"};

constexpr const ReasonText* kAll[] = {
    &kCancelled,
    &kUnknown,
    &kInvalidArgument,
    &kDeadlineExceeded,
    &kDeadlineExceededNotBegun,
    &kNotFound,
    &kNotFoundPatient,
    &kNotFoundAppointment,
    &kNotFoundDoctor,
    &kNotFoundSite,
    &kNotFoundApiKey,
    &kNotFoundTenant,
    &kNotFoundHold,
    &kNotFoundCatalog,
    &kNotFoundAppointmentType,
    &kNotFoundRoom,
    &kNotFoundCalendarFeed,
    &kNotFoundPractitionerRole,
    &kNotFoundScheduleException,
    &kNotFoundWaitlistEntry,
    &kNotFoundSession,
    &kNotFoundMember,
    &kNotFoundWorkflow,
    &kNotFoundAuditEvent,
    &kNotFoundAuditCheckpoint,
    &kNotFoundInvitation,
    &kNotFoundTerms,
    &kNotFoundTermsAcceptance,
    &kAlreadyExists,
    &kAlreadyExistsOverlap,
    &kAlreadyExistsSlug,
    &kAlreadyExistsHostName,
    &kAlreadyExistsClinic,
    &kAlreadyExistsMember,
    &kAlreadyExistsAdministrator,
    &kAlreadyExistsUser,
    &kAlreadyExistsWorkflow,
    &kAlreadyExistsEmployeeId,
    &kPermissionDenied,
    &kUnauthenticated,
    &kResourceExhausted,
    &kFailedPrecondition,
    &kAborted,
    &kOutOfRange,
    &kUnimplemented,
    &kInternal,
    &kUnavailable,
    &kUnavailableDatabase,
    &kUnavailableAuth,
    &kUnavailablePatients,
    &kUnavailableAccessRecord,
    &kDataLoss,
    &kFieldViolation,
    &kCredentialMissing,
    &kCredentialInvalid,
    &kRoleNotAllowed,
    &kRoleNotAllowedLimited,
    &kRoleNotAllowedActing,
    &kRoleNotAllowedSuperAdmin,
    &kRoleNotAllowedCertificate,
    &kScopeMissing,
    &kScopeMissingAny,
    &kScopeMissingListPatients,
    &kScopeMissingListAppointments,
    &kScopeMissingOverbook,
    &kScopeMissingRotation,
    &kDocumentExists,
    &kDocumentExistsDoctor,
    &kNpiExists,
    &kHasAppointments,
    &kHasAppointmentsSite,
    &kHasAppointmentsRoom,
    &kMainSite,
    &kMainSiteStays,
    &kSlotTaken,
    &kRoomTaken,
    &kRoomTakenNamed,
    &kOfferUsed,
    &kTooManyHolds,
    &kTooManyHoldsPatient,
    &kTooManyWaitlistEntries,
    &kNoOpenOffer,
    &kSignInRefused,
    &kSignInRefusedRegistration,
    &kSignInRefusedChange,
    &kSignInRefusedInvitation,
    &kSignInRefusedTemporary,
    &kRefreshTokenInvalid,
    &kTooManySignIns,
    &kTooManySignInsMail,
    &kNoMembership,
    &kNoMembershipTenant,
    &kMailLinkInvalid,
    &kLastAdmin,
    &kEmailNotVerified,
    &kOwnMfa,
    &kMemberElsewhere,
    &kMfaAbsent,
    &kMfaTokenInvalid,
    &kMfaCodeInvalid,
    &kPlanLimit,
    &kPlanLimitDoctors,
    &kPlanLimitDowngrade,
    &kTenantReadOnly,
    &kTermsNotInForce,
    &kAuditNotSealed,
    &kStateTransition,
    &kStateTransitionFinal,
    &kStateTransitionMove,
    &kNothingToAnswer,
    &kEtagMismatch,
    &kEtagMismatchAbsent,
    &kKeyNotActive,
    &kKeyNotActiveExpired,
    &kBusy,
    &kConcurrentChange,
    &kCommitInDoubt,
    &kCommitInDoubtUnrecorded,
    &kIdempotencyMismatch,
    &kIdempotencyInProgress,
    &kReferenceMissing,
    &kValueNotAllowed,
    &kValueNotAllowedMalformed,
    &kValueNotAllowedNul,
    &kCodeExists,
    &kRoomExists,
    &kRoleExists,
    &kRouteNotFound,
    &kMethodNotAllowed,
    &kPathMalformed,
    &kHttpMalformed,
    &kPathTooLong,
    &kQueryTooLong,
    &kHeaderInvalid,
    &kHeaderInvalidPrintable,
    &kHeadersTooLarge,
    &kHeadersTooLargeForwarded,
    &kBodyTooLarge,
    &kBodyTimeout,
    &kBodyIncomplete,
    &kUnsupportedMediaType,
    &kNotReady,
    &kRateLimited,
    &kRateLimitedTenant,
    &kTooManyFailedAuthentications,
    &kTooManyWorkflows,
    &kMemberAlready,
    &kRetentionShorter,
    &kMalformedJson,
    &kMalformedJsonCut,
    &kInvalidUtf8,
    &kNotAnObject,
    &kTrailingData,
    &kTooDeep,
    &kTooDeepBody,
    &kTooManyKeys,
    &kTooManyKeysBody,
    &kMalformedQuery,
    &kUnknownParameter,
    &kDuplicateParameter,
    &kUnknownField,
    &kUnknownFieldMeant,
    &kDuplicateKey,
    &kWrongType,
    &kWrongTypeBoolean,
    &kWrongTypeInteger,
    &kWrongTypeNumber,
    &kWrongTypeObject,
    &kWrongTypeList,
    &kWrongTypeName,
    &kWrongTypeForm,
    &kPathMismatch,
    &kInvalidText,
    &kNul,
    &kNumberTooLarge,
    &kIntegerTooLarge,
    &kKeyFormat,
    &kRequired,
    &kRequiredBeside,
    &kRequiredTogether,
    &kRequiredMainSite,
    &kRequiredScopes,
    &kRequiredOwner,
    &kRequiredTenant,
    &kRequiredOneResource,
    &kRequiredUnless,
    &kEmpty,
    &kEmptyClearable,
    &kClearField,
    &kClearFieldUnknown,
    &kClearFieldSent,
    &kClearFieldTogether,
    &kTextLength,
    &kTextLengthShort,
    &kTextControl,
    &kTextEncoding,
    &kIdFormat,
    &kIdFormatVisible,
    &kRange,
    &kRangeEntries,
    &kRangeNegative,
    &kListLength,
    &kRepeated,
    &kEnumValue,
    &kPageTokenInvalid,
    &kOrderBy,
    &kOrderByUnfiltered,
    &kEtagFormat,
    &kIdempotencyKey,
    &kIdempotencyKeyDiffers,
    &kEventType,
    &kActionType,
    &kDateFormat,
    &kDateRange,
    &kTimeFormat,
    &kTimeOffsetMissing,
    &kTimeRange,
    &kTimeOrder,
    &kTimePast,
    &kTimeZone,
    &kDurationRange,
    &kDocumentType,
    &kDocumentFormat,
    &kDocumentFormatExactDigits,
    &kDocumentFormatExact,
    &kDocumentFormatAlphanumeric,
    &kDocumentFormatLength,
    &kGender,
    &kGenderIdentity,
    &kPhoneFormat,
    &kEmailFormat,
    &kEpsFormat,
    &kWorkflowFormat,
    &kCustomFields,
    &kCustomFieldsCount,
    &kCustomFieldsSize,
    &kPatientNotFound,
    &kDoctorNotFound,
    &kDoctorInactive,
    &kClinicNotFound,
    &kRoomNotFound,
    &kClinicInactive,
    &kEndBeforeStart,
    &kDuration,
    &kDurationDays,
    &kInitialState,
    &kModality,
    &kState,
    &kNotificationState,
    &kTimeOfDay,
    &kHoursOverlap,
    &kNpi,
    &kDeaNumber,
    &kLicenceState,
    &kLanguageTag,
    &kSlugFormat,
    &kHostNameFormat,
    &kScopeUnknown,
    &kScopeNotHeld,
    &kRole,
    &kEventText,
    &kEventTextLength,
    &kEventJson,
    &kEventTime,
    &kDocumentTypeEnded,
    &kDocumentLength,
    &kDocumentAge,
    &kDocumentAgeFrom,
    &kDocumentAgeUnder,
    &kEpsUnknown,
    &kCodeEnded,
    &kCodeEndedBegins,
    &kCodeFormat,
    &kCodeFormatAppointmentType,
    &kDateOrder,
    &kSetting,
    &kSettingList,
    &kSettingText,
    &kSettingChoice,
    &kSettingName,
    &kAttribute,
    &kAttributeCharacters,
    &kAttributeList,
    &kAttributeOrder,
    &kCountry,
    &kSpecialty,
    &kAppointmentType,
    &kAppointmentTypeStaff,
    &kPeriod,
    &kOfferInvalid,
    &kOfferInvalidDoctor,
    &kOfferInvalidSite,
    &kOfferExpired,
    &kOfferExpiredWaitlist,
    &kOfferPatient,
    &kOfferField,
    &kPatientField,
    &kPassword,
    &kPasswordLong,
    &kPasswordCharacters,
    &kPasswordCommon,
    &kPasswordEmail,
    &kPasswordSame,
    &kPasswordRepeated,
    &kClinicalField,
    &kDoctorField,
    &kDocumentCharacters,
    &kFeedSubject,
    &kWorkflowUnknown,
    &kWorkflowUnknownLimited,
    &kWorkflowUnknownAdmin,
    &kSchemaKey,
    &kSchemaOptions,
    &kSchemaOptionsNone,
    &kSchemaDefault,
    &kSchemaOrder,
    &kBotFlow,
};

}  // namespace

absl::Span<const ReasonText* const> ReasonTexts() { return kAll; }

namespace refusal {
absl::Status Cancelled() { return Refuse(kCancelled, {}); }
absl::Status Unknown() { return Refuse(kUnknown, {}); }
absl::Status InvalidArgument() { return Refuse(kInvalidArgument, {}); }
absl::Status DeadlineExceeded() { return Refuse(kDeadlineExceeded, {}); }
absl::Status DeadlineExceededNotBegun() { return Refuse(kDeadlineExceededNotBegun, {}); }
absl::Status NotFound() { return Refuse(kNotFound, {}); }
absl::Status NotFoundPatient() { return Refuse(kNotFoundPatient, {}); }
absl::Status NotFoundAppointment() { return Refuse(kNotFoundAppointment, {}); }
absl::Status NotFoundDoctor() { return Refuse(kNotFoundDoctor, {}); }
absl::Status NotFoundSite() { return Refuse(kNotFoundSite, {}); }
absl::Status NotFoundApiKey() { return Refuse(kNotFoundApiKey, {}); }
absl::Status NotFoundTenant() { return Refuse(kNotFoundTenant, {}); }
absl::Status NotFoundHold() { return Refuse(kNotFoundHold, {}); }
absl::Status NotFoundCatalog() { return Refuse(kNotFoundCatalog, {}); }
absl::Status NotFoundAppointmentType() { return Refuse(kNotFoundAppointmentType, {}); }
absl::Status NotFoundRoom() { return Refuse(kNotFoundRoom, {}); }
absl::Status NotFoundCalendarFeed() { return Refuse(kNotFoundCalendarFeed, {}); }
absl::Status NotFoundPractitionerRole() { return Refuse(kNotFoundPractitionerRole, {}); }
absl::Status NotFoundScheduleException() { return Refuse(kNotFoundScheduleException, {}); }
absl::Status NotFoundWaitlistEntry() { return Refuse(kNotFoundWaitlistEntry, {}); }
absl::Status NotFoundSession() { return Refuse(kNotFoundSession, {}); }
absl::Status NotFoundMember() { return Refuse(kNotFoundMember, {}); }
absl::Status NotFoundWorkflow() { return Refuse(kNotFoundWorkflow, {}); }
absl::Status NotFoundAuditEvent() { return Refuse(kNotFoundAuditEvent, {}); }
absl::Status NotFoundAuditCheckpoint() { return Refuse(kNotFoundAuditCheckpoint, {}); }
absl::Status NotFoundInvitation() { return Refuse(kNotFoundInvitation, {}); }
absl::Status NotFoundTerms() { return Refuse(kNotFoundTerms, {}); }
absl::Status NotFoundTermsAcceptance() { return Refuse(kNotFoundTermsAcceptance, {}); }
absl::Status AlreadyExists() { return Refuse(kAlreadyExists, {}); }
absl::Status AlreadyExistsOverlap() { return Refuse(kAlreadyExistsOverlap, {}); }
absl::Status AlreadyExistsSlug() { return Refuse(kAlreadyExistsSlug, {}); }
absl::Status AlreadyExistsHostName(const Param& field) {
  return Refuse(kAlreadyExistsHostName, {{"field", field.text()}});
}
absl::Status AlreadyExistsClinic() { return Refuse(kAlreadyExistsClinic, {}); }
absl::Status AlreadyExistsMember(const Param& id) {
  return Refuse(kAlreadyExistsMember, {{"id", id.text()}});
}
absl::Status AlreadyExistsAdministrator() { return Refuse(kAlreadyExistsAdministrator, {}); }
absl::Status AlreadyExistsUser() { return Refuse(kAlreadyExistsUser, {}); }
absl::Status AlreadyExistsWorkflow() { return Refuse(kAlreadyExistsWorkflow, {}); }
absl::Status AlreadyExistsEmployeeId() { return Refuse(kAlreadyExistsEmployeeId, {}); }
absl::Status PermissionDenied() { return Refuse(kPermissionDenied, {}); }
absl::Status Unauthenticated() { return Refuse(kUnauthenticated, {}); }
absl::Status ResourceExhausted() { return Refuse(kResourceExhausted, {}); }
absl::Status FailedPrecondition() { return Refuse(kFailedPrecondition, {}); }
absl::Status Aborted() { return Refuse(kAborted, {}); }
absl::Status OutOfRange() { return Refuse(kOutOfRange, {}); }
absl::Status Unimplemented() { return Refuse(kUnimplemented, {}); }
absl::Status Internal() { return Refuse(kInternal, {}); }
absl::Status Unavailable() { return Refuse(kUnavailable, {}); }
absl::Status UnavailableDatabase() { return Refuse(kUnavailableDatabase, {}); }
absl::Status UnavailableAuth() { return Refuse(kUnavailableAuth, {}); }
absl::Status UnavailablePatients() { return Refuse(kUnavailablePatients, {}); }
absl::Status UnavailableAccessRecord() { return Refuse(kUnavailableAccessRecord, {}); }
absl::Status DataLoss() { return Refuse(kDataLoss, {}); }
absl::Status FieldViolation() { return Refuse(kFieldViolation, {}); }
absl::Status CredentialMissing() { return Refuse(kCredentialMissing, {}); }
absl::Status CredentialInvalid() { return Refuse(kCredentialInvalid, {}); }
absl::Status RoleNotAllowed() { return Refuse(kRoleNotAllowed, {}); }
absl::Status RoleNotAllowedLimited() { return Refuse(kRoleNotAllowedLimited, {}); }
absl::Status RoleNotAllowedActing() { return Refuse(kRoleNotAllowedActing, {}); }
absl::Status RoleNotAllowedSuperAdmin() { return Refuse(kRoleNotAllowedSuperAdmin, {}); }
absl::Status RoleNotAllowedCertificate() { return Refuse(kRoleNotAllowedCertificate, {}); }
absl::Status ScopeMissing(const Param& scopes) {
  return Refuse(kScopeMissing, {{"scopes", scopes.text()}});
}
absl::Status ScopeMissingAny(const Param& scopes) {
  return Refuse(kScopeMissingAny, {{"scopes", scopes.text()}});
}
absl::Status ScopeMissingListPatients() { return Refuse(kScopeMissingListPatients, {}); }
absl::Status ScopeMissingListAppointments() { return Refuse(kScopeMissingListAppointments, {}); }
absl::Status ScopeMissingOverbook() { return Refuse(kScopeMissingOverbook, {}); }
absl::Status ScopeMissingRotation(const Param& scopes) {
  return Refuse(kScopeMissingRotation, {{"scopes", scopes.text()}});
}
absl::Status DocumentExists() { return Refuse(kDocumentExists, {}); }
absl::Status DocumentExistsDoctor() { return Refuse(kDocumentExistsDoctor, {}); }
absl::Status NpiExists() { return Refuse(kNpiExists, {}); }
absl::Status HasAppointments() { return Refuse(kHasAppointments, {}); }
absl::Status HasAppointmentsSite() { return Refuse(kHasAppointmentsSite, {}); }
absl::Status HasAppointmentsRoom() { return Refuse(kHasAppointmentsRoom, {}); }
absl::Status MainSite() { return Refuse(kMainSite, {}); }
absl::Status MainSiteStays() { return Refuse(kMainSiteStays, {}); }
absl::Status SlotTaken() { return Refuse(kSlotTaken, {}); }
absl::Status RoomTaken() { return Refuse(kRoomTaken, {}); }
absl::Status RoomTakenNamed() { return Refuse(kRoomTakenNamed, {}); }
absl::Status OfferUsed() { return Refuse(kOfferUsed, {}); }
absl::Status TooManyHolds(const Param& most) {
  return Refuse(kTooManyHolds, {{"most", most.text()}});
}
absl::Status TooManyHoldsPatient(const Param& most) {
  return Refuse(kTooManyHoldsPatient, {{"most", most.text()}});
}
absl::Status TooManyWaitlistEntries(const Param& most) {
  return Refuse(kTooManyWaitlistEntries, {{"most", most.text()}});
}
absl::Status NoOpenOffer() { return Refuse(kNoOpenOffer, {}); }
absl::Status SignInRefused() { return Refuse(kSignInRefused, {}); }
absl::Status SignInRefusedRegistration() { return Refuse(kSignInRefusedRegistration, {}); }
absl::Status SignInRefusedChange() { return Refuse(kSignInRefusedChange, {}); }
absl::Status SignInRefusedInvitation() { return Refuse(kSignInRefusedInvitation, {}); }
absl::Status SignInRefusedTemporary() { return Refuse(kSignInRefusedTemporary, {}); }
absl::Status RefreshTokenInvalid() { return Refuse(kRefreshTokenInvalid, {}); }
absl::Status TooManySignIns() { return Refuse(kTooManySignIns, {}); }
absl::Status TooManySignInsMail() { return Refuse(kTooManySignInsMail, {}); }
absl::Status NoMembership() { return Refuse(kNoMembership, {}); }
absl::Status NoMembershipTenant() { return Refuse(kNoMembershipTenant, {}); }
absl::Status MailLinkInvalid() { return Refuse(kMailLinkInvalid, {}); }
absl::Status LastAdmin() { return Refuse(kLastAdmin, {}); }
absl::Status EmailNotVerified() { return Refuse(kEmailNotVerified, {}); }
absl::Status OwnMfa() { return Refuse(kOwnMfa, {}); }
absl::Status MemberElsewhere() { return Refuse(kMemberElsewhere, {}); }
absl::Status MfaAbsent() { return Refuse(kMfaAbsent, {}); }
absl::Status MfaTokenInvalid() { return Refuse(kMfaTokenInvalid, {}); }
absl::Status MfaCodeInvalid() { return Refuse(kMfaCodeInvalid, {}); }
absl::Status PlanLimit(const Param& most) { return Refuse(kPlanLimit, {{"most", most.text()}}); }
absl::Status PlanLimitDoctors(const Param& most) {
  return Refuse(kPlanLimitDoctors, {{"most", most.text()}});
}
absl::Status PlanLimitDowngrade(const Param& over) {
  return Refuse(kPlanLimitDowngrade, {{"over", over.text()}});
}
absl::Status TenantReadOnly() { return Refuse(kTenantReadOnly, {}); }
absl::Status TermsNotInForce(const Param& version) {
  return Refuse(kTermsNotInForce, {{"version", version.text()}});
}
absl::Status AuditNotSealed() { return Refuse(kAuditNotSealed, {}); }
absl::Status StateTransition(const Param& from, const Param& to, const Param& next) {
  return Refuse(kStateTransition,
                {{"from", from.text()}, {"to", to.text()}, {"next", next.text()}});
}
absl::Status StateTransitionFinal(const Param& from, const Param& to) {
  return Refuse(kStateTransitionFinal, {{"from", from.text()}, {"to", to.text()}});
}
absl::Status StateTransitionMove(const Param& from) {
  return Refuse(kStateTransitionMove, {{"from", from.text()}});
}
absl::Status NothingToAnswer() { return Refuse(kNothingToAnswer, {}); }
absl::Status EtagMismatch() { return Refuse(kEtagMismatch, {}); }
absl::Status EtagMismatchAbsent() { return Refuse(kEtagMismatchAbsent, {}); }
absl::Status KeyNotActive() { return Refuse(kKeyNotActive, {}); }
absl::Status KeyNotActiveExpired() { return Refuse(kKeyNotActiveExpired, {}); }
absl::Status Busy() { return Refuse(kBusy, {}); }
absl::Status ConcurrentChange() { return Refuse(kConcurrentChange, {}); }
absl::Status CommitInDoubt() { return Refuse(kCommitInDoubt, {}); }
absl::Status CommitInDoubtUnrecorded() { return Refuse(kCommitInDoubtUnrecorded, {}); }
absl::Status IdempotencyMismatch() { return Refuse(kIdempotencyMismatch, {}); }
absl::Status IdempotencyInProgress() { return Refuse(kIdempotencyInProgress, {}); }
absl::Status ReferenceMissing() { return Refuse(kReferenceMissing, {}); }
absl::Status ValueNotAllowed() { return Refuse(kValueNotAllowed, {}); }
absl::Status ValueNotAllowedMalformed() { return Refuse(kValueNotAllowedMalformed, {}); }
absl::Status ValueNotAllowedNul() { return Refuse(kValueNotAllowedNul, {}); }
absl::Status CodeExists() { return Refuse(kCodeExists, {}); }
absl::Status RoomExists() { return Refuse(kRoomExists, {}); }
absl::Status RoleExists() { return Refuse(kRoleExists, {}); }
absl::Status RouteNotFound() { return Refuse(kRouteNotFound, {}); }
absl::Status MethodNotAllowed(const Param& methods) {
  return Refuse(kMethodNotAllowed, {{"methods", methods.text()}});
}
absl::Status PathMalformed() { return Refuse(kPathMalformed, {}); }
absl::Status HttpMalformed() { return Refuse(kHttpMalformed, {}); }
absl::Status PathTooLong() { return Refuse(kPathTooLong, {}); }
absl::Status QueryTooLong() { return Refuse(kQueryTooLong, {}); }
absl::Status HeaderInvalid(const Param& header) {
  return Refuse(kHeaderInvalid, {{"header", header.text()}});
}
absl::Status HeaderInvalidPrintable(const Param& header) {
  return Refuse(kHeaderInvalidPrintable, {{"header", header.text()}});
}
absl::Status HeadersTooLarge() { return Refuse(kHeadersTooLarge, {}); }
absl::Status HeadersTooLargeForwarded() { return Refuse(kHeadersTooLargeForwarded, {}); }
absl::Status BodyTooLarge() { return Refuse(kBodyTooLarge, {}); }
absl::Status BodyTimeout() { return Refuse(kBodyTimeout, {}); }
absl::Status BodyIncomplete() { return Refuse(kBodyIncomplete, {}); }
absl::Status UnsupportedMediaType() { return Refuse(kUnsupportedMediaType, {}); }
absl::Status NotReady(const Param& services) {
  return Refuse(kNotReady, {{"services", services.text()}});
}
absl::Status RateLimited(const Param& rate, const Param& burst, const Param& seconds) {
  return Refuse(kRateLimited,
                {{"rate", rate.text()}, {"burst", burst.text()}, {"seconds", seconds.text()}});
}
absl::Status RateLimitedTenant(const Param& rate, const Param& burst, const Param& seconds) {
  return Refuse(kRateLimitedTenant,
                {{"rate", rate.text()}, {"burst", burst.text()}, {"seconds", seconds.text()}});
}
absl::Status TooManyFailedAuthentications(const Param& seconds) {
  return Refuse(kTooManyFailedAuthentications, {{"seconds", seconds.text()}});
}
absl::Status TooManyWorkflows(const Param& most) {
  return Refuse(kTooManyWorkflows, {{"most", most.text()}});
}
absl::Status MemberAlready() { return Refuse(kMemberAlready, {}); }
absl::Status RetentionShorter(const Param& years) {
  return Refuse(kRetentionShorter, {{"years", years.text()}});
}
}  // namespace refusal

namespace violation {
Violation MalformedJson(std::string_view field, const Param& line, const Param& column) {
  return Violate(field, kMalformedJson, {{"line", line.text()}, {"column", column.text()}});
}
Violation MalformedJsonCut(std::string_view field, const Param& line, const Param& column) {
  return Violate(field, kMalformedJsonCut, {{"line", line.text()}, {"column", column.text()}});
}
Violation InvalidUtf8(std::string_view field, const Param& line, const Param& column) {
  return Violate(field, kInvalidUtf8, {{"line", line.text()}, {"column", column.text()}});
}
Violation NotAnObject(std::string_view field) { return Violate(field, kNotAnObject, {}); }
Violation TrailingData(std::string_view field) { return Violate(field, kTrailingData, {}); }
Violation TooDeep(std::string_view field, const Param& most) {
  return Violate(field, kTooDeep, {{"most", most.text()}});
}
Violation TooDeepBody(std::string_view field, const Param& most) {
  return Violate(field, kTooDeepBody, {{"most", most.text()}});
}
Violation TooManyKeys(std::string_view field, const Param& most) {
  return Violate(field, kTooManyKeys, {{"most", most.text()}});
}
Violation TooManyKeysBody(std::string_view field, const Param& most) {
  return Violate(field, kTooManyKeysBody, {{"most", most.text()}});
}
Violation MalformedQuery(std::string_view field) { return Violate(field, kMalformedQuery, {}); }
Violation UnknownParameter(std::string_view field) { return Violate(field, kUnknownParameter, {}); }
Violation DuplicateParameter(std::string_view field) {
  return Violate(field, kDuplicateParameter, {});
}
Violation UnknownField(std::string_view field) { return Violate(field, kUnknownField, {}); }
Violation UnknownFieldMeant(std::string_view field, const Param& name) {
  return Violate(field, kUnknownFieldMeant, {{"name", name.text()}});
}
Violation DuplicateKey(std::string_view field) { return Violate(field, kDuplicateKey, {}); }
Violation WrongType(std::string_view field) { return Violate(field, kWrongType, {}); }
Violation WrongTypeBoolean(std::string_view field) { return Violate(field, kWrongTypeBoolean, {}); }
Violation WrongTypeInteger(std::string_view field) { return Violate(field, kWrongTypeInteger, {}); }
Violation WrongTypeNumber(std::string_view field) { return Violate(field, kWrongTypeNumber, {}); }
Violation WrongTypeObject(std::string_view field) { return Violate(field, kWrongTypeObject, {}); }
Violation WrongTypeList(std::string_view field) { return Violate(field, kWrongTypeList, {}); }
Violation WrongTypeName(std::string_view field, const Param& names) {
  return Violate(field, kWrongTypeName, {{"names", names.text()}});
}
Violation WrongTypeForm(std::string_view field, const Param& type) {
  return Violate(field, kWrongTypeForm, {{"type", type.text()}});
}
Violation PathMismatch(std::string_view field) { return Violate(field, kPathMismatch, {}); }
Violation InvalidText(std::string_view field) { return Violate(field, kInvalidText, {}); }
Violation Nul(std::string_view field) { return Violate(field, kNul, {}); }
Violation NumberTooLarge(std::string_view field) { return Violate(field, kNumberTooLarge, {}); }
Violation IntegerTooLarge(std::string_view field) { return Violate(field, kIntegerTooLarge, {}); }
Violation KeyFormat(std::string_view field) { return Violate(field, kKeyFormat, {}); }
Violation Required(std::string_view field) { return Violate(field, kRequired, {}); }
Violation RequiredBeside(std::string_view field, const Param& other) {
  return Violate(field, kRequiredBeside, {{"other", other.text()}});
}
Violation RequiredTogether(std::string_view field, const Param& other, const Param& instead) {
  return Violate(field, kRequiredTogether, {{"other", other.text()}, {"instead", instead.text()}});
}
Violation RequiredMainSite(std::string_view field) { return Violate(field, kRequiredMainSite, {}); }
Violation RequiredScopes(std::string_view field, const Param& known) {
  return Violate(field, kRequiredScopes, {{"known", known.text()}});
}
Violation RequiredOwner(std::string_view field) { return Violate(field, kRequiredOwner, {}); }
Violation RequiredTenant(std::string_view field) { return Violate(field, kRequiredTenant, {}); }
Violation RequiredOneResource(std::string_view field) {
  return Violate(field, kRequiredOneResource, {});
}
Violation RequiredUnless(std::string_view field, const Param& other) {
  return Violate(field, kRequiredUnless, {{"other", other.text()}});
}
Violation Empty(std::string_view field) { return Violate(field, kEmpty, {}); }
Violation EmptyClearable(std::string_view field) { return Violate(field, kEmptyClearable, {}); }
Violation ClearField(std::string_view field) { return Violate(field, kClearField, {}); }
Violation ClearFieldUnknown(std::string_view field) {
  return Violate(field, kClearFieldUnknown, {});
}
Violation ClearFieldSent(std::string_view field) { return Violate(field, kClearFieldSent, {}); }
Violation ClearFieldTogether(std::string_view field, const Param& one, const Param& other) {
  return Violate(field, kClearFieldTogether, {{"one", one.text()}, {"other", other.text()}});
}
Violation TextLength(std::string_view field, const Param& most) {
  return Violate(field, kTextLength, {{"most", most.text()}});
}
Violation TextLengthShort(std::string_view field, const Param& least) {
  return Violate(field, kTextLengthShort, {{"least", least.text()}});
}
Violation TextControl(std::string_view field) { return Violate(field, kTextControl, {}); }
Violation TextEncoding(std::string_view field) { return Violate(field, kTextEncoding, {}); }
Violation IdFormat(std::string_view field) { return Violate(field, kIdFormat, {}); }
Violation IdFormatVisible(std::string_view field, const Param& most) {
  return Violate(field, kIdFormatVisible, {{"most", most.text()}});
}
Violation Range(std::string_view field, const Param& least, const Param& most) {
  return Violate(field, kRange, {{"least", least.text()}, {"most", most.text()}});
}
Violation RangeEntries(std::string_view field, const Param& least, const Param& most) {
  return Violate(field, kRangeEntries, {{"least", least.text()}, {"most", most.text()}});
}
Violation RangeNegative(std::string_view field) { return Violate(field, kRangeNegative, {}); }
Violation ListLength(std::string_view field, const Param& most) {
  return Violate(field, kListLength, {{"most", most.text()}});
}
Violation Repeated(std::string_view field) { return Violate(field, kRepeated, {}); }
Violation EnumValue(std::string_view field, const Param& known) {
  return Violate(field, kEnumValue, {{"known", known.text()}});
}
Violation PageTokenInvalid(std::string_view field) { return Violate(field, kPageTokenInvalid, {}); }
Violation OrderBy(std::string_view field, const Param& known) {
  return Violate(field, kOrderBy, {{"known", known.text()}});
}
Violation OrderByUnfiltered(std::string_view field, const Param& order, const Param& known) {
  return Violate(field, kOrderByUnfiltered, {{"order", order.text()}, {"known", known.text()}});
}
Violation EtagFormat(std::string_view field) { return Violate(field, kEtagFormat, {}); }
Violation IdempotencyKey(std::string_view field) { return Violate(field, kIdempotencyKey, {}); }
Violation IdempotencyKeyDiffers(std::string_view field) {
  return Violate(field, kIdempotencyKeyDiffers, {});
}
Violation EventType(std::string_view field, const Param& known) {
  return Violate(field, kEventType, {{"known", known.text()}});
}
Violation ActionType(std::string_view field, const Param& known) {
  return Violate(field, kActionType, {{"known", known.text()}});
}
Violation DateFormat(std::string_view field) { return Violate(field, kDateFormat, {}); }
Violation DateRange(std::string_view field, const Param& first, const Param& last) {
  return Violate(field, kDateRange, {{"first", first.text()}, {"last", last.text()}});
}
Violation TimeFormat(std::string_view field) { return Violate(field, kTimeFormat, {}); }
Violation TimeOffsetMissing(std::string_view field) {
  return Violate(field, kTimeOffsetMissing, {});
}
Violation TimeRange(std::string_view field) { return Violate(field, kTimeRange, {}); }
Violation TimeOrder(std::string_view field, const Param& other) {
  return Violate(field, kTimeOrder, {{"other", other.text()}});
}
Violation TimePast(std::string_view field) { return Violate(field, kTimePast, {}); }
Violation TimeZone(std::string_view field) { return Violate(field, kTimeZone, {}); }
Violation DurationRange(std::string_view field) { return Violate(field, kDurationRange, {}); }
Violation DocumentType(std::string_view field, const Param& known) {
  return Violate(field, kDocumentType, {{"known", known.text()}});
}
Violation DocumentFormat(std::string_view field, const Param& type_field, const Param& type) {
  return Violate(field, kDocumentFormat, {{"typeField", type_field.text()}, {"type", type.text()}});
}
Violation DocumentFormatExactDigits(std::string_view field, const Param& count,
                                    const Param& type_field, const Param& type) {
  return Violate(
      field, kDocumentFormatExactDigits,
      {{"count", count.text()}, {"typeField", type_field.text()}, {"type", type.text()}});
}
Violation DocumentFormatExact(std::string_view field, const Param& count, const Param& type_field,
                              const Param& type) {
  return Violate(
      field, kDocumentFormatExact,
      {{"count", count.text()}, {"typeField", type_field.text()}, {"type", type.text()}});
}
Violation DocumentFormatAlphanumeric(std::string_view field, const Param& type_field,
                                     const Param& type) {
  return Violate(field, kDocumentFormatAlphanumeric,
                 {{"typeField", type_field.text()}, {"type", type.text()}});
}
Violation DocumentFormatLength(std::string_view field, const Param& most) {
  return Violate(field, kDocumentFormatLength, {{"most", most.text()}});
}
Violation Gender(std::string_view field, const Param& known) {
  return Violate(field, kGender, {{"known", known.text()}});
}
Violation GenderIdentity(std::string_view field, const Param& known) {
  return Violate(field, kGenderIdentity, {{"known", known.text()}});
}
Violation PhoneFormat(std::string_view field) { return Violate(field, kPhoneFormat, {}); }
Violation EmailFormat(std::string_view field) { return Violate(field, kEmailFormat, {}); }
Violation EpsFormat(std::string_view field) { return Violate(field, kEpsFormat, {}); }
Violation WorkflowFormat(std::string_view field, const Param& most) {
  return Violate(field, kWorkflowFormat, {{"most", most.text()}});
}
Violation CustomFields(std::string_view field) { return Violate(field, kCustomFields, {}); }
Violation CustomFieldsCount(std::string_view field, const Param& most) {
  return Violate(field, kCustomFieldsCount, {{"most", most.text()}});
}
Violation CustomFieldsSize(std::string_view field, const Param& most) {
  return Violate(field, kCustomFieldsSize, {{"most", most.text()}});
}
Violation PatientNotFound(std::string_view field) { return Violate(field, kPatientNotFound, {}); }
Violation DoctorNotFound(std::string_view field) { return Violate(field, kDoctorNotFound, {}); }
Violation DoctorInactive(std::string_view field) { return Violate(field, kDoctorInactive, {}); }
Violation ClinicNotFound(std::string_view field) { return Violate(field, kClinicNotFound, {}); }
Violation RoomNotFound(std::string_view field) { return Violate(field, kRoomNotFound, {}); }
Violation ClinicInactive(std::string_view field) { return Violate(field, kClinicInactive, {}); }
Violation EndBeforeStart(std::string_view field) { return Violate(field, kEndBeforeStart, {}); }
Violation Duration(std::string_view field) { return Violate(field, kDuration, {}); }
Violation DurationDays(std::string_view field, const Param& most, const Param& other) {
  return Violate(field, kDurationDays, {{"most", most.text()}, {"other", other.text()}});
}
Violation InitialState(std::string_view field) { return Violate(field, kInitialState, {}); }
Violation Modality(std::string_view field, const Param& known) {
  return Violate(field, kModality, {{"known", known.text()}});
}
Violation State(std::string_view field, const Param& known) {
  return Violate(field, kState, {{"known", known.text()}});
}
Violation NotificationState(std::string_view field, const Param& known) {
  return Violate(field, kNotificationState, {{"known", known.text()}});
}
Violation TimeOfDay(std::string_view field, const Param& last) {
  return Violate(field, kTimeOfDay, {{"last", last.text()}});
}
Violation HoursOverlap(std::string_view field, const Param& other) {
  return Violate(field, kHoursOverlap, {{"other", other.text()}});
}
Violation Npi(std::string_view field) { return Violate(field, kNpi, {}); }
Violation DeaNumber(std::string_view field) { return Violate(field, kDeaNumber, {}); }
Violation LicenceState(std::string_view field) { return Violate(field, kLicenceState, {}); }
Violation LanguageTag(std::string_view field) { return Violate(field, kLanguageTag, {}); }
Violation SlugFormat(std::string_view field) { return Violate(field, kSlugFormat, {}); }
Violation HostNameFormat(std::string_view field) { return Violate(field, kHostNameFormat, {}); }
Violation ScopeUnknown(std::string_view field, const Param& known) {
  return Violate(field, kScopeUnknown, {{"known", known.text()}});
}
Violation ScopeNotHeld(std::string_view field) { return Violate(field, kScopeNotHeld, {}); }
Violation Role(std::string_view field) { return Violate(field, kRole, {}); }
Violation EventText(std::string_view field) { return Violate(field, kEventText, {}); }
Violation EventTextLength(std::string_view field, const Param& most) {
  return Violate(field, kEventTextLength, {{"most", most.text()}});
}
Violation EventJson(std::string_view field) { return Violate(field, kEventJson, {}); }
Violation EventTime(std::string_view field) { return Violate(field, kEventTime, {}); }
Violation DocumentTypeEnded(std::string_view field, const Param& known) {
  return Violate(field, kDocumentTypeEnded, {{"known", known.text()}});
}
Violation DocumentLength(std::string_view field, const Param& lengths, const Param& type_field,
                         const Param& type) {
  return Violate(
      field, kDocumentLength,
      {{"lengths", lengths.text()}, {"typeField", type_field.text()}, {"type", type.text()}});
}
Violation DocumentAge(std::string_view field, const Param& type, const Param& from,
                      const Param& to) {
  return Violate(field, kDocumentAge,
                 {{"type", type.text()}, {"from", from.text()}, {"to", to.text()}});
}
Violation DocumentAgeFrom(std::string_view field, const Param& type, const Param& from) {
  return Violate(field, kDocumentAgeFrom, {{"type", type.text()}, {"from", from.text()}});
}
Violation DocumentAgeUnder(std::string_view field, const Param& type, const Param& below) {
  return Violate(field, kDocumentAgeUnder, {{"type", type.text()}, {"below", below.text()}});
}
Violation EpsUnknown(std::string_view field) { return Violate(field, kEpsUnknown, {}); }
Violation CodeEnded(std::string_view field, const Param& day) {
  return Violate(field, kCodeEnded, {{"day", day.text()}});
}
Violation CodeEndedBegins(std::string_view field, const Param& day) {
  return Violate(field, kCodeEndedBegins, {{"day", day.text()}});
}
Violation CodeFormat(std::string_view field) { return Violate(field, kCodeFormat, {}); }
Violation CodeFormatAppointmentType(std::string_view field, const Param& most) {
  return Violate(field, kCodeFormatAppointmentType, {{"most", most.text()}});
}
Violation DateOrder(std::string_view field, const Param& other) {
  return Violate(field, kDateOrder, {{"other", other.text()}});
}
Violation Setting(std::string_view field) { return Violate(field, kSetting, {}); }
Violation SettingList(std::string_view field) { return Violate(field, kSettingList, {}); }
Violation SettingText(std::string_view field) { return Violate(field, kSettingText, {}); }
Violation SettingChoice(std::string_view field, const Param& known) {
  return Violate(field, kSettingChoice, {{"known", known.text()}});
}
Violation SettingName(std::string_view field, const Param& known) {
  return Violate(field, kSettingName, {{"known", known.text()}});
}
Violation Attribute(std::string_view field, const Param& least, const Param& most) {
  return Violate(field, kAttribute, {{"least", least.text()}, {"most", most.text()}});
}
Violation AttributeCharacters(std::string_view field) {
  return Violate(field, kAttributeCharacters, {});
}
Violation AttributeList(std::string_view field, const Param& least, const Param& most) {
  return Violate(field, kAttributeList, {{"least", least.text()}, {"most", most.text()}});
}
Violation AttributeOrder(std::string_view field, const Param& other) {
  return Violate(field, kAttributeOrder, {{"other", other.text()}});
}
Violation Country(std::string_view field) { return Violate(field, kCountry, {}); }
Violation Specialty(std::string_view field, const Param& known) {
  return Violate(field, kSpecialty, {{"known", known.text()}});
}
Violation AppointmentType(std::string_view field, const Param& known) {
  return Violate(field, kAppointmentType, {{"known", known.text()}});
}
Violation AppointmentTypeStaff(std::string_view field) {
  return Violate(field, kAppointmentTypeStaff, {});
}
Violation Period(std::string_view field, const Param& days, const Param& other) {
  return Violate(field, kPeriod, {{"days", days.text()}, {"other", other.text()}});
}
Violation OfferInvalid(std::string_view field) { return Violate(field, kOfferInvalid, {}); }
Violation OfferInvalidDoctor(std::string_view field) {
  return Violate(field, kOfferInvalidDoctor, {});
}
Violation OfferInvalidSite(std::string_view field) { return Violate(field, kOfferInvalidSite, {}); }
Violation OfferExpired(std::string_view field) { return Violate(field, kOfferExpired, {}); }
Violation OfferExpiredWaitlist(std::string_view field) {
  return Violate(field, kOfferExpiredWaitlist, {});
}
Violation OfferPatient(std::string_view field) { return Violate(field, kOfferPatient, {}); }
Violation OfferField(std::string_view field) { return Violate(field, kOfferField, {}); }
Violation PatientField(std::string_view field) { return Violate(field, kPatientField, {}); }
Violation Password(std::string_view field, const Param& least) {
  return Violate(field, kPassword, {{"least", least.text()}});
}
Violation PasswordLong(std::string_view field, const Param& most) {
  return Violate(field, kPasswordLong, {{"most", most.text()}});
}
Violation PasswordCharacters(std::string_view field) {
  return Violate(field, kPasswordCharacters, {});
}
Violation PasswordCommon(std::string_view field) { return Violate(field, kPasswordCommon, {}); }
Violation PasswordEmail(std::string_view field) { return Violate(field, kPasswordEmail, {}); }
Violation PasswordSame(std::string_view field) { return Violate(field, kPasswordSame, {}); }
Violation PasswordRepeated(std::string_view field) { return Violate(field, kPasswordRepeated, {}); }
Violation ClinicalField(std::string_view field) { return Violate(field, kClinicalField, {}); }
Violation DoctorField(std::string_view field) { return Violate(field, kDoctorField, {}); }
Violation DocumentCharacters(std::string_view field, const Param& most) {
  return Violate(field, kDocumentCharacters, {{"most", most.text()}});
}
Violation FeedSubject(std::string_view field) { return Violate(field, kFeedSubject, {}); }
Violation WorkflowUnknown(std::string_view field) { return Violate(field, kWorkflowUnknown, {}); }
Violation WorkflowUnknownLimited(std::string_view field) {
  return Violate(field, kWorkflowUnknownLimited, {});
}
Violation WorkflowUnknownAdmin(std::string_view field) {
  return Violate(field, kWorkflowUnknownAdmin, {});
}
Violation SchemaKey(std::string_view field, const Param& most) {
  return Violate(field, kSchemaKey, {{"most", most.text()}});
}
Violation SchemaOptions(std::string_view field) { return Violate(field, kSchemaOptions, {}); }
Violation SchemaOptionsNone(std::string_view field) {
  return Violate(field, kSchemaOptionsNone, {});
}
Violation SchemaDefault(std::string_view field, const Param& type) {
  return Violate(field, kSchemaDefault, {{"type", type.text()}});
}
Violation SchemaOrder(std::string_view field, const Param& most) {
  return Violate(field, kSchemaOrder, {{"most", most.text()}});
}
Violation BotFlow(std::string_view field, const Param& most) {
  return Violate(field, kBotFlow, {{"most", most.text()}});
}
}  // namespace violation

}  // namespace enlace::core
