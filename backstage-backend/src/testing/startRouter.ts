import { coreServices, createBackendPlugin } from '@backstage/backend-plugin-api';
import { mockCredentials, mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { type AuthorizeResult } from '@backstage/plugin-permission-common';
import { ClusterRegistry } from '@greenops/core/advisor';
import { type Store } from '@greenops/core/store';
import { createRouter } from '../router/createRouter.ts';

export interface RunningRouter {
  /** Asks a path below `/api/greenops` as a signed-in user, unless the headers say otherwise. */
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Response>;
  /** The same with another method and, where it is given, a body as JSON. */
  send(method: string, path: string, body?: unknown): Promise<Response>;
  stop(): Promise<void>;
}

/** The routes on a store of the test's, behind Backstage's real HTTP stack. */
export async function startRouter(
  store: Store,
  options: {
    readonly decision?: AuthorizeResult.ALLOW | AuthorizeResult.DENY;
    readonly registry?: ClusterRegistry;
  } = {},
): Promise<RunningRouter> {
  const registry =
    options.registry ??
    new ClusterRegistry({ connections: store.connections, masterKeys: () => null, configured: [] });
  const plugin = createBackendPlugin({
    pluginId: 'greenops',
    register(env) {
      env.registerInit({
        deps: {
          httpAuth: coreServices.httpAuth,
          httpRouter: coreServices.httpRouter,
          logger: coreServices.logger,
          permissions: coreServices.permissions,
        },
        async init({ httpRouter, ...services }) {
          httpRouter.addAuthPolicy({ path: '/health', allow: 'unauthenticated' });
          httpRouter.use(createRouter({ ...services, store, registry }));
        },
      });
    },
  });
  const backend = await startTestBackend({
    features: [plugin, mockServices.permissions.factory(options.decision && { result: options.decision })],
  });
  const base = `http://127.0.0.1:${backend.server.port()}/api/greenops`;
  return {
    get: (path, headers = { authorization: mockCredentials.user.header() }) =>
      fetch(`${base}${path}`, { headers }),
    send: (method, path, body) =>
      fetch(`${base}${path}`, {
        method,
        headers: { authorization: mockCredentials.user.header(), 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    stop: () => backend.stop(),
  };
}
