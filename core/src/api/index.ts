export * from './client.ts';
export * from './clusterGaps.ts';
export * from './clusterTotals.ts';
export * from './schema.ts';
export * from './sumKnown.ts';
export * from './views.ts';
export * from './wording.ts';
