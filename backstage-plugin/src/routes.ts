import { createRouteRef, createSubRouteRef } from '@backstage/frontend-plugin-api';

export const rootRouteRef = createRouteRef();

export const opportunityRouteRef = createSubRouteRef({ parent: rootRouteRef, path: '/opportunities/:id' });

export const clusterRouteRef = createSubRouteRef({ parent: rootRouteRef, path: '/clusters/:id' });

export const workloadRouteRef = createSubRouteRef({ parent: rootRouteRef, path: '/workloads/:id' });
