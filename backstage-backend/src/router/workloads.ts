import { workloadQuerySchema } from '@greenops/core/api';
import { type Store } from '@greenops/core/store';
import { type Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { parseQuery } from './parseQuery.ts';

/** `GET /workloads`, `GET /workloads/:id`: what runs, what it costs and emits. */
export function workloadsRouter(store: Store): Router {
  const router = PromiseRouter();
  router.get('/workloads', async (request, response) => {
    response.json(await store.workloads(parseQuery(workloadQuerySchema, request)));
  });
  router.get('/workloads/:id', async (request, response) => {
    response.json(await store.workload(request.params.id));
  });
  return router;
}
