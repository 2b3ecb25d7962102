import { type ClusterRegistry, testConnection } from '@greenops/core/advisor';
import {
  registryAdditionSchema,
  registryChangeSchema,
  type RegistryList,
  registryRemovalQuerySchema,
  registryTestSchema,
} from '@greenops/core/api';
import { type ClusterConfig } from '@greenops/core/observe';
import { json, type Response, type Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { parseBody } from './parseBody.ts';
import { parseQuery } from './parseQuery.ts';

/**
 * Below `/registry`: `GET` and `POST` of all clusters with where they are defined; `GET`, `PUT` and `DELETE` of
 * `/:id`; `POST /test` of settings that are stored nowhere; `POST /:id/test` of a cluster as it is or, with a
 * body, as it would be. No answer shows a secret.
 */
export function registryRouter(registry: ClusterRegistry): Router {
  const router = PromiseRouter();
  router.use(json({ limit: '256kb' }));
  router.get('/', async (_request, response) => {
    const items = [...(await registry.list())];
    response.json({ items, total: items.length } satisfies RegistryList);
  });
  router.post('/', async (request, response) => {
    response.status(201).json(await registry.add(parseBody(registryAdditionSchema, request)));
  });
  router.post('/test', async (request, response) => {
    await answerTest(registry.unsavedSettings(parseBody(registryTestSchema, request)), response);
  });
  router.get('/:id', async (request, response) => {
    response.json(await registry.read(request.params.id));
  });
  router.put('/:id', async (request, response) => {
    response.json(await registry.change(request.params.id, parseBody(registryChangeSchema, request)));
  });
  router.delete('/:id', async (request, response) => {
    const { history } = parseQuery(registryRemovalQuerySchema, request);
    await registry.remove(request.params.id, { withHistory: history === 'delete' });
    response.status(204).end();
  });
  router.post('/:id/test', async (request, response) => {
    // `{}` is what the parser makes of no body at all.
    const given = Object.keys((request.body as object | undefined) ?? {}).length > 0;
    const settings = given
      ? await registry.settingsOf(request.params.id, parseBody(registryTestSchema, request))
      : await registry.settingsOf(request.params.id);
    await answerTest(settings, response);
  });
  return router;
}

/** Whoever hangs up does not wait for the answer: the sources need not either. */
async function answerTest(config: ClusterConfig, response: Response): Promise<void> {
  const hungUp = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) hungUp.abort();
  });
  try {
    response.json(await testConnection(config, { signal: hungUp.signal }));
  } catch (error) {
    if (!hungUp.signal.aborted) throw error;
  }
}
