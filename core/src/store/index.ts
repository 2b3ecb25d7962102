export { connectionSql, inTransaction, type RunStatement } from './connectionSql.ts';
export {
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
  startEmbeddedPostgres,
} from './embedded/startEmbeddedPostgres.ts';
export { type Logger, silentLogger } from './logger.ts';
export { openPostgres, type PostgresOptions } from './openPostgres.ts';
export { PostgresStore, type PostgresStoreOptions } from './PostgresStore.ts';
export type {
  ClusterConnection,
  ConnectionDraft,
  ConnectionStore,
  StoredSecret,
  StoredSettings,
} from './registry/connectionStore.ts';
export { PostgresConnections } from './registry/PostgresConnections.ts';
export type { Sql } from './sql.ts';
export type { NamespaceTotals, OpportunityTotals, ScanTotals, Store } from './store.ts';
