import type { ClusterIdentity, UnixSeconds } from '../../model/index.ts';

/** JSON that people gave, as it was given. */
export type StoredSettings = Readonly<Record<string, unknown>>;

export interface StoredSecret {
  /** JSON pointer into the settings. */
  readonly field: string;
  /** An envelope of the vault; the store never sees what is in it. */
  readonly sealed: string;
  readonly masterKeyId: string;
  readonly setAt: UnixSeconds;
}

/** How one cluster of the registry is reached. */
export interface ClusterConnection {
  readonly clusterId: string;
  readonly settings: StoredSettings;
  readonly secrets: readonly StoredSecret[];
  readonly enabled: boolean;
  /** Goes up with every change. */
  readonly version: number;
  readonly createdAt: UnixSeconds;
  readonly updatedAt: UnixSeconds;
}

/** What is written of a connection. */
export interface ConnectionDraft {
  readonly identity: ClusterIdentity;
  readonly settings: StoredSettings;
  readonly secrets: readonly StoredSecret[];
  readonly enabled: boolean;
}

/** Keeps the connections that are not in the configuration. */
export interface ConnectionStore {
  /** All, by id. */
  list(): Promise<readonly ClusterConnection[]>;
  /** @throws NotFoundError */
  read(clusterId: string): Promise<ClusterConnection>;
  /** Adds it, and lists the cluster as never scanned. @throws ConflictError when it is there already */
  add(draft: ConnectionDraft, at: UnixSeconds): Promise<void>;
  /**
   * Replaces all of it but its history.
   *
   * @param version the one that was read
   * @throws NotFoundError, ConflictError when somebody else has changed it since
   */
  change(draft: ConnectionDraft, version: number, at: UnixSeconds): Promise<void>;
  /**
   * Removes the connection and its secrets; what was found of the cluster stays, unless history goes too.
   *
   * @throws NotFoundError
   */
  remove(clusterId: string, options: { readonly withHistory: boolean }): Promise<void>;
  /** Places of the secrets that another key than this one wraps, by cluster and field. */
  wrappedByOthers(masterKeyId: string): Promise<readonly (StoredSecret & { readonly clusterId: string })[]>;
  /** Puts one envelope in the place of another, unless that was replaced meanwhile; says whether it did. */
  replaceSealed(
    place: { readonly clusterId: string; readonly field: string },
    before: string,
    after: Pick<StoredSecret, 'sealed' | 'masterKeyId'>,
  ): Promise<boolean>;
}
