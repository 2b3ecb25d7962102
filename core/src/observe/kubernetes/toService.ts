import type { V1Service } from '@kubernetes/client-node';
import type { Service } from '../../model/index.ts';
import { identityOf } from './identityOf.ts';
import { momentOf } from './momentOf.ts';

const TYPES: readonly Service['type'][] = ['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName'];

export function toService(service: V1Service): Service {
  const { metadata, spec } = service;
  const selector = spec?.selector ?? {};
  return {
    ...identityOf(service),
    type: TYPES.find(type => type === spec?.type) ?? 'ClusterIP',
    // An empty selector is none, unlike that of any other object.
    selector: Object.keys(selector).length === 0 ? null : selector,
    createdAt: momentOf(metadata?.creationTimestamp),
  };
}
