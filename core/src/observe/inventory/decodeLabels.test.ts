import { decodeLabels } from './decodeLabels.ts';

describe('decodeLabels', () => {
  it('gives well-known keys their real spelling, and leaves others as they are', () => {
    const series = {
      node: 'n1',
      label_kubernetes_io_arch: 'arm64',
      label_node_kubernetes_io_instance_type: 'm6g.large',
      label_topology_kubernetes_io_region: 'eu-west-1',
      label_eks_amazonaws_com_capacity_type: 'SPOT',
      label_app_kubernetes_io_part_of: 'shop',
      label_team: 'green',
      label_my_own_key: 'x',
    };
    expect(decodeLabels(series, 'label_')).toEqual({
      'kubernetes.io/arch': 'arm64',
      'node.kubernetes.io/instance-type': 'm6g.large',
      'topology.kubernetes.io/region': 'eu-west-1',
      'eks.amazonaws.com/capacityType': 'SPOT',
      'app.kubernetes.io/part-of': 'shop',
      team: 'green',
      my_own_key: 'x',
    });
    expect(decodeLabels(series, 'annotation_')).toEqual({});
  });
});
