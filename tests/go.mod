module enlace.dev/tests

go 1.26.0

ignore ./openapi/node_modules

require (
	enlace.dev/gateway v0.0.0-00010101000000-000000000000
	github.com/oklog/ulid/v2 v2.1.2
	google.golang.org/genproto/googleapis/api v0.0.0-20261019180522-ce908d29299b
	google.golang.org/genproto/googleapis/rpc v0.0.0-20261019180522-ce908d29299b
	google.golang.org/grpc v1.85.0
	google.golang.org/protobuf v1.36.12
)

require (
	github.com/grpc-ecosystem/grpc-gateway/v2 v2.32.0 // indirect
	golang.org/x/net v0.61.0 // indirect
	golang.org/x/sys v0.49.0 // indirect
	golang.org/x/text v0.43.0 // indirect
)

replace enlace.dev/gateway => ../gateway
