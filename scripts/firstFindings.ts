import { setTimeout as sleep } from 'node:timers/promises';
import { GreenOpsClient } from '@greenops/core/api';
import { type RunningSuite } from './suite.ts';

interface FirstFindings {
  readonly findings: number;
  /** Whether every cluster is generated. */
  readonly demo: boolean;
}

/** Waits until every cluster has been scanned for the first time, or its scan has failed. */
export async function firstFindings(
  { apiUrl, token, failed }: RunningSuite,
  signal?: AbortSignal,
): Promise<FirstFindings> {
  const client = new GreenOpsClient((path, init) =>
    fetch(`${apiUrl}${path}`, { ...init, headers: { authorization: `Bearer ${token}` } }),
  );
  const fail = failed.then(text => Promise.reject(new Error(text)));
  for (;;) {
    const { items } = await Promise.race([client.clusters(signal), fail]);
    if (items.every(({ lastScanAt, status }) => lastScanAt !== null || status === 'failed')) {
      return {
        findings: items.reduce((sum, { opportunities }) => sum + opportunities, 0),
        demo: items.length > 0 && items.every(cluster => cluster.demo),
      };
    }
    await sleep(200, undefined, signal ? { signal } : {});
  }
}
