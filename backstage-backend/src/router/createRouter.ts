import {
  type HttpAuthService,
  type LoggerService,
  type PermissionsService,
} from '@backstage/backend-plugin-api';
import { type ClusterRegistry } from '@greenops/core/advisor';
import { describeError, NotFoundError } from '@greenops/core/model';
import { type Store } from '@greenops/core/store';
import { type RequestHandler, type Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { greenopsClusterManagePermission, greenopsOpportunityReadPermission } from '../permissions.ts';
import { problemHandler } from '../problem/problemHandler.ts';
import { clustersRouter } from './clusters.ts';
import { healthRouter } from './health.ts';
import { metricsRouter } from './metrics.ts';
import { opportunitiesRouter } from './opportunities.ts';
import { registryRouter } from './registry.ts';
import { requirePermission } from './requirePermission.ts';
import { workloadsRouter } from './workloads.ts';

export interface RouterOptions {
  readonly httpAuth: HttpAuthService;
  readonly permissions: PermissionsService;
  readonly logger: LoggerService;
  readonly store: Store;
  readonly registry: ClusterRegistry;
}

/** Everything below `/api/greenops`. Only `/health` is for anybody; the plugin declares it so. */
export function createRouter({ httpAuth, permissions, logger, store, registry }: RouterOptions): Router {
  const mayRead = requirePermission(greenopsOpportunityReadPermission, { httpAuth, permissions });
  const mayManageClusters = requirePermission(greenopsClusterManagePermission, { httpAuth, permissions });
  const router = PromiseRouter();
  router.use(healthRouter(store, error => logger.error(`health: ${describeError(error)}`)));
  router.use('/metrics', mayRead, metricsRouter(store));
  router.use('/v1/registry', mayManageClusters, registryRouter(registry));
  router.use(
    '/v1',
    mayRead,
    clustersRouter(store),
    workloadsRouter(store),
    opportunitiesRouter(store),
    nothingHere,
  );
  router.use(problemHandler(logger));
  return router;
}

const nothingHere: RequestHandler = request => {
  throw new NotFoundError(
    `there is no ${request.method} ${request.originalUrl}`,
    'ask for /v1/clusters, /v1/workloads or /v1/opportunities with GET',
  );
};
