import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describeUnless, describeWithData } from '../describeWith.ts';
import { findProgram } from '../process/findProgram.ts';
import { runProgram } from '../process/runProgram.ts';
import { startProgram } from '../process/startProgram.ts';
import { parseGroundOptions } from './groundOptions.ts';

const command = fileURLToPath(new URL('../testingGround.ts', import.meta.url));

describe('options of the testing ground', () => {
  it('have defaults', () => {
    expect(parseGroundOptions(['--data', 'nezha'])).toEqual({
      source: { kind: 'data', data: 'nezha' },
      port: 0,
      days: 4,
      kepler: 'generation-2',
    });
    expect(
      parseGroundOptions(['--recording', 'a.greenops', '--port', '9090', '--kepler', 'none']),
    ).toMatchObject({
      source: { kind: 'recording', file: 'a.greenops' },
      port: 9090,
      kepler: 'none',
    });
  });

  it.each([
    [[], 'give either --recording or --data'],
    [['--data', 'nezha', '--recording', 'x'], 'give either --recording or --data'],
    [['--data', 'k8s-1_99'], '--data must be one of nezha, k8s-1_31, k8s-1_33, not "k8s-1_99"'],
    [['--data', 'nezha', '--port', 'x'], '--port must be a whole number, not "x"'],
    [['--data', 'nezha', '--speed', '9'], "Unknown option '--speed'"],
  ])('refuse %j', (args, message) => {
    expect(() => parseGroundOptions(args)).toThrow(message);
  });
});

describeWithData('the testing ground', 'nezha-pods', () => {
  const missing = ['prometheus', 'promtool', 'kubectl', 'openssl'].filter(name => findProgram(name) === null);
  describeUnless(
    missing.length === 0 ? null : `not on the PATH: ${missing.join(', ')}`,
    'as a command',
    () => {
      it('stands until it is told to end, and then leaves nothing', async () => {
        const ground = startProgram(process.execPath, [command, '--data', 'nezha']);
        try {
          await ground.waitForOutput(/Ctrl-C ends both/, 90);
          const [, url = ''] = /Prometheus +(http\S+)/.exec(ground.output()) ?? [];
          const [, kubeconfig = ''] = /kubeconfig +(\S+)/.exec(ground.output()) ?? [];
          expect(ground.output()).toContain(
            `npx greenops scan --cluster nezha --prometheus ${url} --kubeconfig ${kubeconfig}`,
          );
          const answer = await fetch(`${url}/api/v1/query?query=count(container_memory_working_set_bytes)`);
          expect(await answer.json()).toMatchObject({
            data: { result: [{ value: [expect.anything(), '10'] }] },
          });
          const pods = await runProgram('kubectl', [
            '--kubeconfig',
            kubeconfig,
            'get',
            'pods',
            '-A',
            '-o',
            'name',
          ]);
          expect(pods.trim().split('\n')).toHaveLength(10);
          await ground.stop();
          expect(await ground.exited).toBe(0);
          await expect(fetch(url)).rejects.toThrow();
          expect(existsSync(kubeconfig)).toBe(false);
        } finally {
          await ground.stop();
        }
      }, 120_000);
    },
  );
});
