export { consolidate } from './consolidate.ts';
export type { SimulationOptions } from './clusterStateOf.ts';
