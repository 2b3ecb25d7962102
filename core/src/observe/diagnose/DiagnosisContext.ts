import type { TimeWindow, UnixSeconds } from '../../model/index.ts';
import type { ClusterLocation } from '../carbon/resolveLocation.ts';
import type { ClusterConfig } from '../clusterConfig.ts';
import type { KubernetesReader } from '../live/LiveInventory.ts';
import type { OpenCostClient } from '../prices/OpenCostClient.ts';
import type { PrometheusClient } from '../prometheus/PrometheusClient.ts';
import type { PromqlScope } from '../prometheus/promql.ts';

/** All that the diagnoses of one cluster need. */
export interface DiagnosisContext {
  readonly config: ClusterConfig;
  readonly prometheus: PrometheusClient | null;
  readonly opencost: OpenCostClient | null;
  readonly scope: PromqlScope;
  readonly window: TimeWindow;
  readonly openKubernetes: () => Promise<KubernetesReader | null>;
  readonly location: () => Promise<ClusterLocation>;
  readonly signal: AbortSignal | undefined;
}

/** What the diagnoses of what lies in Prometheus need. */
export interface PrometheusContext {
  readonly client: PrometheusClient;
  readonly scope: PromqlScope;
  readonly at: UnixSeconds;
  readonly window: TimeWindow;
  readonly signal: AbortSignal | undefined;
}
