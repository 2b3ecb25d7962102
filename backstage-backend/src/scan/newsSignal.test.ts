import { mockServices } from '@backstage/backend-test-utils';
import { type SignalPayload } from '@backstage/plugin-signals-node';
import { type ScanEvent } from '@greenops/core/advisor';
import { newsSignal } from './newsSignal.ts';

describe('newsSignal', () => {
  const logger = mockServices.logger.mock();
  const tell = (event: ScanEvent, publish: (signal: SignalPayload) => Promise<void>) =>
    newsSignal({ publish }, logger)(event);

  it.each<ScanEvent>([
    { type: 'started', clusterId: 'prod' },
    { type: 'finished', clusterId: 'prod', workloads: 3, opportunities: 1 },
    { type: 'failed', clusterId: 'prod', error: new Error('no') },
    { type: 'cancelled', clusterId: 'prod' },
  ])('tells every page of %p', event => {
    const published: SignalPayload[] = [];
    tell(event, async signal => void published.push(signal));
    expect(published).toEqual([
      {
        recipients: { type: 'broadcast' },
        channel: 'greenops',
        message: { clusterId: 'prod', at: expect.stringMatching(/^\d{4}-.*Z$/) },
      },
    ]);
  });

  it('is silent about progress: pages show what is stored', () => {
    const published: SignalPayload[] = [];
    const progress = { stage: 'Reading', done: 1, total: 2 };
    tell({ type: 'progress', clusterId: 'prod', progress }, async signal => void published.push(signal));
    expect(published).toEqual([]);
  });

  it('logs a signal that could not be sent', async () => {
    tell({ type: 'started', clusterId: 'prod' }, () => Promise.reject(new Error('no broker')));
    await new Promise(resolve => setImmediate(resolve));
    expect(logger.warn).toHaveBeenCalledWith(expect.stringContaining('no broker'));
  });
});
