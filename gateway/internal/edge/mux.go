package edge

import (
	"context"
	"fmt"
	"net/http"

	appointmentv1 "enlace.dev/gateway/gen/enlace/appointment/v1"
	auditv1 "enlace.dev/gateway/gen/enlace/audit/v1"
	authv1 "enlace.dev/gateway/gen/enlace/auth/v1"
	catalogv1 "enlace.dev/gateway/gen/enlace/catalog/v1"
	patientv1 "enlace.dev/gateway/gen/enlace/patient/v1"
	"enlace.dev/gateway/internal/edge/routes"
	"github.com/grpc-ecosystem/grpc-gateway/v2/runtime"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// Routes reads the REST routes of all services.
func Routes() (*routes.Table, error) {
	return routes.New(
		authv1.File_enlace_auth_v1_auth_service_proto,
		authv1.File_enlace_auth_v1_identity_service_proto,
		authv1.File_enlace_auth_v1_member_service_proto,
		authv1.File_enlace_auth_v1_plan_service_proto,
		authv1.File_enlace_auth_v1_workflow_service_proto,
		authv1.File_enlace_auth_v1_terms_service_proto,
		patientv1.File_enlace_patient_v1_patient_service_proto,
		appointmentv1.File_enlace_appointment_v1_appointment_service_proto,
		appointmentv1.File_enlace_appointment_v1_directory_service_proto,
		appointmentv1.File_enlace_appointment_v1_slot_service_proto,
		appointmentv1.File_enlace_appointment_v1_calendar_service_proto,
		appointmentv1.File_enlace_appointment_v1_reply_service_proto,
		appointmentv1.File_enlace_appointment_v1_waitlist_service_proto,
		auditv1.File_enlace_audit_v1_audit_service_proto,
		auditv1.File_enlace_audit_v1_audit_proof_service_proto,
		auditv1.File_enlace_audit_v1_audit_retention_service_proto,
		auditv1.File_enlace_audit_v1_audit_stream_service_proto,
		catalogv1.File_enlace_catalog_v1_catalog_service_proto,
	)
}

// newMux makes the grpc-gateway mux over the services.
// `stopping` is done when the gateway stops.
func newMux(stopping context.Context, b *Backends, table *routes.Table, calls *underWay) (http.Handler, error) {
	lines := &streams{answers: newAnswers(), stopping: stopping, conns: map[protoreflect.FullName]*grpc.ClientConn{
		auditv1.File_enlace_audit_v1_audit_stream_service_proto.Services().Get(0).FullName(): b.Audit,
	}}
	nothing := func(string) (string, bool) { return "", false }
	mux := runtime.NewServeMux(
		runtime.WithMarshalerOption(runtime.MIMEWildcard, newAnswers()),
		runtime.WithIncomingHeaderMatcher(metadataName),
		runtime.WithOutgoingHeaderMatcher(nothing),
		runtime.WithOutgoingTrailerMatcher(nothing),
		runtime.WithDisablePathLengthFallback(),
		runtime.WithDisableHTTPMethodOverride(),
		runtime.WithUnescapingMode(runtime.UnescapingModeAllExceptSlash),
		runtime.WithMiddlewares(guard(table, lines, calls)),
		runtime.WithForwardResponseOption(setStatus),
		runtime.WithForwardResponseRewriter(withNext),
		runtime.WithErrorHandler(answerError),
		runtime.WithRoutingErrorHandler(answerRoutingError(table)),
	)
	lines.mux = mux
	type register func(context.Context, *runtime.ServeMux, *grpc.ClientConn) error
	for _, service := range []struct {
		register register
		conn     *grpc.ClientConn
	}{
		{authv1.RegisterAuthServiceHandler, b.Auth},
		{authv1.RegisterIdentityServiceHandler, b.Auth},
		{authv1.RegisterMemberServiceHandler, b.Auth},
		{authv1.RegisterPlanServiceHandler, b.Auth},
		{authv1.RegisterWorkflowServiceHandler, b.Auth},
		{authv1.RegisterTermsServiceHandler, b.Auth},
		{patientv1.RegisterPatientServiceHandler, b.Patient},
		{appointmentv1.RegisterAppointmentServiceHandler, b.Appointment},
		{appointmentv1.RegisterDirectoryServiceHandler, b.Appointment},
		{appointmentv1.RegisterSlotServiceHandler, b.Appointment},
		{appointmentv1.RegisterCalendarServiceHandler, b.Appointment},
		{appointmentv1.RegisterReplyServiceHandler, b.Appointment},
		{appointmentv1.RegisterWaitlistServiceHandler, b.Appointment},
		{auditv1.RegisterAuditServiceHandler, b.Audit},
		{auditv1.RegisterAuditProofServiceHandler, b.Audit},
		{auditv1.RegisterAuditRetentionServiceHandler, b.Audit},
		// Its routes; what answers them is `lines`.
		{auditv1.RegisterAuditStreamServiceHandler, b.Audit},
		// Both services judge by the catalogues; the patients' has all of them and answers.
		{catalogv1.RegisterCatalogServiceHandler, b.Patient},
	} {
		if err := service.register(context.Background(), mux, service.conn); err != nil {
			return nil, fmt.Errorf("register the REST routes: %w", err)
		}
	}
	return mux, nil
}
