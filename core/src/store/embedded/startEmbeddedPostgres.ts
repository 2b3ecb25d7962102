import type { ChildProcess } from 'node:child_process';
import { resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describeError, StoreError } from '../../model/index.ts';
import { type Logger, silentLogger } from '../logger.ts';
import { type Cluster, DATABASE_USER, majorOfData, openCluster } from './cluster.ts';
import { findBinaries, type PostgresBinaries } from './findBinaries.ts';
import { findPostmaster, serverRuns } from './findPostmaster.ts';
import { freePort } from './freePort.ts';
import { guardServer, stopServer } from './guard.ts';
import { launch } from './launch.ts';
import { adoptOwnership, type Ownership, takeOwnership } from './ownership.ts';
import { reachablePlace } from './reachablePlace.ts';
import { serverAccount } from './serverAccount.ts';

/** Includes recovery after a crash. */
const START_SECONDS = 60;
/** For the process to go once its files are closed. */
const STOP_SECONDS = 10;

export interface EmbeddedPostgresOptions {
  /** Where the data lives; made if need be. One server per directory, however many processes ask for it. */
  readonly directory: string;
  /** Folder with `postgres`, `initdb` and `pg_ctl`; default: {@link findBinaries} looks for one. */
  readonly binDirectory?: string;
  readonly logger?: Logger;
}

export interface EmbeddedPostgres {
  /** Superuser of the database `postgres`; holds the password. */
  readonly connectionString: string;
  /** `15.18`. */
  readonly version: string;
  /** Process of the server. */
  readonly pid: number;
  /** Stops the server and waits for its end; leaves it running where another process owns it. */
  stop(): Promise<void>;
}

/** A server that takes connections; `child` where we started it, `ownership` where it is ours to stop. */
interface RunningServer {
  readonly pid: number;
  readonly connectionString: string;
  readonly child: ChildProcess | null;
  readonly ownership: Ownership | null;
}

const connectionStringTo = (cluster: Cluster, port: number): string =>
  `postgresql://${DATABASE_USER}:${cluster.password}@127.0.0.1:${port}/${DATABASE_USER}`;

async function joinOrLaunch(
  cluster: Cluster,
  binaries: PostgresBinaries,
  deadline: number,
): Promise<RunningServer | null> {
  const found = await findPostmaster(cluster.dataDirectory);
  if (found && found.status !== 'ready') return null;
  if (found) {
    const connectionString = connectionStringTo(cluster, found.port);
    return {
      pid: found.pid,
      connectionString,
      child: null,
      ownership: await adoptOwnership(connectionString),
    };
  }
  const port = await freePort();
  const child = await launch(cluster, binaries, port, deadline);
  if (!child?.pid) return null;
  child.unref();
  const connectionString = connectionStringTo(cluster, port);
  return { pid: child.pid, connectionString, child, ownership: await takeOwnership(connectionString) };
}

/** Tries until there is a server: one that stops goes away, one that starts gets ready. */
async function bringUp(cluster: Cluster, binaries: PostgresBinaries): Promise<RunningServer> {
  const deadline = Date.now() + START_SECONDS * 1000;
  let obstacle: unknown = null;
  while (Date.now() < deadline) {
    try {
      const server = await joinOrLaunch(cluster, binaries, deadline);
      if (server) return server;
    } catch (error) {
      if (error instanceof StoreError) throw error;
      // It went away while we spoke to it.
      obstacle = error;
    }
    await delay(50);
  }
  const reason = obstacle === null ? '' : `: ${describeError(obstacle)}`;
  throw new StoreError(
    `the Postgres in ${cluster.dataDirectory} did not get ready within ${START_SECONDS} s${reason}`,
    `look into ${cluster.logFile}`,
  );
}

function supervise(
  server: RunningServer,
  cluster: Cluster,
  binaries: PostgresBinaries,
  logger: Logger,
): () => Promise<void> {
  const { ownership, child } = server;
  if (!ownership) return async () => {};
  const guard = guardServer(cluster, binaries);
  let stopping: Promise<void> | null = null;
  child?.once('exit', (code, signal) => {
    if (stopping) return;
    logger.error(
      `The embedded Postgres ended by itself (${signal ?? `exit code ${code}`}): see ${cluster.logFile}`,
    );
  });
  const stop = async (): Promise<void> => {
    ownership.release();
    await stopServer(cluster, binaries);
    // pg_ctl is content when the lock file is gone, which is a moment before the process is.
    const deadline = Date.now() + STOP_SECONDS * 1000;
    while (await serverRuns(server.pid, cluster.dataDirectory)) {
      if (Date.now() > deadline) {
        throw new StoreError(
          `the Postgres with process id ${server.pid} does not stop`,
          `look into ${cluster.logFile}`,
        );
      }
      await delay(5);
    }
    guard.dismiss();
  };
  return () => (stopping ??= stop());
}

function announcement(server: RunningServer, cluster: Cluster, binaries: PostgresBinaries): string {
  const where = `in ${cluster.dataDirectory}${cluster.account ? ` as "${cluster.account.name}"` : ''}`;
  if (server.child) return `Postgres ${binaries.version} started ${where}`;
  return server.ownership
    ? `Postgres ${binaries.version} was still running ${where} without owner: adopted`
    : `Postgres ${binaries.version} runs already ${where}, for another process: shared`;
}

/**
 * Runs a real Postgres as a child process, so that the product needs no database server to be set
 * up and still has only one dialect. The first start takes about two seconds, later ones a tenth.
 *
 * @remarks A server that another living process owns is shared, one that lost its owner is adopted.
 * The server stops with its owner, even when that is killed. Nothing is ever run as root.
 *
 * @throws StoreError when there are no binaries, or none that can open the data there is.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const logger = options.logger ?? silentLogger;
  const account = await serverAccount();
  const place = await reachablePlace(resolve(options.directory), account, logger);
  const dataMajor = await majorOfData(place);
  const binaries = await findBinaries({ binDirectory: options.binDirectory, account, dataMajor });
  const cluster = await openCluster(place, binaries, account);
  const server = await bringUp(cluster, binaries);
  logger.info(announcement(server, cluster, binaries));
  return {
    connectionString: server.connectionString,
    version: binaries.version,
    pid: server.pid,
    stop: supervise(server, cluster, binaries, logger),
  };
}
