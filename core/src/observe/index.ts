/**
 * Observing a cluster: its sources, read into one `Observation`.
 */
export * from './clusterConfig.ts';
export * from './clusterSource.ts';
export { MemoryLedger } from './learn/MemoryLedger.ts';
export { observe, type ObserveOptions } from './observe.ts';
export { openCluster, type OpenClusterOptions } from './openCluster.ts';
export * from './recording/index.ts';
export * from './settingsFields.ts';
