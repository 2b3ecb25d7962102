import { type SchedulerServiceTaskScheduleDefinition } from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import { ConflictError } from '@backstage/errors';
import { type ClusterView } from '@greenops/core/api';
import { clusterViewOf } from '../testing/clusterViewOf.ts';
import { SCAN_TASK, scheduleScans } from './scheduleScans.ts';

const MINUTE = 60_000;
const HOURLY = { frequency: { hours: 1 }, timeout: { minutes: 15 } };
const scannedBefore = (milliseconds: number, facts: Partial<ClusterView> = {}) =>
  clusterViewOf({ lastScanAt: new Date(Date.now() - milliseconds).toISOString(), ...facts });

describe('scheduleScans', () => {
  /** Schedules scans of the cluster `prod`, of which the store knows `clusters`; tells what the scheduler was asked. */
  async function start(
    clusters: readonly ClusterView[],
    schedule: SchedulerServiceTaskScheduleDefinition = HOURLY,
    trigger: () => Promise<void> = async () => undefined,
  ) {
    const scheduler = mockServices.scheduler.mock();
    const logger = mockServices.logger.mock();
    const scanned: AbortSignal[] = [];
    scheduler.triggerTask.mockImplementation(trigger);
    await scheduleScans({
      scheduler,
      schedule,
      logger,
      store: { clusters: async () => clusters },
      advisor: {
        clusterIds: ['prod'],
        scanAll: async ({ signal } = {}) => {
          if (signal) scanned.push(signal);
        },
      },
    });
    return { scheduler, logger, scanned };
  }

  it('hands the scan to the scheduler, with the signal that stops it', async () => {
    const { scheduler, scanned } = await start([scannedBefore(0)]);
    const task = scheduler.scheduleTask.mock.calls[0]?.[0];
    expect(task).toMatchObject({ ...HOURLY, id: SCAN_TASK });
    const { signal } = new AbortController();
    await task?.fn(signal);
    expect(scanned).toEqual([signal]);
  });

  it.each<[string, ClusterView]>([
    ['was scanned within the hour', scannedBefore(59 * MINUTE)],
    ['was scanned a moment ago', scannedBefore(0)],
  ])('waits for the next time when a cluster %s', async (_case, cluster) => {
    const { scheduler } = await start([cluster]);
    expect(scheduler.triggerTask).not.toHaveBeenCalled();
  });

  it.each<[string, readonly ClusterView[]]>([
    ['is new', [clusterViewOf({ status: 'never-scanned', lastScanAt: null })]],
    ['is not even known', []],
    ['was last scanned longer ago', [scannedBefore(61 * MINUTE)]],
    ['was being scanned when the last process ended', [scannedBefore(5 * MINUTE, { status: 'scanning' })]],
    ['failed last time', [scannedBefore(5 * MINUTE, { status: 'failed' })]],
  ])('scans at once when a cluster %s', async (_case, clusters) => {
    const { scheduler, logger } = await start(clusters);
    expect(scheduler.triggerTask.mock.calls).toEqual([[SCAN_TASK]]);
    expect(logger.info).toHaveBeenCalledWith(expect.stringContaining('prod'));
  });

  it('does not mind clusters that are no longer configured', async () => {
    const { scheduler } = await start([scannedBefore(0), scannedBefore(90 * MINUTE, { id: 'retired' })]);
    expect(scheduler.triggerTask).not.toHaveBeenCalled();
  });

  it('leaves the time to cron, except for a cluster that was never scanned', async () => {
    const cron = { frequency: { cron: '0 3 * * *' }, timeout: { minutes: 15 } };
    expect((await start([scannedBefore(1000 * MINUTE)], cron)).scheduler.triggerTask).not.toHaveBeenCalled();
    expect((await start([], cron)).scheduler.triggerTask).toHaveBeenCalled();
  });

  it('never starts by itself what only people start', async () => {
    const manual = { frequency: { trigger: 'manual' as const }, timeout: { minutes: 15 } };
    expect((await start([], manual)).scheduler.triggerTask).not.toHaveBeenCalled();
  });

  it('lets another replica do it', async () => {
    const running = () => Promise.reject(new ConflictError('Task greenops-scan is currently running'));
    const { logger } = await start([], HOURLY, running);
    expect(logger.info).toHaveBeenCalledWith(expect.stringContaining('already under way'));
  });

  it('passes on what the scheduler suffers from', async () => {
    await expect(start([], HOURLY, () => Promise.reject(new Error('no table')))).rejects.toThrow('no table');
  });
});
