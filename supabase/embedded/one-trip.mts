/** Owns several statements in one round trip: sent together, run as one transaction, the last one's first field returned. */
import type { Connection, DatabaseError, PoolClient, Submittable } from "pg";

export interface Statement {
  text: string;
  values: string[];
}

/**
 * Runs the statements in order as one transaction, which the server commits (or, on an error, rolls back) by itself.
 * @returns the first field of the last row, as Postgres writes it; null for SQL null or no row
 * @throws DatabaseError what the server said; Error when the connection was lost
 */
export function runInOneTrip(client: PoolClient, statements: readonly Statement[]): Promise<string | null> {
  return new Promise((resolve, reject) => client.query(new OneTrip(statements, resolve, reject)));
}

interface DataRow {
  fields: (string | null)[];
}

/** What `pg` calls while it reads the answers; see its query.js. */
class OneTrip implements Submittable {
  readonly #statements: readonly Statement[];
  readonly #resolve: (field: string | null) => void;
  readonly #reject: (error: Error) => void;
  #field: string | null = null;

  constructor(
    statements: readonly Statement[],
    resolve: (field: string | null) => void,
    reject: (error: Error) => void,
  ) {
    this.#statements = statements;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  submit(connection: Connection): void {
    connection.stream.cork();
    for (const { text, values } of this.#statements) {
      connection.parse({ name: "", text, types: [] }, true);
      connection.bind({ statement: "", values }, true);
      connection.execute({}, true);
    }
    connection.sync();
    connection.stream.uncork();
  }

  handleDataRow(row: DataRow): void {
    this.#field = row.fields[0] ?? null;
  }

  handleReadyForQuery(): void {
    this.#resolve(this.#field);
  }

  handleError(error: DatabaseError | Error): void {
    this.#reject(error);
  }

  handleRowDescription(): void {}
  handleCommandComplete(): void {}
  handlePortalSuspended(): void {}
  handleEmptyQuery(): void {}
}
