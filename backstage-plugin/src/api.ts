import { createApiRef, type FetchApi } from '@backstage/core-plugin-api';
import { GreenOpsClient } from '@greenops/core/api';

/** The GreenOps REST API, as the signed-in user may read it. */
export const greenopsApiRef = createApiRef<GreenOpsClient>({ id: 'plugin.greenops.api' });

/** Goes through Backstage's fetch, which finds the backend and adds the user's token. */
export const createGreenopsApi = (fetchApi: FetchApi): GreenOpsClient =>
  new GreenOpsClient((path, init) => fetchApi.fetch(`plugin://greenops/v1${path}`, init));
