import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { stringify } from 'yaml';
import { InvalidInputError } from '../../model/index.ts';
import { listenOnLoopback } from '../process/listenOnLoopback.ts';
import { FaultInjector, type InjectedFault } from './faults.ts';
import { kubernetesApiHandler, type RecordedRequest } from './kubernetesApiHandler.ts';
import { type KubernetesObject, omit } from './kubernetesObject.ts';
import { type ObjectKey, ObjectStore } from './objectStore.ts';
import { groupVersionOf, RESOURCE_KINDS, type ResourceKind } from './resourceKinds.ts';
import { type Certificate, selfSignedCertificate } from './selfSignedCertificate.ts';

export interface KubernetesApiOptions {
  readonly objects?: readonly KubernetesObject[];
  /** Kinds beyond the usual ones, such as a custom controller's. */
  readonly extraKinds?: readonly ResourceKind[];
  /** API groups that this cluster has not installed (`keda.sh`): 404, or 403 to who may not ask. */
  readonly absentGroups?: readonly string[];
  /** `false` for plain HTTP, where openssl is missing. */
  readonly tls?: boolean;
  readonly gitVersion?: string;
  readonly port?: number;
}

export interface TestKubernetesApi {
  readonly url: string;
  /** Path of a kubeconfig that leads here; gone after {@link stop}. */
  readonly kubeconfig: string;
  readonly token: string;
  /** All requests so far, oldest first. */
  readonly requests: readonly RecordedRequest[];
  /** Creates or replaces an object behind the API's back: watchers hear of it. */
  put(object: KubernetesObject): void;
  /** Removes an object behind the API's back. */
  remove(object: KubernetesObject): void;
  /** Lets requests go wrong from now on. */
  inject(fault: InjectedFault): void;
  clearFaults(): void;
  /** Makes running watches and continue tokens too old: 410. */
  compact(): void;
  stop(): Promise<void>;
}

/** Starts an API server that the real clients talk to, over HTTPS with a certificate made for the occasion. */
export async function startKubernetesApi(options: KubernetesApiOptions = {}): Promise<TestKubernetesApi> {
  const kinds = [...RESOURCE_KINDS, ...(options.extraKinds ?? [])];
  const store = new ObjectStore();
  const faults = new FaultInjector();
  const requests: RecordedRequest[] = [];
  const token = randomBytes(16).toString('hex');
  for (const object of options.objects ?? []) put(store, kinds, object);
  const handle = kubernetesApiHandler({
    store,
    kinds,
    absentGroups: options.absentGroups ?? [],
    faults,
    token,
    user: 'system:serviceaccount:greenops:advisor',
    gitVersion: options.gitVersion ?? 'v1.33.0',
    record: request => requests.push(request),
  });

  const directory = await mkdtemp(path.join(tmpdir(), 'greenops-kubernetes-'));
  try {
    const certificate = options.tls === false ? null : await selfSignedCertificate(directory);
    const listening = await listenOnLoopback(
      makeServer(certificate, (request, response) => void handle(request, response)),
      options.port ?? 0,
    );
    const url = `${certificate ? 'https' : 'http'}://127.0.0.1:${listening.port}`;
    const kubeconfig = path.join(directory, 'kubeconfig');
    await writeFile(kubeconfig, stringify(kubeconfigOf(url, token, certificate)), { mode: 0o600 });
    return {
      url,
      kubeconfig,
      token,
      requests,
      put: object => put(store, kinds, object),
      remove: object => store.delete(keyOf(kinds, object)),
      inject: fault => faults.add(fault),
      clearFaults: () => faults.clear(),
      compact: () => store.compact(),
      async stop() {
        await listening.stop();
        await rm(directory, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await rm(directory, { recursive: true, force: true });
    throw error;
  }
}

const makeServer = (certificate: Certificate | null, listener: RequestListener): Server =>
  certificate
    ? createHttpsServer({ key: certificate.key, cert: certificate.certificate }, listener)
    : createHttpServer(listener);

const kubeconfigOf = (server: string, token: string, certificate: Certificate | null) => ({
  apiVersion: 'v1',
  kind: 'Config',
  clusters: [
    {
      name: 'testing-ground',
      cluster: {
        server,
        ...(certificate
          ? { 'certificate-authority-data': Buffer.from(certificate.certificate).toString('base64') }
          : {}),
      },
    },
  ],
  users: [{ name: 'tester', user: { token } }],
  contexts: [{ name: 'testing-ground', context: { cluster: 'testing-ground', user: 'tester' } }],
  'current-context': 'testing-ground',
});

function keyOf(kinds: readonly ResourceKind[], object: KubernetesObject): ObjectKey {
  const resource = kinds.find(
    kind => kind.kind === object.kind && groupVersionOf(kind) === object.apiVersion,
  );
  if (!resource) {
    throw new InvalidInputError(
      `the stand-in does not know ${object.apiVersion} ${object.kind}`,
      'name the kind in extraKinds',
    );
  }
  const { name, namespace } = object.metadata;
  return { resource, namespace: resource.namespaced ? (namespace ?? 'default') : null, name };
}

function put(store: ObjectStore, kinds: readonly ResourceKind[], object: KubernetesObject): void {
  const key = keyOf(kinds, object);
  const complete = {
    ...object,
    metadata: {
      uid: randomUUID(),
      creationTimestamp: '2026-01-01T00:00:00Z',
      // Versions are given by the server; one that a file brings along is of another.
      ...omit(object.metadata, 'resourceVersion'),
      name: object.metadata.name,
      ...(key.namespace === null ? {} : { namespace: key.namespace }),
    },
  };
  if (store.find(key)) store.update(key, complete);
  else store.create(key, complete);
}
