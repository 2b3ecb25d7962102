import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { answerDataSourceQuery } from './dataSourceQuery.ts';
import type { HostOptions } from './hostOptions.ts';
import { hostPage } from './hostPage.ts';
import { isFromThisPage } from './isFromThisPage.ts';
import { proxyToPluginRoute } from './pluginProxy.ts';
import { type PluginJson, PluginSettingsStore } from './pluginSettings.ts';
import { bodyOf, sendFile, sendJson, sendText } from './respond.ts';

/** The HTTP side of Grafana as far as one app plugin needs it. */
export function createHost(options: HostOptions): Server {
  const pluginJson: PluginJson = JSON.parse(readFileSync(join(options.pluginFolder, 'plugin.json'), 'utf8'));
  const settings = new PluginSettingsStore(pluginJson, options);
  const pluginFiles = `/public/plugins/${pluginJson.id}/`;
  const pluginProxy = `/api/plugin-proxy/${pluginJson.id}/`;

  return createServer((request, response) => {
    const handle = async (): Promise<void> => {
      const { pathname, search } = new URL(request.url ?? '/', 'http://host');
      if (!isFromThisPage(request)) return sendJson(response, 403, { message: 'not from this page' });
      if (pathname.startsWith('/host/')) return sendFile(response, options.pageFolder, pathname.slice(6));
      if (pathname.startsWith(pluginFiles)) {
        return sendFile(response, options.pluginFolder, pathname.slice(pluginFiles.length));
      }
      if (pathname.startsWith('/public/')) {
        // Grafana's build puts its icons one folder deeper than the package that brings them.
        return sendFile(response, options.publicFolder, pathname.slice(8).replace(/^build\//, ''));
      }
      if (pathname === `/api/plugins/${pluginJson.id}/settings`) {
        if (request.method === 'POST') settings.save(JSON.parse(await bodyOf(request)));
        return sendJson(response, 200, settings.describe());
      }
      if (pathname.startsWith(pluginProxy)) {
        const path = `${pathname.slice(pluginProxy.length)}${search}`;
        return proxyToPluginRoute(request, response, path, pluginJson, settings);
      }
      if (pathname === '/api/ds/query' && options.prometheusUrl) {
        const { status, body } = await answerDataSourceQuery(options.prometheusUrl, await bodyOf(request));
        return sendJson(response, status, body);
      }
      if (pathname.startsWith('/api') || pathname === '/favicon.ico') {
        return sendJson(response, 404, { message: 'the stand-in host has no such endpoint' });
      }
      sendText(response, 200, 'text/html; charset=utf-8', hostPage(pluginJson, options));
    };
    handle().catch((error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      if (response.headersSent) response.destroy();
      else sendJson(response, 500, { message });
    });
  });
}
