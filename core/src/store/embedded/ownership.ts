import { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';

/** Any number that nobody else uses for an advisory lock in this database. */
const OWNER_LOCK = 0x67726e;

/**
 * How long a server without owner is watched before it is adopted. Whoever started it takes the
 * lock within milliseconds, and a guard whose owner died has told it to stop by then.
 */
const SETTLE_MILLISECONDS = 300;

/**
 * Ownership of a running server: a lock in the server itself, held by an open connection. It ends
 * with its holder in whatever way that ends, which no file with a process number can promise.
 */
export interface Ownership {
  release(): void;
}

interface Session {
  readonly client: pg.Client;
  readonly socket: Socket;
}

async function connect(connectionString: string): Promise<Session> {
  const socket = new Socket();
  const client = new pg.Client({
    connectionString,
    application_name: 'greenops owner',
    connectionTimeoutMillis: 5000,
    stream: () => socket,
  });
  // The server may go at any time; whoever watches the process reports that.
  client.on('error', () => {});
  await client.connect();
  return { client, socket };
}

function hold({ client, socket }: Session): Ownership {
  // Owning a server is no reason for a finished program to stay.
  socket.unref();
  return {
    release() {
      // The server is about to go: that the farewell does not arrive is no failure.
      client.end().catch(() => {});
    },
  };
}

/** Takes the lock of a server that we started; waits for somebody who is only looking. */
export async function takeOwnership(connectionString: string): Promise<Ownership> {
  const session = await connect(connectionString);
  await session.client.query('select pg_advisory_lock($1)', [OWNER_LOCK]);
  return hold(session);
}

/** Takes the lock of a server that we found; `null` when it has an owner already. */
export async function adoptOwnership(connectionString: string): Promise<Ownership | null> {
  const session = await connect(connectionString);
  const { client } = session;
  const tryLock = async (): Promise<boolean> =>
    (await client.query<{ got: boolean }>('select pg_try_advisory_lock($1) as got', [OWNER_LOCK])).rows[0]
      ?.got === true;
  let adopted = false;
  try {
    if (await tryLock()) {
      await client.query('select pg_advisory_unlock($1)', [OWNER_LOCK]);
      await delay(SETTLE_MILLISECONDS);
      adopted = await tryLock();
    }
    return adopted ? hold(session) : null;
  } finally {
    if (!adopted) client.end().catch(() => {});
  }
}
