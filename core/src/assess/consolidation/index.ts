export { consolidate } from './consolidate.ts';
export { leastAvailable, neverAllows } from './disruptionBudgets.ts';
export { evictionAnnotation, leavesWithNode } from './mobility.ts';
export { selects } from './selectors.ts';
export { DEFAULT_MAX_PODS, isControlPlane, type SimulationOptions } from './clusterStateOf.ts';
