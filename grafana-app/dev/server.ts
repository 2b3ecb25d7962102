import { createHost } from './server/createHost.ts';
import { hostOptionsFromEnvironment } from './server/hostOptions.ts';

/**
 * Serves the production build of the app in a page that stands in for Grafana.
 *
 * - GREENOPS_GRAFANA_PORT: port on 127.0.0.1 (3000; 0 = any free one)
 * - GREENOPS_API_URL: the GreenOps backend, without a path
 * - GREENOPS_TOKEN: the backend's token
 * - PROMETHEUS_URL: a Prometheus for the workload page; without it the page says that there is none
 */
const options = hostOptionsFromEnvironment(process.env);
const server = createHost(options);

server.once('error', error => {
  console.error(`The host page could not be served on port ${options.port}: ${error.message}`);
  process.exitCode = 1;
});

server.listen(options.port, '127.0.0.1', () => {
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : options.port;
  console.log(`ready http://127.0.0.1:${port}`);
});

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    server.close();
    // Browsers keep connections open for minutes; nothing is lost by cutting them.
    server.closeAllConnections();
  });
}
