import { clusterSchema } from '@greenops/core/api';
import { type Store } from '@greenops/core/store';
import { type Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { z } from 'zod';

/**
 * The answer of `GET /health`. Anybody may ask, so it tells states and times but no error texts:
 * those may name hosts and are for readers of `/v1/clusters`.
 */
export const healthSchema = z.object({
  /** `failed`: no database; `degraded`: it works, but the last scan of some cluster failed. */
  status: z.enum(['ok', 'degraded', 'failed']),
  process: z.object({ status: z.literal('ok'), uptimeSeconds: z.number() }),
  database: z.object({ status: z.enum(['ok', 'failed']) }),
  scans: z.array(clusterSchema.pick({ id: true, status: true, lastScanAt: true })),
});

export type Health = z.infer<typeof healthSchema>;

/** `GET /health`: 200 while requests can be answered, 503 where the database is gone. */
export function healthRouter(store: Store, onDatabaseError: (error: unknown) => void): Router {
  const router = PromiseRouter();
  router.get('/health', async (_request, response) => {
    const health = await healthOf(store, onDatabaseError);
    response.set('cache-control', 'no-store');
    response.status(health.status === 'failed' ? 503 : 200).json(health);
  });
  return router;
}

async function healthOf(store: Store, onDatabaseError: (error: unknown) => void): Promise<Health> {
  const process_ = { status: 'ok', uptimeSeconds: Math.round(process.uptime()) } as const;
  try {
    await store.ping();
    const clusters = await store.clusters();
    return {
      status: clusters.some(({ status }) => status === 'failed') ? 'degraded' : 'ok',
      process: process_,
      database: { status: 'ok' },
      scans: clusters.map(({ id, status, lastScanAt }) => ({ id, status, lastScanAt })),
    };
  } catch (error) {
    onDatabaseError(error);
    return { status: 'failed', process: process_, database: { status: 'failed' }, scans: [] };
  }
}
