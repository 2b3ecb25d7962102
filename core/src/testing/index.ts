/**
 * The testing ground: real programs where they can be had (Prometheus, Postgres, Chromium), stand-ins that
 * speak the real protocol where not (Kubernetes API, OpenCost, GitHub). Everything listens on loopback, on
 * ports the system chooses, and ends with the process that started it.
 */
export * from './data/kubernetesExpositions.ts';
export * from './data/layNezhaPods.ts';
export * from './data/nezhaPods.ts';
export * from './data/testData.ts';
export * from './describeWith.ts';
export * from './process/findProgram.ts';
export * from './process/runProgram.ts';
export * from './process/startProgram.ts';
export * from './prometheus/exposition.ts';
export * from './prometheus/layExposition.ts';
export * from './prometheus/layIntoPrometheus.ts';
export * from './prometheus/metricFamily.ts';
export * from './prometheus/openMetricsWriter.ts';
export * from './prometheus/startPrometheus.ts';
export * from './prometheus/watchPrometheus.ts';
export * from './kubernetesApi/faults.ts';
export * from './kubernetesApi/kubernetesObject.ts';
export * from './kubernetesApi/loadObjects.ts';
export * from './kubernetesApi/resourceKinds.ts';
export * from './kubernetesApi/startKubernetesApi.ts';
export * from './process/listenOnLoopback.ts';
export * from './data/exposedKubernetesObjects.ts';
export * from './data/nezhaKubernetesObjects.ts';
export * from './recording/inventoryObjects.ts';
export * from './recording/layRecording.ts';
export * from './recording/recordedCluster.ts';
export * from './gitHub/startGitHub.ts';
export * from './gridIntensity/startGridIntensity.ts';
export * from './openCost/aggregateAllocations.ts';
export * from './openCost/billedAssets.ts';
export * from './openCost/nodeAssets.ts';
export * from './openCost/startOpenCost.ts';
export * from './postgres/startTestPostgres.ts';
export * from './registry/startRegistry.ts';
