import type { Policy, Scan } from '../model/index.ts';
import type { ClusterConfig } from '../observe/clusterConfig.ts';
import type { ClusterSource, Progress } from '../observe/clusterSource.ts';

export interface LongRead {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

/** What the command line asks of the rest of core. */
export interface Stages {
  openCluster(config: ClusterConfig): Promise<ClusterSource>;
  openRecording(file: string): Promise<ClusterSource>;
  writeRecording(source: ClusterSource, file: string, options?: LongRead): Promise<void>;
  scanCluster(source: ClusterSource, options: LongRead & { readonly policy: Policy }): Promise<Scan>;
}

/** The real ones, loaded only when a command needs them: `--help` answers at once. */
export async function loadStages(): Promise<Stages> {
  const [observe, advisor] = await Promise.all([
    import('../observe/index.ts'),
    import('../advisor/index.ts'),
  ]);
  return {
    openCluster: observe.openCluster,
    openRecording: observe.openRecording,
    writeRecording: observe.writeRecording,
    scanCluster: advisor.scanCluster,
  };
}
