package alerts

// signs are series as Prometheus' tests write them: "0x160" is 0 at each scrape of 40 minutes, "0+3x160"
// grows by 3 with each.
type signs struct{ fires, quiet []string }

var cases = map[string]signs{
	"EnlaceProcessDown": {
		fires: []string{`up{job="enlace",process="auth"} 0x160`},
		quiet: []string{`up{job="enlace",process="auth"} 1x160`, `up{job="node"} 0x160`, `up{job="enlace",process="auth"} 1x50 0x3 1x100`},
	},
	"EnlaceCallsFail": {
		fires: []string{calls("INTERNAL", "0+11x160", "0+9989x160"), calls("UNKNOWN", "0+11x160", "0+9989x160"), calls("DATA_LOSS", "0+11x160", "0+9989x160")},
		quiet: []string{calls("INTERNAL", "0+1x160", "0+999x160"), calls("UNAVAILABLE", "0+2x160", "0+998x160")},
	},
	"EnlaceCallsUnavailable": {
		fires: []string{calls("UNAVAILABLE", "0+3x160", "0+97x160"), calls("DEADLINE_EXCEEDED", "0+3x160", "0+97x160")},
		quiet: []string{calls("UNAVAILABLE", "0+2x160", "0+98x160"), calls("NOT_FOUND", "0+3x160", "0+97x160")},
	},
	"EnlaceRequestsFail": {
		fires: []string{requests("503", "0+11x160", "0+989x160")},
		quiet: []string{requests("503", "0+1x160", "0+99x160"), requests("429", "0+2x160", "0+98x160")},
	},
	"EnlaceCallsSlow": {
		fires: []string{histogram("enlace_rpc_duration_seconds", "1", "0+989x160", "2.5")},
		quiet: []string{histogram("enlace_rpc_duration_seconds", "1", "0+990x160", "2.5")},
	},
	"EnlaceCallsRefused": {
		fires: []string{`enlace_rpc_refused_total{process="auth"} 0+1x160`},
		quiet: []string{`enlace_rpc_refused_total{process="auth"} 7x160`},
	},
	"EnlacePoolExhausted": {
		fires: []string{`enlace_db_pool_timeouts_total{process="auth",pool="tenant"} 0+1x160`},
		quiet: []string{`enlace_db_pool_timeouts_total{process="auth",pool="tenant"} 7x160`},
	},
	"EnlaceAuditLate": {
		fires: []string{histogram("enlace_outbox_relay_lag_seconds", "2", "0+989x160", "5")},
		quiet: []string{histogram("enlace_outbox_relay_lag_seconds", "2", "0+990x160", "5")},
	},
	"EnlaceAuditStuck": {
		fires: []string{`enlace_outbox_oldest_seconds{process="patient"} 61x160`},
		quiet: []string{`enlace_outbox_oldest_seconds{process="patient"} 60x160`},
	},
	"EnlaceAuditUnsealed": {
		fires: []string{`enlace_audit_unsealed_oldest_seconds 121x160`},
		quiet: []string{`enlace_audit_unsealed_oldest_seconds 120x160`},
	},
	"EnlaceCheckpointsMissing": {
		fires: []string{`enlace_audit_unsigned_since_timestamp_seconds -181+15x160`},
		// Zero: all is signed. The others follow time, three minutes behind.
		quiet: []string{`enlace_audit_unsigned_since_timestamp_seconds 0x160`, `enlace_audit_unsigned_since_timestamp_seconds -180+15x160`},
	},
	"EnlaceMailsWait": {
		fires: []string{`enlace_mails_oldest_seconds 901x160`},
		quiet: []string{`enlace_mails_oldest_seconds 900x160`},
	},
	"EnlaceOrdersWait": {
		fires: []string{`enlace_orders_waiting{kind="limits"} 1x160`},
		quiet: []string{`enlace_orders_waiting{kind="limits"} 0x160`, `enlace_orders_waiting{kind="limits"} 1x50 0x10 1x50 0x50`},
	},
	"EnlaceGuessing": {
		fires: []string{`enlace_refusals_calls_total{action="AUTHENTICATE"} 0+151x160`},
		quiet: []string{`enlace_refusals_calls_total{action="AUTHENTICATE"} 0+150x160`, `enlace_refusals_calls_total{action="AUTHORIZE"} 0+999x160`},
	},
	"EnlaceRefusalsDropped": {
		fires: []string{`enlace_refusals_dropped_total{process="auth"} 0x20 1x140`},
		quiet: []string{`enlace_refusals_dropped_total{process="auth"} 5x160`},
	},
	"EnlaceBreakGlass": {
		fires: []string{`enlace_break_glass_accesses_total{process="patient"} 0x20 1x140`},
		quiet: []string{`enlace_break_glass_accesses_total{process="patient"} 5x160`},
	},
	"EnlaceRateLimitsAlone": {
		fires: []string{`enlace_http_rate_limits_in_memory_total 0+1x160`},
		quiet: []string{`enlace_http_rate_limits_in_memory_total 7x160`},
	},
	"EnlaceCertificateEnds": {
		// Prometheus' tests begin in 1970. Zero: the file can't be read.
		fires: []string{`enlace_certificate_expiry_timestamp_seconds{process="auth"} 1209599x160`, `enlace_certificate_expiry_timestamp_seconds 0x160`},
		quiet: []string{`enlace_certificate_expiry_timestamp_seconds{process="auth"} 1212001x160`},
	},
	"EnlaceBackupOld": {
		fires: []string{`enlace_backup_last_success_timestamp_seconds -93600x160`, `enlace_backup_last_success_timestamp_seconds -200000x160`},
		quiet: []string{`enlace_backup_last_success_timestamp_seconds -91200x160`},
	},
	"EnlaceWalNotArchived": {
		fires: []string{`enlace_wal_archive_failures_total 0x20 1x140`, `enlace_wal_unarchived_segments 5x160`},
		quiet: []string{"enlace_wal_archive_failures_total 7x160\nenlace_wal_unarchived_segments 4x160"},
	},
}

// calls are of one process, some of which end with a code and others well.
func calls(code, some, others string) string {
	return `enlace_rpc_duration_seconds_count{process="auth",code="` + code + `"} ` + some +
		"\n" + `enlace_rpc_duration_seconds_count{process="auth",code="OK"} ` + others
}

func requests(status, some, others string) string {
	return `enlace_http_request_duration_seconds_count{status="` + status + `"} ` + some +
		"\n" + `enlace_http_request_duration_seconds_count{status="200"} ` + others
}

// histogram has 1,000 observations a scrape: some up to a bound, the rest up to the next one.
func histogram(name, bound, some, next string) string {
	return name + `_bucket{process="auth",le="` + bound + `"} ` + some +
		"\n" + name + `_bucket{process="auth",le="` + next + `"} 0+1000x160` +
		"\n" + name + `_bucket{process="auth",le="+Inf"} 0+1000x160`
}
