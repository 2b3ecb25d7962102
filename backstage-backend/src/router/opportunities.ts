import { opportunityQuerySchema } from '@greenops/core/api';
import { type Store } from '@greenops/core/store';
import { type Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { parseQuery } from './parseQuery.ts';

/** `GET /opportunities`, `GET /opportunities/:id`: the findings. */
export function opportunitiesRouter(store: Store): Router {
  const router = PromiseRouter();
  router.get('/opportunities', async (request, response) => {
    response.json(await store.opportunities(parseQuery(opportunityQuerySchema, request)));
  });
  router.get('/opportunities/:id', async (request, response) => {
    response.json(await store.opportunity(request.params.id));
  });
  return router;
}
