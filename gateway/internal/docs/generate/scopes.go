package main

import (
	"slices"

	commonv1 "enlace.dev/gateway/gen/enlace/common/v1"
	"enlace.dev/gateway/internal/edge"
	"google.golang.org/protobuf/proto"
)

// scopes tells by operation id which scopes a tenant's key needs one of.
func scopes() (map[string][]string, error) {
	table, err := edge.Routes()
	if err != nil {
		return nil, err
	}
	byOperation := map[string][]string{}
	for _, route := range table.All() {
		rule, _ := proto.GetExtension(route.RPC.Options(), commonv1.E_Access).(*commonv1.AccessRule)
		id := string(route.RPC.Parent().Name()) + "_" + string(route.RPC.Name())
		if !slices.Contains(rule.GetScopes(), "*") {
			byOperation[id] = rule.GetScopes()
		}
	}
	return byOperation, nil
}
