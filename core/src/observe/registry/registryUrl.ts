import type { RegistryConfig } from '../clusterConfig.ts';

/**
 * Registries that serve public images to everybody. Only these are asked without being told to: the name of
 * any other host is somebody's inside knowledge, or a pod's way to make us call where it wants.
 */
const PUBLIC: Readonly<Record<string, string>> = {
  'docker.io': 'https://registry-1.docker.io',
  'ghcr.io': 'https://ghcr.io',
  'quay.io': 'https://quay.io',
  'gcr.io': 'https://gcr.io',
  'registry.k8s.io': 'https://registry.k8s.io',
  'mcr.microsoft.com': 'https://mcr.microsoft.com',
  'public.ecr.aws': 'https://public.ecr.aws',
  'registry.gitlab.com': 'https://registry.gitlab.com',
  'nvcr.io': 'https://nvcr.io',
  'docker.elastic.co': 'https://docker.elastic.co',
  'cgr.dev': 'https://cgr.dev',
};

/** Where the images of a host are asked for; `null` where they are not to be. */
export function registryUrl(host: string, { endpoints, credentials }: RegistryConfig): string | null {
  const known = endpoints[host] ?? PUBLIC[host];
  if (known !== undefined) return known;
  return credentials[host] === undefined ? null : `https://${host}`;
}
