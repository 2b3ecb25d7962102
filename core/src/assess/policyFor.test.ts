import { BALANCED, unixSeconds } from '../model/index.ts';
import { assess } from './assess.ts';
import { type WorkloadSketch } from './examples/clusterSketch.ts';
import { observationOf } from './examples/observationOf.ts';
import { POLICY_ANNOTATION } from './policyFor.ts';

const SKETCH: WorkloadSketch = { containers: [{ cpuRequest: 4, cpu: [0.5] }] };

function judge(annotation: string | null, ofNamespace: string | null = null) {
  const annotations = annotation === null ? {} : { [POLICY_ANNOTATION]: annotation };
  const { opportunities, notAssessed } = assess(
    observationOf({
      workloads: [{ ...SKETCH, declared: { annotations } }],
      inventory: {
        namespaces: [
          {
            name: 'shop',
            labels: {},
            annotations: ofNamespace === null ? {} : { [POLICY_ANNOTATION]: ofNamespace },
            createdAt: unixSeconds(0),
          },
        ],
      },
    }),
    BALANCED,
  );
  const finding = opportunities.find(({ type }) => type === 'cpu-over-requested');
  return { policy: finding?.policyId, reasons: notAssessed.map(({ reason }) => reason) };
}

describe('the policy of a workload', () => {
  it.each([
    [null, null, 'balanced'],
    ['headroom', null, 'headroom'],
    [null, 'max-savings', 'max-savings'],
    ['headroom', 'max-savings', 'headroom'],
  ])('chosen as %s, in the namespace as %s, is %s', (own, ofNamespace, expected) => {
    expect(judge(own, ofNamespace).policy).toBe(expected);
  });

  it('that nobody has is told, and the scan’s is used', () => {
    const { policy, reasons } = judge('yolo');
    expect(policy).toBe('balanced');
    expect(reasons).toContainEqual(expect.stringContaining('names "yolo", which is none of max-savings'));
  });
});
