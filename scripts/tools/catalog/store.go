package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// store is an open transaction on one database that holds the catalogue.
type store struct {
	conn    *pgx.Conn
	tx      pgx.Tx
	name    string
	entries []entry
}

// open connects, locks the list against other loads, and reads it.
func open(ctx context.Context, dsn, name string) (*store, error) {
	conn, err := pgx.Connect(ctx, dsn)
	if err != nil {
		return nil, err
	}
	s := &store{conn: conn, name: name}
	if err := s.begin(ctx); err != nil {
		return nil, errors.Join(err, conn.Close(ctx))
	}
	return s, nil
}

func (s *store) begin(ctx context.Context) (err error) {
	if s.tx, err = s.conn.Begin(ctx); err != nil {
		return err
	}
	var found string
	err = s.tx.QueryRow(ctx, "SELECT name FROM catalogs WHERE name = $1 FOR UPDATE", s.name).Scan(&found)
	if errors.Is(err, pgx.ErrNoRows) {
		var known string
		if err := s.tx.QueryRow(ctx, "SELECT string_agg(name, ', ' ORDER BY name) FROM catalogs").Scan(&known); err != nil {
			return err
		}
		return fmt.Errorf("there is no catalogue %q; known: %s", s.name, known)
	}
	if err != nil {
		return err
	}
	rows, err := s.tx.Query(ctx, `SELECT code, name_es, name_en, valid_from, valid_to, attributes
		FROM catalog_entries WHERE catalog = $1 ORDER BY code, valid_from`, s.name)
	if err != nil {
		return err
	}
	s.entries, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (e entry, err error) {
		err = row.Scan(&e.Code, &e.NameEs, &e.NameEn, &e.From, &e.To, &e.Attributes)
		return e, err
	})
	return err
}

// apply writes the changes; ends come first, so that a new version has its place.
func (s *store) apply(ctx context.Context, c *changes) error {
	batch := &pgx.Batch{}
	for _, e := range c.remove {
		batch.Queue("DELETE FROM catalog_entries WHERE catalog = $1 AND code = $2 AND valid_from = $3",
			s.name, e.Code, e.From)
	}
	for _, e := range c.end {
		batch.Queue("UPDATE catalog_entries SET valid_to = $4 WHERE catalog = $1 AND code = $2 AND valid_from = $3",
			s.name, e.Code, e.From, e.To)
	}
	for _, e := range c.replace {
		batch.Queue(`UPDATE catalog_entries SET name_es = $4, name_en = $5, valid_to = $6, attributes = $7
			WHERE catalog = $1 AND code = $2 AND valid_from = $3`,
			s.name, e.Code, e.From, e.NameEs, e.NameEn, e.To, e.Attributes)
	}
	for _, e := range c.insert {
		batch.Queue(`INSERT INTO catalog_entries (catalog, code, valid_from, name_es, name_en, valid_to, attributes)
			VALUES ($1, $2, $3, $4, $5, $6, $7)`,
			s.name, e.Code, e.From, e.NameEs, e.NameEn, e.To, e.Attributes)
	}
	return s.tx.SendBatch(ctx, batch).Close()
}

func (s *store) commit(ctx context.Context) error { return s.tx.Commit(ctx) }

func (s *store) close(ctx context.Context) { _ = s.conn.Close(ctx) }
