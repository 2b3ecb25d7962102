import type { ContainerView } from '@greenops/core/api';
import { workloads } from '../../testing/fixtures.ts';
import { usageFrame } from './usageFrame.ts';

const [workload] = workloads;
const server = workload?.containers[0] as ContainerView;

const at = (hour: string, mean: number) => ({
  hour: `2026-11-21T${hour}:00:00.000Z`,
  mean,
  max: mean * 2,
  samples: 60,
});

test('the history becomes lines beside the request; a limit that is not set has no line', () => {
  const container = { ...server, hourlyCpu: [at('08', 0.2), at('09', 0.3)] };
  const frame = usageFrame(container, 'cpu');
  expect(frame?.fields.map(({ name, values }) => [name, values])).toEqual([
    ['time', [Date.parse('2026-11-21T08:00:00Z'), Date.parse('2026-11-21T09:00:00Z')]],
    ['mean', [0.2, 0.3]],
    ['maximum', [0.4, 0.6]],
    ['request', [2, 2]],
  ]);
});

test('hours that were not measured break the line', () => {
  const container = { ...server, hourlyCpu: [at('08', 0.2), at('11', 0.3)] };
  const frame = usageFrame(container, 'cpu');
  expect(frame?.fields[1]?.values).toEqual([0.2, null, 0.3]);
});

test('memory has its own request and limit', () => {
  const names = usageFrame(server, 'memory')?.fields.map(({ name }) => name);
  expect(names).toEqual(['time', 'mean', 'maximum', 'request', 'limit']);
});

test('a container that was never metered has no frame, which is not a line at zero', () => {
  expect(usageFrame({ ...server, hourlyCpu: [] }, 'cpu')).toBeNull();
});
