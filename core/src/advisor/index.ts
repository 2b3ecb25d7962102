export { Advisor, type AdvisorOptions, type ScanOptions } from './Advisor.ts';
export { scanCluster, type ScanClusterOptions } from './scanCluster.ts';
export type { ScanEvent } from './scanEvent.ts';
