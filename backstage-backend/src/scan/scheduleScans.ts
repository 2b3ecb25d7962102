import {
  type LoggerService,
  type SchedulerService,
  type SchedulerServiceTaskScheduleDefinition,
} from '@backstage/backend-plugin-api';
import { durationToMilliseconds } from '@backstage/types';
import { type Advisor } from '@greenops/core/advisor';
import { type ClusterView } from '@greenops/core/api';
import { describeError } from '@greenops/core/model';
import { type Store } from '@greenops/core/store';

export const SCAN_TASK = 'greenops-scan';

export interface ScheduleScansOptions {
  readonly scheduler: SchedulerService;
  readonly schedule: SchedulerServiceTaskScheduleDefinition;
  readonly advisor: Pick<Advisor, 'clusterIds' | 'scanAll'>;
  readonly store: Pick<Store, 'clusters'>;
  readonly logger: LoggerService;
}

/**
 * Scans all clusters by the schedule: one replica at a time, as the scheduler's database decides.
 *
 * @remarks The scheduler remembers the next run over a restart, so findings of the last run are
 * shown at once and nothing is scanned again before its time. Only where a cluster has no fresh data
 * (new in the configuration, or its scan was interrupted) a run is asked for now.
 */
export async function scheduleScans(options: ScheduleScansOptions): Promise<void> {
  const { scheduler, schedule, advisor, store, logger } = options;
  await scheduler.scheduleTask({ ...schedule, id: SCAN_TASK, fn: signal => advisor.scanAll({ signal }) });

  const maximumAge = maximumAgeOf(schedule);
  if (maximumAge === null) return;
  const clusters = new Map((await store.clusters()).map(cluster => [cluster.id, cluster]));
  const stale = advisor.clusterIds.filter(id => !isFresh(clusters.get(id), Date.now() - maximumAge));
  if (stale.length === 0) return;
  try {
    await scheduler.triggerTask(SCAN_TASK);
    logger.info(`scanning now, as there is no fresh data of ${stale.join(', ')}`);
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'ConflictError') throw error;
    // Another replica is at it, or a killed process held the task: the scheduler frees it after its timeout.
    logger.info(
      `no fresh data of ${stale.join(', ')} yet; a scan is already under way: ${describeError(error)}`,
    );
  }
}

const isFresh = (cluster: ClusterView | undefined, notBefore: number): boolean =>
  cluster?.status === 'ok' && cluster.lastScanAt !== null && Date.parse(cluster.lastScanAt) >= notBefore;

/** Milliseconds for which a scan counts as fresh; `null` where only people start scans. */
function maximumAgeOf({ frequency }: SchedulerServiceTaskScheduleDefinition): number | null {
  if ('trigger' in frequency) return null;
  // With cron the next time is near enough to wait for; only never-scanned clusters are urgent.
  if ('cron' in frequency) return Number.POSITIVE_INFINITY;
  return durationToMilliseconds(frequency);
}
