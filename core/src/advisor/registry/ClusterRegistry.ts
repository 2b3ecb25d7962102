import {
  isoTime,
  type RegistryAddition,
  type RegistryChange,
  type RegistryEntryView,
  type RegistryTest,
} from '../../api/index.ts';
import {
  type ClusterIdentity,
  ConflictError,
  InvalidInputError,
  type UnixSeconds,
  unixSecondsFromDate,
} from '../../model/index.ts';
import {
  type ClusterConfig,
  destinationOf,
  joinSecrets,
  type SeparatedSettings,
  separateSecrets,
} from '../../observe/index.ts';
import type { ClusterConnection, ConnectionDraft, ConnectionStore } from '../../store/index.ts';
import type { MasterKeys } from '../../vault/index.ts';
import { SecretSeal } from './SecretSeal.ts';
import { registeredSettings } from './registeredSettings.ts';

/** A cluster of the registry, as scans need it. */
export interface RegisteredCluster {
  readonly identity: ClusterIdentity;
  /** @throws SecretError, InvalidInputError where its settings cannot be used any more */
  settings(): ClusterConfig;
}

export interface ClusterRegistryOptions {
  readonly connections: ConnectionStore;
  /** Read for each use, so that a rotated key file needs no restart; `null` where there is none. */
  readonly masterKeys: () => MasterKeys | null;
  /** Clusters of the configuration, which win on the same id. */
  readonly configured: readonly ClusterConfig[];
  readonly now?: () => UnixSeconds;
}

/** Clusters that people add, change and remove while the application runs. */
export class ClusterRegistry {
  readonly #connections: ConnectionStore;
  readonly #seal: SecretSeal;
  readonly #configured: ReadonlyMap<string, ClusterConfig>;
  readonly #now: () => UnixSeconds;

  constructor({ connections, masterKeys, configured, now }: ClusterRegistryOptions) {
    this.#connections = connections;
    this.#seal = new SecretSeal(masterKeys);
    this.#configured = new Map(configured.map(config => [config.id, config]));
    this.#now = now ?? (() => unixSecondsFromDate(new Date()));
  }

  /** Those to scan: enabled, and not of an id that the configuration defines. */
  async clusters(): Promise<readonly RegisteredCluster[]> {
    const connections = await this.#connections.list();
    return connections
      .filter(({ clusterId, enabled }) => enabled && !this.#configured.has(clusterId))
      .map(connection => ({
        identity: identityOf(connection.clusterId, connection.settings),
        settings: () => registeredSettings(this.#opened(connection)),
      }));
  }

  /** Where each cluster is defined and how it is reached: those of the configuration first. */
  async list(): Promise<readonly RegistryEntryView[]> {
    const registered = (await this.#connections.list()).map(connection => this.#view(connection));
    return [...[...this.#configured.values()].map(configuredView), ...registered];
  }

  /** @throws NotFoundError */
  async read(id: string): Promise<RegistryEntryView> {
    const configured = this.#configured.get(id);
    return configured ? configuredView(configured) : this.#view(await this.#connections.read(id));
  }

  /** @throws InvalidInputError, ConflictError where the id is taken, SecretError where there is no master key */
  async add({ settings, enabled }: RegistryAddition): Promise<RegistryEntryView> {
    const { id } = registeredSettings(settings);
    if (this.#configured.has(id)) {
      throw new ConflictError(
        `the configuration defines the cluster ${id} already`,
        'change it there, or choose another id',
      );
    }
    await this.#connections.add(this.#draft(id, separateSecrets(settings), new Map(), enabled), this.#now());
    return this.read(id);
  }

  /** @throws InvalidInputError, NotFoundError, ConflictError, SecretError */
  async change(id: string, change: RegistryChange): Promise<RegistryEntryView> {
    const before = await this.#connections.read(id);
    const enabled = change.enabled ?? before.enabled;
    const draft =
      change.settings === undefined
        ? {
            ...this.#draft(id, { settings: before.settings, secrets: new Map() }, new Map(), enabled),
            secrets: before.secrets,
          }
        : this.#changed(before, { settings: change.settings, keepSecrets: change.keepSecrets }, enabled);
    await this.#connections.change(draft, change.version, this.#now());
    return this.#view(await this.#connections.read(id));
  }

  /** @throws NotFoundError */
  async remove(id: string, options: { readonly withHistory: boolean }): Promise<void> {
    await this.#connections.remove(id, options);
  }

  /**
   * Settings to test: a cluster's own, or those it would have after a change.
   *
   * @throws NotFoundError, InvalidInputError, SecretError
   */
  async settingsOf(id: string, changed?: RegistryTest): Promise<ClusterConfig> {
    const configured = this.#configured.get(id);
    if (configured && !changed) return configured;
    const connection = await this.#connections.read(id);
    return registeredSettings(changed ? this.#merged(connection, changed) : this.#opened(connection));
  }

  /** Settings that are stored nowhere, to test them. @throws InvalidInputError */
  unsavedSettings({ settings, keepSecrets }: RegistryTest): ClusterConfig {
    if (keepSecrets.length > 0) {
      throw new InvalidInputError(
        'there are no secrets to keep of a cluster that is not registered',
        'test it under its id, or give the secrets',
      );
    }
    return registeredSettings(settings);
  }

  #opened({ clusterId, settings, secrets }: ClusterConnection): Readonly<Record<string, unknown>> {
    return joined({ settings, secrets: this.#seal.open(clusterId, secrets) });
  }

  /** What is given, with what is kept in its place. */
  #merged(
    before: ClusterConnection,
    { settings, keepSecrets }: RegistryTest,
  ): Readonly<Record<string, unknown>> {
    if (settings['id'] !== before.clusterId) {
      throw new InvalidInputError(
        `the id of the settings is not ${before.clusterId}`,
        'an id never changes, since findings hang on it: add another cluster instead',
      );
    }
    const kept = keptSecrets(before, { settings, keepSecrets });
    const unknown = keepSecrets.find(field => before.secrets.every(secret => secret.field !== field));
    if (unknown !== undefined) {
      throw new InvalidInputError(
        `there is no secret ${unknown} of the cluster ${before.clusterId} to keep`,
        `keep only ${before.secrets.map(({ field }) => field).join(', ') || 'none'}`,
      );
    }
    for (const { field } of kept) {
      // Else whoever may change a cluster could have its secrets sent to a server of their own.
      if (destinationOf(settings, field) === destinationOf(before.settings, field)) continue;
      throw new InvalidInputError(
        `the secret ${field} cannot be kept: it would be sent to another server than before`,
        'give it again',
      );
    }
    return joined({ settings, secrets: this.#seal.open(before.clusterId, kept) });
  }

  #changed(before: ClusterConnection, change: RegistryTest, enabled: boolean): ConnectionDraft {
    const merged = this.#merged(before, change);
    registeredSettings(merged);
    const separated = separateSecrets(merged);
    const unchanged = new Map(keptSecrets(before, change).map(secret => [secret.field, secret]));
    return this.#draft(before.clusterId, separated, unchanged, enabled);
  }

  #draft(
    id: string,
    { settings, secrets }: SeparatedSettings,
    unchanged: ReadonlyMap<string, ClusterConnection['secrets'][number]>,
    enabled: boolean,
  ): ConnectionDraft {
    const sealed = [...secrets].map(
      ([field, text]) => unchanged.get(field) ?? this.#seal.seal({ clusterId: id, field }, text, this.#now()),
    );
    return { identity: identityOf(id, settings), settings, secrets: sealed, enabled };
  }

  #view(connection: ClusterConnection): RegistryEntryView {
    return {
      id: connection.clusterId,
      definedIn: 'registry',
      overridden: this.#configured.has(connection.clusterId),
      settings: connection.settings,
      secrets: connection.secrets.map(({ field, setAt }) => ({ field, setAt: isoTime(setAt) })),
      enabled: connection.enabled,
      version: connection.version,
      createdAt: isoTime(connection.createdAt),
      updatedAt: isoTime(connection.updatedAt),
    };
  }
}

/** Those that stay: what is given goes before what was kept. */
function keptSecrets(
  { secrets }: ClusterConnection,
  { settings, keepSecrets }: RegistryTest,
): ClusterConnection['secrets'] {
  const given = separateSecrets(settings).secrets;
  return secrets.filter(({ field }) => keepSecrets.includes(field) && !given.has(field));
}

/** @throws InvalidInputError where the settings have no place for a secret any more */
const joined = (separated: SeparatedSettings): Readonly<Record<string, unknown>> =>
  joinSecrets(separated, field => {
    throw new InvalidInputError(
      `the settings have no place for the secret ${field}`,
      'do not keep it, or give the settings that it belongs to',
    );
  });

function configuredView(config: ClusterConfig): RegistryEntryView {
  const { settings, secrets } = separateSecrets(config);
  return {
    id: config.id,
    definedIn: 'config',
    overridden: false,
    settings,
    secrets: [...secrets.keys()].map(field => ({ field, setAt: null })),
    enabled: true,
    version: null,
    createdAt: null,
    updatedAt: null,
  };
}

/** As lists show it before it was ever read; settings are checked before they are stored. */
function identityOf(id: string, settings: Readonly<Record<string, unknown>>): ClusterIdentity {
  const { name, provider, region } = settings;
  return {
    id,
    name: typeof name === 'string' ? name : id,
    provider: typeof provider === 'string' ? (provider as ClusterIdentity['provider']) : 'unknown',
    region: typeof region === 'string' ? region : null,
    demo: false,
  };
}
