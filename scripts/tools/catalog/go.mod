module enlace.dev/tools/catalog

go 1.26.0

require (
	github.com/jackc/pgx/v5 v5.11.0
	golang.org/x/text v0.42.0
)

require (
	github.com/jackc/pgpassfile v1.0.0 // indirect
	github.com/jackc/pgservicefile v0.0.0-20240606120523-5a60cdf6a761 // indirect
)
