import type { HostOptions } from './hostOptions.ts';

/** The parts of plugin.json that a Grafana server acts on. */
export interface PluginJson {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly {
    readonly role: { readonly permissions: readonly { readonly action: string }[] };
  }[];
  readonly routes: readonly PluginRoute[];
}

export interface PluginRoute {
  readonly path: string;
  readonly url: string;
  readonly method?: string;
  readonly reqAction?: string;
  readonly headers?: readonly { readonly name: string; readonly content: string }[];
}

type Values = Readonly<Record<string, string | undefined>>;

interface SavedSettings {
  readonly enabled: boolean;
  readonly pinned: boolean;
  readonly jsonData: Values;
  readonly secureJsonData?: Values;
}

/** The plugin's settings for as long as the host runs: readable ones, and secrets that are only used. */
export class PluginSettingsStore {
  readonly #pluginJson: PluginJson;
  #saved: Omit<SavedSettings, 'secureJsonData'>;
  #secrets: Values;

  constructor(pluginJson: PluginJson, { apiUrl, token }: Pick<HostOptions, 'apiUrl' | 'token'>) {
    this.#pluginJson = pluginJson;
    this.#saved = { enabled: true, pinned: true, jsonData: apiUrl ? { apiUrl } : {} };
    this.#secrets = token ? { apiToken: token } : {};
  }

  save({ secureJsonData, ...saved }: SavedSettings): void {
    this.#saved = saved;
    this.#secrets = { ...this.#secrets, ...secureJsonData };
  }

  /** As `GET /api/plugins/<id>/settings` answers: of secrets only that they are set. */
  describe(): object {
    const { id } = this.#pluginJson;
    return {
      ...this.#pluginJson,
      ...this.#saved,
      secureJsonFields: Object.fromEntries(Object.keys(this.#secrets).map(key => [key, true])),
      module: `public/plugins/${id}/module.js`,
      baseUrl: `public/plugins/${id}`,
      signature: 'unsigned',
    };
  }

  /** Fills `{{ .JsonData.x }}` and `{{ .SecureJsonData.y }}` as Go's text/template does. */
  fill(template: string): string {
    const values: Readonly<Record<string, Values>> = {
      JsonData: this.#saved.jsonData,
      SecureJsonData: this.#secrets,
    };
    return template.replace(
      /\{\{\s*\.(JsonData|SecureJsonData)\.(\w+)\s*\}\}/g,
      (_, kind: string, key: string) => values[kind]?.[key] ?? '<no value>',
    );
  }
}
