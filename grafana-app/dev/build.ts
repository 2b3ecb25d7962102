import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';

/** Bundles the host page, the stand-in for Grafana's own frontend, into dev/dist. */

const here = fileURLToPath(new URL('.', import.meta.url));
const require = createRequire(import.meta.url);
const folderOf = (name: string) => dirname(require.resolve(`${name}/package.json`));

/**
 * Setters that Grafana's core reaches as `@grafana/runtime/internal` and that are not exported to npm.
 * They must come from the very module instances the published packages use.
 */
const internals: Readonly<Record<string, string>> = {
  'host:PluginPage': `${folderOf('@grafana/runtime')}/dist/esm/components/PluginPage.mjs`,
  'host:dataSourceSettings': `${folderOf('@grafana/runtime')}/dist/esm/services/dataSource/settings.mjs`,
  'host:dataSourceInstance': `${folderOf('@grafana/runtime')}/dist/esm/services/dataSource/dataSource.mjs`,
  'host:sceneInterpolator': `${folderOf('@grafana/scenes')}/dist/esm/variables/interpolation/sceneInterpolator.js`,
  'host:i18n': `${folderOf('@grafana/i18n')}/dist/esm/i18n.mjs`,
};

/** Grafana runs router 5 with the compatibility package for 6: the copies that @grafana/ui brings. */
const routers: Readonly<Record<string, string>> = {
  'host:router5': 'react-router-dom',
  'host:router6-compat': 'react-router-dom-v5-compat',
};

/** React 18 lies at the root for Backstage; packages hoisted there must get this workspace's 19. */
const oneReact: Plugin = {
  name: 'one-react',
  setup({ onResolve, resolve }) {
    onResolve({ filter: /^react(-dom|-is)?(\/|$)/ }, ({ path, kind, pluginData }) =>
      pluginData === 'own' ? undefined : resolve(path, { kind, resolveDir: here, pluginData: 'own' }),
    );
  },
};

const grafanaInternals: Plugin = {
  name: 'grafana-internals',
  setup({ onResolve, resolve }) {
    onResolve({ filter: /^host:/ }, ({ path, kind }) => {
      const router = routers[path];
      return router === undefined
        ? { path: internals[path] }
        : resolve(router, { kind, resolveDir: folderOf('@grafana/ui') });
    });
  },
};

rmSync(`${here}dist`, { recursive: true, force: true });
await build({
  entryPoints: [`${here}host/main.tsx`],
  outdir: `${here}dist`,
  bundle: true,
  splitting: true,
  format: 'esm',
  target: 'es2022',
  jsx: 'automatic',
  minify: true,
  define: { 'process.env.NODE_ENV': '"production"', 'process.env': '{}', global: 'globalThis' },
  loader: { '.svg': 'dataurl', '.ttf': 'file' },
  plugins: [oneReact, grafanaInternals],
  // systemjs declares a package type that esbuild does not know; it is harmless.
  logOverride: { 'package.json': 'silent' },
  logLevel: 'warning',
});
