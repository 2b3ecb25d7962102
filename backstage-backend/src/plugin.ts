import { coreServices, createBackendPlugin } from '@backstage/backend-plugin-api';
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import { Advisor, ClusterRegistry } from '@greenops/core/advisor';
import { PostgresStore } from '@greenops/core/store';
import { readMasterKeys } from '@greenops/core/vault';
import { readGreenopsConfig } from './config/readGreenopsConfig.ts';
import { openDatabase } from './database/openDatabase.ts';
import { greenopsPermissions } from './permissions.ts';
import { createRouter } from './router/createRouter.ts';
import { newsSignal } from './scan/newsSignal.ts';
import { scheduleScans } from './scan/scheduleScans.ts';

/** GreenOps Advisor in a Backstage backend: scans clusters by schedule and serves what was found. */
export const greenopsPlugin = createBackendPlugin({
  pluginId: 'greenops',
  register(env) {
    env.registerInit({
      deps: {
        config: coreServices.rootConfig,
        database: coreServices.database,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        scheduler: coreServices.scheduler,
        signals: signalsServiceRef,
      },
      async init(services) {
        const { httpAuth, httpRouter, lifecycle, logger, permissions, scheduler } = services;
        const { clusters, policy, policies, rules, schedule, database } = readGreenopsConfig(services.config);

        const sql = await openDatabase({
          database: services.database,
          settings: database,
          lifecycle,
          logger,
        });
        const store = await PostgresStore.create(sql);
        const onEvent = newsSignal(services.signals, logger);
        const { connections } = store;
        const registry = new ClusterRegistry({
          connections,
          masterKeys: readMasterKeys,
          configured: clusters,
        });
        const advisor = await Advisor.create({
          store,
          clusters,
          registry,
          policy,
          policies,
          rules,
          logger,
          onEvent,
        });

        services.permissionsRegistry.addPermissions(greenopsPermissions);
        httpRouter.addAuthPolicy({ path: '/health', allow: 'unauthenticated' });
        httpRouter.use(createRouter({ httpAuth, permissions, logger, store, registry }));
        await scheduleScans({ scheduler, schedule, advisor, store, logger });
      },
    });
  },
});
