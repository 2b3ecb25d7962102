export { connectKubernetes, type KubernetesConfig } from './connectKubernetes.ts';
export type { KubernetesClientOptions } from './KubernetesClient.ts';
export { KubernetesInventory, type KubernetesReading } from './KubernetesInventory.ts';
export { nodePlacement } from './nodePlacement.ts';
