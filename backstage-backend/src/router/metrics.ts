import { type Store } from '@greenops/core/store';
import { type Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { EXPOSITION_TYPE, renderMetrics } from '../metrics/renderMetrics.ts';

/** Mounted at `/metrics`: the findings for Prometheus. */
export function metricsRouter(store: Store): Router {
  const router = PromiseRouter();
  router.get('/', async (_request, response) => {
    response.type(EXPOSITION_TYPE).send(await renderMetrics(store));
  });
  return router;
}
