import type { IncomingMessage, ServerResponse } from 'node:http';
import { permissionsOf } from './permissionsOf.ts';
import type { PluginJson, PluginRoute, PluginSettingsStore } from './pluginSettings.ts';
import { sendJson } from './respond.ts';

const matches = (route: PluginRoute, method: string, path: string): boolean =>
  (path === route.path || path.startsWith(`${route.path}/`) || path.startsWith(`${route.path}?`)) &&
  (route.method === undefined ||
    route.method === '*' ||
    route.method.split(',').some(allowed => allowed.trim() === method));

/**
 * Grafana's plugin proxy: the first route of plugin.json whose path and method fit decides about
 * permission, target and headers. Cookies never go on. Answers that do not come are 502 with an
 * empty body, as there.
 */
export async function proxyToPluginRoute(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  pluginJson: PluginJson,
  settings: PluginSettingsStore,
): Promise<void> {
  const route = pluginJson.routes.find(candidate => matches(candidate, request.method ?? 'GET', path));
  if (!route) return sendJson(response, 404, { message: 'plugin route match not found' });
  if (route.reqAction && !(route.reqAction in permissionsOf(pluginJson))) {
    return sendJson(response, 403, { message: 'plugin proxy route access denied' });
  }
  const target = `${settings.fill(route.url)}${path.slice(route.path.length)}`;
  const headers = new Headers({ Accept: request.headers.accept ?? '*/*' });
  for (const { name, content } of route.headers ?? []) headers.set(name, settings.fill(content));

  const answer = await fetchOrNull(target, { method: request.method ?? 'GET', headers });
  if (answer === null) {
    response.writeHead(502).end();
    return;
  }
  response
    .writeHead(answer.status, { 'Content-Type': answer.headers.get('content-type') ?? 'text/plain' })
    .end(Buffer.from(await answer.arrayBuffer()));
}

/** `null` where the target cannot be reached or is no URL: the proxy's 502 is what reports it. */
async function fetchOrNull(url: string, init: RequestInit): Promise<Response | null> {
  try {
    return await fetch(url, { ...init, redirect: 'manual' });
  } catch {
    return null;
  }
}
