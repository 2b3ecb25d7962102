import {
  ApiBlueprint,
  createFrontendPlugin,
  fetchApiRef,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import { EntityCardBlueprint, EntityContentBlueprint } from '@backstage/plugin-catalog-react/alpha';
import { RiLeafLine } from '@remixicon/react';
import { createGreenopsApi, greenopsApiRef } from './api';
import { clusterRouteRef, opportunityRouteRef, rootRouteRef, workloadRouteRef } from './routes';

const api = ApiBlueprint.make({
  params: defineParams =>
    defineParams({
      api: greenopsApiRef,
      deps: { fetchApi: fetchApiRef },
      factory: ({ fetchApi }) => createGreenopsApi(fetchApi),
    }),
});

const page = PageBlueprint.make({
  params: {
    path: '/greenops',
    title: 'GreenOps',
    icon: <RiLeafLine />,
    routeRef: rootRouteRef,
    loader: () => import('./GreenopsPages').then(({ GreenopsPages }) => <GreenopsPages />),
  },
});

/** Kinds whose entities can stand for something that runs. */
const RUNNING_KINDS = { $in: ['component', 'resource', 'system', 'api'] };

const entityContent = EntityContentBlueprint.make({
  params: {
    path: '/greenops',
    title: 'GreenOps',
    icon: <RiLeafLine />,
    filter: { kind: RUNNING_KINDS },
    loader: () => import('./entity/EntityContent').then(({ EntityContent }) => <EntityContent />),
  },
});

const entityCard = EntityCardBlueprint.make({
  params: {
    filter: { kind: RUNNING_KINDS },
    loader: () => import('./entity/EntityCard').then(({ EntityCard }) => <EntityCard />),
  },
});

/** The GreenOps frontend plugin (new frontend system). */
export const greenopsPlugin = createFrontendPlugin({
  pluginId: 'greenops',
  title: 'GreenOps',
  icon: <RiLeafLine />,
  info: { packageJson: () => import('../package.json') },
  routes: {
    root: rootRouteRef,
    cluster: clusterRouteRef,
    opportunity: opportunityRouteRef,
    workload: workloadRouteRef,
  },
  extensions: [api, page, entityContent, entityCard],
});
