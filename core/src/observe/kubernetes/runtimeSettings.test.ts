import { runtimeSettings } from './runtimeSettings.ts';

const settings = (rest: object) => runtimeSettings({ name: 'c', image: 'x', ...rest });

describe('runtimeSettings', () => {
  it('reads what sizes a runtime, and no secret beside it', () => {
    const found = settings({
      env: [
        {
          name: 'JAVA_TOOL_OPTIONS',
          value: '-Xmx512m -Djavax.net.ssl.trustStorePassword=hunter2 -XX:+UseZGC',
        },
        { name: 'NODE_OPTIONS', value: '--require ./token-s3cr3t.js --max-old-space-size=2048' },
        { name: 'GOMEMLIMIT', value: '750MiB' },
        { name: 'GOMAXPROCS', valueFrom: { resourceFieldRef: { resource: 'limits.cpu' } } },
        { name: 'UV_THREADPOOL_SIZE', value: '8' },
        { name: 'DATABASE_PASSWORD', value: 'hunter2' },
        { name: 'JAVA_OPTS', value: '-Dpassword=hunter2' },
      ],
      command: ['sh', '-c', "exec java '-Xms1g' -Xmx2g -jar app.jar --password=hunter2"],
      args: ['--max-semi-space-size=64', '--token', 'hunter2', '-XX:MaxRAMPercentage=75.0', '-Xlint'],
    });
    expect(found).toEqual({
      environment: {
        JAVA_TOOL_OPTIONS: '-Xmx512m -XX:+UseZGC',
        NODE_OPTIONS: '--max-old-space-size=2048',
        GOMEMLIMIT: '750MiB',
        UV_THREADPOOL_SIZE: '8',
      },
      flags: ['-Xms1g', '-Xmx2g', '--max-semi-space-size=64', '-XX:MaxRAMPercentage=75.0'],
    });
    expect(JSON.stringify(found)).not.toMatch(/hunter2|s3cr3t/);
  });

  it('is empty where nothing is set', () => {
    expect(settings({})).toEqual({ environment: {}, flags: [] });
  });
});
