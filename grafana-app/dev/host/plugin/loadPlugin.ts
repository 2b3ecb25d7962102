import type { AppPlugin, AppPluginMeta, PluginInclude } from '@grafana/data';
import 'systemjs/dist/system.js';
import 'systemjs/dist/extras/amd.js';
import 'systemjs/dist/extras/named-register.js';
import { sharedModules } from './sharedModules.ts';

/** As Grafana's server describes an installed plugin. */
export type PluginMeta = AppPluginMeta<object> & { readonly includes: PluginInclude[] };

/** SystemJS's members that Grafana's loader uses; its own types know only `import`. */
interface ModuleLoader {
  set(id: string, module: object): void;
  addImportMap(map: { imports: Record<string, string> }): void;
  import(url: string): Promise<{ plugin: AppPlugin<object> }>;
  readonly constructor: {
    prototype: {
      shouldFetch: (url: string) => boolean;
      fetch: (url: string, options: object) => Promise<Response>;
    };
  };
}

declare const System: ModuleLoader;

/** esbuild gives a CommonJS module as `default` only; plugins ask for its names. */
function withNames(module: object): object {
  const whole: unknown = Reflect.get(module, 'default');
  return typeof whole === 'object' || typeof whole === 'function' ? { ...whole, ...module } : { ...module };
}

/** Loads the production build as Grafana does: AMD through SystemJS, shared modules by import map. */
export async function loadPlugin(meta: PluginMeta): Promise<AppPlugin<object>> {
  const imports: Record<string, string> = {};
  for (const [name, load] of Object.entries(sharedModules)) {
    const id = `package:${name}`;
    imports[name] = id;
    System.set(id, withNames(await load()));
  }
  const { prototype } = System.constructor;
  const fetchScript = prototype.fetch;
  prototype.shouldFetch = () => true;
  prototype.fetch = async (url, options) => {
    const script = await fetchScript.call(System, url, options);
    return new Response(new Blob([await script.text()], { type: 'text/javascript' }));
  };
  System.addImportMap({ imports });

  const { plugin } = await System.import(`${location.origin}/${meta.module}`);
  plugin.meta = meta;
  plugin.init(meta);
  return plugin;
}
