import type { V1Namespace } from '@kubernetes/client-node';
import type { KubernetesNamespace } from '../../model/index.ts';
import { momentOf } from './momentOf.ts';
import { withoutManifest } from './withoutManifest.ts';

export const toNamespace = ({ metadata }: V1Namespace): KubernetesNamespace => ({
  name: metadata?.name ?? '',
  labels: metadata?.labels ?? {},
  annotations: withoutManifest(metadata?.annotations),
  createdAt: momentOf(metadata?.creationTimestamp),
});
