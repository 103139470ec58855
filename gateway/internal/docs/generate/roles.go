package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	commonv1 "enlace.dev/gateway/gen/enlace/common/v1"
	// It has no path, but callers of gRPC may use it.
	_ "enlace.dev/gateway/gen/enlace/usage/v1"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
)

const rolesBegin = `# Who may call what

<!-- Generated from the access rules of the protos (scripts/generate.sh): change them there. -->

Everything that is not marked is refused with ROLE_NOT_ALLOWED. A service account is an API key: it
needs one of the scopes that are named. What no role is marked for asks for no credential: its
request bears what is judged (a password, a refresh token, a secret link), or its answer is public.
`

// The columns, in this order.
var columns = []struct {
	role  commonv1.Role
	title string
}{
	{commonv1.Role_ROLE_PLATFORM_ADMIN, "platform admin"},
	{commonv1.Role_ROLE_INTERNAL_SERVICE, "internal service"},
	{commonv1.Role_ROLE_ORGANIZATION_ADMIN, "organization admin"},
	{commonv1.Role_ROLE_PROVIDER, "provider"},
	{commonv1.Role_ROLE_CLINICAL_STAFF, "clinical staff"},
	{commonv1.Role_ROLE_ADMINISTRATIVE_STAFF, "administrative staff"},
	{commonv1.Role_ROLE_AUDITOR, "auditor"},
	{commonv1.Role_ROLE_SERVICE_ACCOUNT, "service account"},
}

// writeRoles writes the table of roles and RPCs, a part for each service.
func writeRoles(folder string) error {
	var services []protoreflect.ServiceDescriptor
	protoregistry.GlobalFiles.RangeFiles(func(file protoreflect.FileDescriptor) bool {
		for i := range file.Services().Len() {
			if strings.HasPrefix(string(file.Package()), "enlace.") {
				services = append(services, file.Services().Get(i))
			}
		}
		return true
	})
	slices.SortFunc(services, func(a, b protoreflect.ServiceDescriptor) int {
		return strings.Compare(string(a.FullName()), string(b.FullName()))
	})
	text := strings.Builder{}
	text.WriteString(rolesBegin)
	for _, service := range services {
		text.WriteString("\n## " + string(service.FullName()) + "\n\n| RPC |")
		for _, column := range columns {
			text.WriteString(" " + column.title + " |")
		}
		text.WriteString("\n|---|" + strings.Repeat("---|", len(columns)) + "\n")
		for i := range service.Methods().Len() {
			text.WriteString(roleRow(service.Methods().Get(i)))
		}
	}
	text.WriteString(clinicalBegin)
	for _, row := range clinicalRows() {
		text.WriteString(row)
	}
	return os.WriteFile(filepath.Join(folder, "roles.md"), []byte(text.String()), 0o644)
}

const clinicalBegin = `
## What administrative staff never sees

These fields are clinical. Of administrative staff they are cleared in every answer, and refused
(CLINICAL_FIELD) in every request, sent or cleared, and as a filter of a list.

| message | fields |
|---|---|
`

// clinicalRows has one row for each message that has clinical fields, by its name.
func clinicalRows() []string {
	var rows []string
	protoregistry.GlobalTypes.RangeMessages(func(message protoreflect.MessageType) bool {
		fields := message.Descriptor().Fields()
		var names []string
		for i := range fields.Len() {
			if proto.GetExtension(fields.Get(i).Options(), commonv1.E_Clinical).(bool) {
				names = append(names, fields.Get(i).JSONName())
			}
		}
		if len(names) > 0 {
			rows = append(rows, "| "+string(message.Descriptor().FullName())+" | "+strings.Join(names, ", ")+" |\n")
		}
		return true
	})
	slices.Sort(rows)
	return rows
}

func roleRow(rpc protoreflect.MethodDescriptor) string {
	rule := proto.GetExtension(rpc.Options(), commonv1.E_Access).(*commonv1.AccessRule)
	row := "| " + string(rpc.Name()) + " |"
	for _, column := range columns {
		mark := ""
		if slices.Contains(rule.GetRoles(), column.role) {
			mark = "yes"
			if column.role == commonv1.Role_ROLE_SERVICE_ACCOUNT {
				mark = strings.ReplaceAll(strings.Join(rule.GetScopes(), " or "), "*", "any key")
			}
		}
		row += " " + mark + " |"
	}
	return row + "\n"
}
