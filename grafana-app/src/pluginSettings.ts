/** What the plugin keeps in Grafana, readable by every user who may open it. */
export interface PluginSettings {
  /** Address of the GreenOps backend as Grafana's server reaches it, without a trailing slash. */
  readonly apiUrl?: string;
}

/** Written once, never readable again: Grafana only says that it is set. */
export interface PluginSecrets {
  readonly apiToken: string;
}
