import { workloadQueryOfEntity } from './workloadQueryOfEntity';

const entity = (annotations?: Record<string, string>) => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'cart', ...(annotations ? { annotations } : {}) },
});

describe('workloadQueryOfEntity', () => {
  it('turns the Kubernetes id into the label that carries it', () => {
    expect(workloadQueryOfEntity(entity({ 'backstage.io/kubernetes-id': 'cart' }))).toEqual({
      labelSelector: 'backstage.io/kubernetes-id=cart',
    });
  });

  it('lets a label selector win over the id, as the Kubernetes plugin does', () => {
    expect(
      workloadQueryOfEntity(
        entity({
          'backstage.io/kubernetes-id': 'cart',
          'backstage.io/kubernetes-label-selector': 'app=cart,tier!=cache',
          'backstage.io/kubernetes-namespace': 'shop',
          'backstage.io/kubernetes-cluster': 'eu',
        }),
      ),
    ).toEqual({ labelSelector: 'app=cart,tier!=cache', namespace: 'shop', cluster: 'eu' });
  });

  it('takes a namespace alone as everything in it', () => {
    expect(workloadQueryOfEntity(entity({ 'backstage.io/kubernetes-namespace': 'shop' }))).toEqual({
      namespace: 'shop',
    });
  });

  // Near misses: none of these says which workloads are meant.
  it.each([
    ['no annotations', undefined],
    ['only a cluster', { 'backstage.io/kubernetes-cluster': 'eu' }],
    ['an empty id', { 'backstage.io/kubernetes-id': ' ' }],
    ['an annotation of another tool', { 'backstage.io/techdocs-ref': 'dir:.' }],
  ])('says null for %s', (_, annotations) => {
    expect(workloadQueryOfEntity(entity(annotations))).toBeNull();
  });
});
