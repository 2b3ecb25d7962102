/**
 * The backend that this repository runs: `node backstage-backend/dev/src/index.ts --config app-config.yaml`.
 * `GREENOPS_HEADLESS=true` leaves out the portal and everything that only it needs, for sites with
 * Grafana alone: what remains is the REST API, health and metrics behind service tokens.
 */
import { createBackend } from '@backstage/backend-defaults';

const backend = createBackend();

backend.add(import('@greenops/backstage-plugin-greenops-backend'));

if (process.env['GREENOPS_HEADLESS'] !== 'true') {
  backend.add(import('@backstage/plugin-app-backend'));
  backend.add(import('@backstage/plugin-auth-backend'));
  backend.add(import('@backstage/plugin-auth-backend-module-guest-provider'));
  backend.add(import('@backstage/plugin-catalog-backend'));
  backend.add(import('@backstage/plugin-catalog-backend-module-scaffolder-entity-model'));
  backend.add(import('@backstage/plugin-events-backend'));
  backend.add(import('@backstage/plugin-permission-backend'));
  backend.add(import('@backstage/plugin-permission-backend-module-allow-all-policy'));
  backend.add(import('@backstage/plugin-scaffolder-backend'));
  backend.add(import('@backstage/plugin-signals-backend'));
}

await backend.start();
