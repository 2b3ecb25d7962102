import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { firstFindings } from '../scripts/firstFindings.ts';
import { startSuite } from '../scripts/suite.ts';

/** Brings the whole suite up on an empty state folder; the specs find it through the environment. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const stateDirectory = mkdtempSync(join(tmpdir(), 'greenops-e2e-'));
  const suite = await startSuite({
    stateDirectory,
    portalPort: 0,
    grafanaPort: 0,
    demo: true,
    listener: {
      step: text => console.log(text),
      started: name => console.log(`Building the ${name}`),
      finished: () => undefined,
    },
  });
  await firstFindings(suite);
  Object.assign(process.env, {
    E2E_PORTAL_URL: suite.portalUrl,
    E2E_GRAFANA_URL: suite.grafanaUrl,
    E2E_API_URL: suite.apiUrl,
    E2E_TOKEN: suite.token,
  });
  return async () => {
    await suite.stop();
    rmSync(stateDirectory, { recursive: true, force: true });
  };
}
