import type { V1PodStatus } from '@kubernetes/client-node';
import { podTrouble } from './podTrouble.ts';

const trouble = (status: object) => podTrouble({ status: status as V1PodStatus });
const container = (state: object, more: object = {}) => ({ name: 'c', restartCount: 0, state, ...more });
const ended = (exitCode: number, reason: string) => ({ terminated: { exitCode, reason } });

describe('podTrouble', () => {
  it.each([
    ['runs', { containerStatuses: [container({ running: {} })] }, null],
    [
      'has only just come',
      { containerStatuses: [container({ waiting: { reason: 'ContainerCreating' } })] },
      null,
    ],
    ['has done its work', { containerStatuses: [container(ended(0, 'Completed'))] }, null],
    ['was evicted', { reason: 'Evicted', containerStatuses: [] }, 'Evicted'],
    [
      'crashes again and again',
      {
        containerStatuses: [
          container(
            { waiting: { reason: 'CrashLoopBackOff' } },
            { lastState: ended(137, 'OOMKilled'), restartCount: 9 },
          ),
        ],
      },
      'CrashLoopBackOff',
    ],
    [
      'cannot have the image of an init container',
      { initContainerStatuses: [container({ waiting: { reason: 'ImagePullBackOff' } })] },
      'ImagePullBackOff',
    ],
    ['failed', { phase: 'Failed', containerStatuses: [container(ended(1, 'Error'))] }, 'Error'],
    [
      'runs again after it was killed for its memory',
      {
        containerStatuses: [
          container({ running: {} }, { lastState: ended(137, 'OOMKilled'), restartCount: 1 }),
        ],
      },
      'OOMKilled',
    ],
    [
      'runs again after an ordinary restart',
      { containerStatuses: [container({ running: {} }, { lastState: ended(1, 'Error'), restartCount: 1 })] },
      null,
    ],
    [
      'finds no node',
      { conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable' }] },
      'Unschedulable',
    ],
  ])('of a pod that %s', (_title, status, expected) => {
    expect(trouble(status)).toBe(expected);
  });
});
