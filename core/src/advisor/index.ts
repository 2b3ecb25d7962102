export { Advisor, type AdvisorOptions, type ScanOptions } from './Advisor.ts';
export { scanCluster, type ScanClusterOptions } from './scanCluster.ts';
export type { ScanEvent } from './scanEvent.ts';
export {
  ClusterRegistry,
  type ClusterRegistryOptions,
  type RegisteredCluster,
} from './registry/ClusterRegistry.ts';
export { rotateSecrets, type Rotation } from './registry/rotateSecrets.ts';
export { testConnection } from './registry/testConnection.ts';
