import { readFileSync } from 'node:fs';
import { KubeConfig } from '@kubernetes/client-node';
import { describeError, InvalidInputError } from '../../model/index.ts';
import type { ClusterConfig } from '../clusterConfig.ts';

export type KubernetesConfig = NonNullable<ClusterConfig['kubernetes']>;

/**
 * Reads how to reach the API server: a kubeconfig (the given file, else `KUBECONFIG`, else
 * `~/.kube/config`), the service account of the pod we run in, or a token and where it is good.
 *
 * @throws InvalidInputError when a file, the context or the service account is not there
 */
export function connectKubernetes(config: KubernetesConfig): KubeConfig {
  const kubeConfig = new KubeConfig();
  if (config.type === 'in-cluster') {
    if (!process.env['KUBERNETES_SERVICE_HOST']) {
      throw new InvalidInputError(
        'this process does not run in a pod: KUBERNETES_SERVICE_HOST is not set',
        'name a kubeconfig instead (kubernetes.type: kubeconfig, or --kubeconfig)',
      );
    }
    kubeConfig.loadFromCluster();
    return kubeConfig;
  }
  if (config.type === 'token') {
    loadToken(kubeConfig, config);
    return kubeConfig;
  }
  load(kubeConfig, config.file);
  if (config.context !== undefined) kubeConfig.setCurrentContext(config.context);
  if (!kubeConfig.getCurrentCluster()) throw noContext(kubeConfig, config);
  return kubeConfig;
}

function load(kubeConfig: KubeConfig, file: string | undefined): void {
  try {
    if (file === undefined) kubeConfig.loadFromDefault();
    else kubeConfig.loadFromFile(file);
  } catch (error) {
    throw new InvalidInputError(
      `the kubeconfig ${file ?? 'of KUBECONFIG or ~/.kube/config'} cannot be read: ${describeError(error)}`,
      'name a readable kubeconfig with --kubeconfig; kubectl config view shows the one that kubectl uses',
      { cause: error },
    );
  }
}

function loadToken(
  kubeConfig: KubeConfig,
  { server, token, ca, caFile }: Extract<KubernetesConfig, { type: 'token' }>,
): void {
  const authority = caFile === undefined ? ca : authorityOf(caFile);
  const caData = authority && Buffer.from(authority).toString('base64');
  kubeConfig.loadFromOptions({
    clusters: [{ name: 'cluster', server, skipTLSVerify: false, ...(caData && { caData }) }],
    users: [{ name: 'account', token }],
    contexts: [{ name: 'cluster', cluster: 'cluster', user: 'account' }],
    currentContext: 'cluster',
  });
}

function authorityOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new InvalidInputError(
      `the file ${file} of kubernetes.caFile cannot be read: ${describeError(error)}`,
      'name a readable PEM file, or give its text as kubernetes.ca',
      { cause: error },
    );
  }
}

function noContext(kubeConfig: KubeConfig, config: { file?: string | undefined }): InvalidInputError {
  const contexts = kubeConfig.getContexts().map(context => context.name);
  const choice = contexts.length > 0 ? `one of ${contexts.join(', ')}` : 'a kubeconfig that has contexts';
  return new InvalidInputError(
    `the kubeconfig ${config.file ?? ''} has no usable context "${kubeConfig.getCurrentContext()}"`.replace(
      '  ',
      ' ',
    ),
    `choose ${choice}`,
  );
}
