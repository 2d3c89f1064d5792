import type pg from 'pg';

/** One row written, in the order in which it happened. */
export interface Change {
  readonly seq: number;
  /** Rows of one transaction share it. */
  readonly tx: string;
  readonly table: string;
  readonly old: Row | null;
  readonly row: Row | null;
}

export type Row = Readonly<Record<string, unknown>>;

const WATCHED = [
  'Acknowledgement',
  'AgendaVersion',
  'Appointment',
  'AuditEvent',
  'Delivery',
  'DeliveryLog',
  'Group',
  'GroupChannel',
  'Meeting',
  'Membership',
  'Notice',
  'Organisation',
  'Person',
  'Presence',
  'Reading',
  'Roll',
  'Rsvp',
  'RsvpCurrent',
  'Series',
  'SeriesException',
  'StatementVersion',
];

/** Has the database itself note every change of the watched tables, whoever makes it and however. */
export async function startWatching(sql: pg.Pool): Promise<void> {
  await sql.query(`CREATE TABLE simulation_change (seq bigserial PRIMARY KEY, tx text, tbl text, old jsonb, new jsonb)`);
  await sql.query(`CREATE FUNCTION simulation_note() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      INSERT INTO simulation_change (tx, tbl, old, new) VALUES (
        txid_current()::text, TG_TABLE_NAME,
        CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE to_jsonb(OLD) END,
        CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE to_jsonb(NEW) END);
      RETURN NULL;
    END $$`);
  for (const table of WATCHED)
    await sql.query(
      `CREATE TRIGGER simulation_note AFTER INSERT OR UPDATE OR DELETE ON "${table}" FOR EACH ROW EXECUTE FUNCTION simulation_note()`,
    );
}

/** What was written after the change of that number. */
export async function listChanges(sql: pg.Pool, after: number): Promise<Change[]> {
  const { rows } = await sql.query<{ seq: string; tx: string; tbl: string; old: Row | null; new: Row | null }>(
    'SELECT * FROM simulation_change WHERE seq > $1 ORDER BY seq',
    [after],
  );
  return rows.map((row) => ({ seq: Number(row.seq), tx: row.tx, table: row.tbl, old: row.old, row: row.new }));
}
