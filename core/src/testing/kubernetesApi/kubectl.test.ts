import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describeWithPrograms } from '../describeWith.ts';
import { runProgram } from '../process/runProgram.ts';
import { startKubernetesApi, type TestKubernetesApi } from './startKubernetesApi.ts';

const MANIFEST = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  replicas: 2
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - { name: web, image: nginx, resources: { requests: { cpu: 100m } } }
`;

describeWithPrograms('kubectl with the stand-in', ['kubectl', 'openssl'], () => {
  let api: TestKubernetesApi;
  let directory: string;
  const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } };
  const pod = (name: string, namespace: string) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace },
    spec: { containers: [{ name: 'main', image: 'busybox' }] },
  });
  const environment = (): NodeJS.ProcessEnv => ({
    ...process.env,
    KUBECONFIG: api.kubeconfig,
    HOME: directory,
  });
  const kubectl = (...args: string[]): Promise<string> =>
    runProgram('kubectl', args, { environment: environment() });

  beforeAll(async () => {
    directory = mkdtempSync(path.join(tmpdir(), 'greenops-kubectl-'));
    writeFileSync(path.join(directory, 'web.yaml'), MANIFEST);
    api = await startKubernetesApi({ objects: [namespace, pod('a', 'shop'), pod('b', 'kube-system')] });
  });
  afterAll(async () => {
    await api.stop();
    rmSync(directory, { recursive: true });
  });

  it('lists pods of all namespaces', async () => {
    const lines = (await kubectl('get', 'pods', '-A', '--no-headers')).trim().split('\n');
    expect(lines.map(line => line.split(/\s+/).slice(0, 2))).toEqual([
      ['kube-system', 'b'],
      ['shop', 'a'],
    ]);
  });

  it('applies on the server, first dry', async () => {
    const file = path.join(directory, 'web.yaml');
    const apply = ['apply', '--server-side', '-f', file];
    expect(await kubectl(...apply, '--dry-run=server')).toBe(
      'deployment.apps/web serverside-applied (server dry run)\n',
    );
    await expect(kubectl('get', 'deployment', 'web', '-n', 'shop')).rejects.toThrow(
      'deployments.apps "web" not found',
    );
    expect(await kubectl(...apply)).toBe('deployment.apps/web serverside-applied\n');
    await kubectl('patch', 'deployment', 'web', '-n', 'shop', '-p', '{"spec":{"replicas":7}}');
    await expect(kubectl(...apply)).rejects.toThrow(
      'conflict with "kubectl-patch" using apps/v1: .spec.replicas',
    );
    await kubectl(...apply, '--force-conflicts');
    expect(await kubectl('get', 'deploy', 'web', '-n', 'shop', '-o', 'jsonpath={.spec.replicas}')).toBe('2');
  }, 30_000);

  it('watches', async () => {
    const watching: ChildProcess = spawn('kubectl', ['get', 'pods', '-n', 'shop', '-w', '-o', 'name'], {
      env: environment(),
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    await new Promise<void>(resolve => {
      watching.stdout?.setEncoding('utf8').on('data', (text: string) => {
        output += text;
        if (output === 'pod/a\n') api.put(pod('later', 'shop'));
        if (output.split('\n').length > 2) resolve();
      });
    });
    watching.kill();
    expect(output).toBe('pod/a\npod/later\n');
  });
});
